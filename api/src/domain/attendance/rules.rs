//! How minutes become shares.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::municipality::attendance;

/// Minutes of one or several weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    /// Valid absence.
    pub valid: i64,
    /// Invalid absence.
    pub invalid: i64,
    /// Other activity, not absence.
    pub other: i64,
    /// Reported.
    pub reported: i64,
    /// Offered.
    pub offered: i64,
}

impl Minutes {
    fn of(row: &attendance::Model) -> Self {
        Self {
            valid: row.valid_minutes.into(),
            invalid: row.invalid_minutes.into(),
            other: row.other_minutes.into(),
            reported: row.reported_minutes.into(),
            offered: row.offered_minutes.into(),
        }
    }

    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self {
            valid: self.valid + other.valid,
            invalid: self.invalid + other.invalid,
            other: self.other + other.other,
            reported: self.reported + other.reported,
            offered: self.offered + other.offered,
        }
    }

    /// Absence that is known: (valid + invalid) / offered, four decimals; none when nothing was offered.
    pub fn absence_share(self) -> Option<f64> {
        share(self.valid + self.invalid, self.offered)
    }

    /// Absence if all that is unreported was absence: (valid + invalid + offered − reported) / offered.
    pub fn absence_share_at_most(self) -> Option<f64> {
        share(self.valid + self.invalid + (self.offered - self.reported).max(0), self.offered)
    }

    /// Reported / offered.
    pub fn coverage(self) -> Option<f64> {
        share(self.reported, self.offered)
    }
}

#[allow(clippy::cast_precision_loss, reason = "minutes of some years are far below 2^52")]
fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| ((part as f64 / whole as f64).min(1.0) * 10_000.0).round() / 10_000.0)
}

/// One week of all lessons: its total row where there is one, else the sum of its group rows; never both.
pub fn by_week(rows: &[attendance::Model], group: Option<uuid::Uuid>) -> BTreeMap<NaiveDate, Minutes> {
    let mut totals: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
    let mut groups: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
    for row in rows.iter().filter(|row| group.is_none() || row.group_id == group) {
        let weeks = if row.group_id.is_none() { &mut totals } else { &mut groups };
        let week = weeks.entry(row.week).or_default();
        *week = week.plus(Minutes::of(row));
    }
    for (week, minutes) in groups {
        totals.entry(week).or_insert(minutes);
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
