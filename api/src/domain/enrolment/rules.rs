//! Which enrolments can be.

use chrono::NaiveDate;
use entity::municipality::enrolment;
use entity::vocabulary::UnitKind;

/// What is wrong with an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentFault {
    /// The last day is before the first.
    EndsBeforeStart,
    /// No school form.
    SchoolType,
    /// School years are 0 to 13.
    SchoolYear,
    /// The code of the programme is empty or too long.
    Programme,
    /// The unit teaches nobody.
    NotASchool,
    /// It has ended already.
    Ended,
}

/// Checks an enrolment against itself.
pub fn check(row: &enrolment::Model) -> Result<(), EnrolmentFault> {
    check_period(row.starts_on, row.ends_on)?;
    let form = &row.school_type;
    if !(1..=20).contains(&form.chars().count()) || !form.chars().all(char::is_alphanumeric) {
        return Err(EnrolmentFault::SchoolType);
    }
    if row.school_year.is_some_and(|year| !(0..=13).contains(&year)) {
        return Err(EnrolmentFault::SchoolYear);
    }
    match &row.programme_code {
        Some(code) if !(1..=20).contains(&code.trim().chars().count()) => Err(EnrolmentFault::Programme),
        _ => Ok(()),
    }
}

/// Checks that a period does not end before it starts.
pub fn check_period(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<(), EnrolmentFault> {
    match ends_on {
        Some(last) if last < starts_on => Err(EnrolmentFault::EndsBeforeStart),
        _ => Ok(()),
    }
}

/// Checks that an enrolment can end on a day: one that has ended is corrected, not ended again.
pub fn check_end(row: &enrolment::Model, last: NaiveDate, today: NaiveDate) -> Result<(), EnrolmentFault> {
    if row.ends_on.is_some_and(|ended| ended < today) {
        return Err(EnrolmentFault::Ended);
    }
    check_period(row.starts_on, Some(last))
}

/// Checks that youths are enrolled at a unit of this kind.
pub fn check_unit(kind: UnitKind) -> Result<(), EnrolmentFault> {
    match kind {
        UnitKind::School | UnitKind::SchoolUnit | UnitKind::Other => Ok(()),
        UnitKind::Authority
        | UnitKind::Board
        | UnitKind::Administration
        | UnitKind::Area
        | UnitKind::KaaUnit => Err(EnrolmentFault::NotASchool),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(days: u64) -> NaiveDate {
        NaiveDate::default() + chrono::Days::new(days)
    }

    fn row(starts: u64, ends: Option<u64>) -> enrolment::Model {
        enrolment::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            unit_id: Uuid::nil(),
            school_type: "GR".to_owned(),
            school_year: Some(9),
            programme_code: None,
            school_authority: None,
            starts_on: day(starts),
            ends_on: ends.map(day),
            cancelled: false,
            source_id: None,
            source_ref: None,
        }
    }

    proptest! {
        #[test]
        fn an_enrolment_never_ends_before_it_starts(starts in 0_u64..900, ends in 0_u64..900, today in 0_u64..900) {
            let passes = check(&row(starts, Some(ends))).is_ok();
            prop_assert_eq!(passes, ends >= starts);
            if check_end(&row(starts, None), day(ends), day(today)).is_ok() {
                prop_assert!(ends >= starts);
            }
        }

        #[test]
        fn what_has_ended_is_not_ended_again(starts in 0_u64..9, length in 0_u64..9, later in 1_u64..9) {
            let row = row(starts, Some(starts + length));
            let today = day(starts + length + later);
            prop_assert_eq!(check_end(&row, today, today), Err(EnrolmentFault::Ended));
        }
    }

    #[test]
    fn an_enrolment_has_a_school_form_and_a_school() {
        assert_eq!(
            check(&enrolment::Model { school_type: " ".into(), ..row(0, None) }),
            Err(EnrolmentFault::SchoolType)
        );
        assert_eq!(
            check(&enrolment::Model { school_year: Some(14), ..row(0, None) }),
            Err(EnrolmentFault::SchoolYear)
        );
        assert_eq!(
            check(&enrolment::Model { programme_code: Some(String::new()), ..row(0, None) }),
            Err(EnrolmentFault::Programme)
        );
        assert_eq!(check_unit(UnitKind::Board), Err(EnrolmentFault::NotASchool));
        assert_eq!(check_unit(UnitKind::SchoolUnit), Ok(()));
    }
}
