//! How minutes become shares, and which rows can be recorded.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::municipality::attendance;

pub use crate::support::minutes::Minutes;

/// One week of all lessons: its total row where there is one, else the sum of its group rows; never both.
pub fn by_week(rows: &[attendance::Model], group: Option<uuid::Uuid>) -> BTreeMap<NaiveDate, Minutes> {
    let mut totals: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
    let mut groups: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
    for row in rows.iter().filter(|row| group.is_none() || row.group_id == group) {
        let weeks = if row.group_id.is_none() { &mut totals } else { &mut groups };
        let week = weeks.entry(row.week).or_default();
        *week = week.plus(of(row));
    }
    for (week, minutes) in groups {
        totals.entry(week).or_insert(minutes);
    }
    totals
}

/// The minutes of a row.
fn of(row: &attendance::Model) -> Minutes {
    Minutes {
        valid: row.valid_minutes.into(),
        invalid: row.invalid_minutes.into(),
        other: row.other_minutes.into(),
        reported: row.reported_minutes.into(),
        offered: row.offered_minutes.into(),
    }
}

/// Minutes of a week of seven days and nights.
const MINUTES_OF_A_WEEK: i32 = 7 * 24 * 60;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// Minutes below 0.
    Negative,
    /// More offered than a week has.
    Offered,
    /// More reported than offered.
    Reported,
    /// More absence and other activity than reported.
    Absence,
    /// The week has not begun.
    Future,
    /// The sender's own id is empty or too long.
    Source,
}

/// Checks a row against itself and the calendar.
pub fn check(row: &attendance::Model, today: NaiveDate) -> Result<(), RowFault> {
    let parts = [row.valid_minutes, row.invalid_minutes, row.other_minutes];
    if parts.iter().chain([&row.reported_minutes, &row.offered_minutes]).any(|minutes| *minutes < 0) {
        return Err(RowFault::Negative);
    }
    if row.offered_minutes > MINUTES_OF_A_WEEK {
        return Err(RowFault::Offered);
    }
    if row.reported_minutes > row.offered_minutes {
        return Err(RowFault::Reported);
    }
    if parts.into_iter().map(i64::from).sum::<i64>() > row.reported_minutes.into() {
        return Err(RowFault::Absence);
    }
    if row.week > today {
        return Err(RowFault::Future);
    }
    match &row.source_ref {
        Some(reference) if !(1..=200).contains(&reference.chars().count()) => Err(RowFault::Source),
        _ => Ok(()),
    }
}

/// A correction keeps the reference that the row came under, unless it says so itself. What differs belongs to the hand
/// that corrected it from then on: no import overwrites it.
pub fn keep_source(row: &mut attendance::Model, before: Option<&attendance::Model>) {
    if let Some(before) = before {
        row.source_ref = row.source_ref.take().or_else(|| before.source_ref.clone());
        row.source_id = before.source_id;
        row.source_id = before.source_id.filter(|_| row == before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn row(group: Option<Uuid>, valid: i32, offered: i32) -> attendance::Model {
        attendance::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            week: NaiveDate::default(),
            group_id: group,
            valid_minutes: valid,
            invalid_minutes: 0,
            other_minutes: 0,
            reported_minutes: offered,
            offered_minutes: offered,
            source_id: None,
            source_ref: None,
        }
    }

    #[test]
    fn a_total_row_and_group_rows_are_never_summed_together() {
        let rows = [
            row(None, 60, 600),
            row(Some(Uuid::from_u128(1)), 30, 300),
            row(Some(Uuid::from_u128(2)), 30, 300),
        ];
        assert_eq!(by_week(&rows, None).values().map(|minutes| minutes.offered).sum::<i64>(), 600);
        assert_eq!(by_week(&rows[1..], None).values().map(|minutes| minutes.offered).sum::<i64>(), 600);
        assert_eq!(
            by_week(&rows, Some(Uuid::from_u128(2))).values().map(|minutes| minutes.valid).sum::<i64>(),
            30
        );
    }

    #[test]
    fn what_is_not_reported_widens_the_share_instead_of_lowering_it() {
        let minutes = Minutes { valid: 10, reported: 350, offered: 1000, ..Minutes::default() };
        assert_eq!(minutes.absence_share(), Some(0.01));
        assert_eq!(minutes.absence_share_at_most(), Some(0.66));
        assert_eq!(minutes.coverage(), Some(0.35));
        assert_eq!(Minutes::default().absence_share(), None);
    }

    fn recorded(minutes: [i32; 5], week: NaiveDate) -> attendance::Model {
        let [valid, invalid, other, reported, offered] = minutes;
        attendance::Model {
            valid_minutes: valid,
            invalid_minutes: invalid,
            other_minutes: other,
            reported_minutes: reported,
            offered_minutes: offered,
            week,
            ..row(None, 0, 0)
        }
    }

    proptest! {
        #[test]
        fn a_row_that_passes_has_shares_between_nothing_and_all(
            minutes in prop::array::uniform5(-10_i32..12_000)
        ) {
            let row = recorded(minutes, NaiveDate::default());
            if check(&row, NaiveDate::default()).is_ok() {
                let minutes = of(&row);
                for share in [minutes.absence_share(), minutes.absence_share_at_most(), minutes.coverage()] {
                    prop_assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
                }
                prop_assert!(minutes.valid + minutes.invalid <= minutes.offered);
                prop_assert!(minutes.absence_share() <= minutes.absence_share_at_most());
            }
        }

        #[test]
        fn parts_of_an_offered_week_pass(
            valid in 0_i32..2_000, invalid in 0_i32..2_000, other in 0_i32..2_000,
            present in 0_i32..2_000, unreported in 0_i32..2_000
        ) {
            let reported = valid + invalid + other + present;
            let row = recorded([valid, invalid, other, reported, reported + unreported], NaiveDate::default());
            prop_assert_eq!(check(&row, NaiveDate::default()), Ok(()));
        }

        #[test]
        fn no_number_of_minutes_overflows(minutes in prop::array::uniform5(any::<i32>())) {
            let _ = check(&recorded(minutes, NaiveDate::default()), NaiveDate::default());
        }
    }

    #[test]
    fn the_present_week_can_be_recorded_and_the_next_cannot() {
        let monday = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap_or_default();
        assert_eq!(check(&recorded([0; 5], monday), monday), Ok(()));
        assert_eq!(check(&recorded([0; 5], monday), monday - chrono::Days::new(1)), Err(RowFault::Future));
    }

    #[test]
    fn a_correction_keeps_the_source_unless_it_names_another() {
        let mut before = row(None, 1, 10);
        before.source_ref = Some("a".to_owned());
        let mut silent = row(None, 2, 10);
        keep_source(&mut silent, Some(&before));
        assert_eq!(silent.source_ref.as_deref(), Some("a"));
        let mut named = attendance::Model { source_ref: Some("b".to_owned()), ..row(None, 2, 10) };
        keep_source(&mut named, Some(&before));
        assert_eq!(named.source_ref.as_deref(), Some("b"));
    }

    #[test]
    fn what_is_corrected_is_no_longer_the_registers_and_what_is_repeated_is() {
        let before = attendance::Model { source_id: Some(Uuid::from_u128(7)), ..row(None, 1, 10) };
        let (mut repeated, mut corrected) = (row(None, 1, 10), row(None, 2, 10));
        keep_source(&mut repeated, Some(&before));
        keep_source(&mut corrected, Some(&before));
        assert_eq!((repeated.source_id, corrected.source_id), (before.source_id, None));
    }
}
