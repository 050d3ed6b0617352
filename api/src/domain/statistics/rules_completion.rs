//! What can be recorded of upper secondary studies, and what the night can tell by itself.

use chrono::NaiveDate;
use entity::municipality::{completion, enrolment};
use uuid::Uuid;

/// The school form of upper secondary school.
pub const UPPER_SECONDARY: &str = "GY";

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionFault {
    /// It began before anybody here could have, or has not begun.
    Began,
    /// It ended before it began, or has not ended.
    Ended,
    /// An outcome needs a day, and a day an outcome.
    OutcomeAndDay,
    /// No code of a programme.
    Programme,
    /// No enrolment at upper secondary school is known.
    NotEnrolled,
}

/// Checks a row against itself and the calendar.
pub fn check(row: &completion::Model, today: NaiveDate) -> Result<(), CompletionFault> {
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or(NaiveDate::MIN);
    if row.began_on < first || row.began_on > today {
        return Err(CompletionFault::Began);
    }
    if row.ended_on.is_some_and(|day| day < row.began_on || day > today) {
        return Err(CompletionFault::Ended);
    }
    if row.outcome.is_some() != row.ended_on.is_some() {
        return Err(CompletionFault::OutcomeAndDay);
    }
    let is_code = |code: &String| {
        (1..=20).contains(&code.chars().count()) && code.chars().all(|letter| letter.is_alphanumeric())
    };
    if row.programme_code.as_ref().is_some_and(|code| !is_code(code)) {
        return Err(CompletionFault::Programme);
    }
    Ok(())
}

/// The school at which studies that began on a day were begun: of the enrolment that held the day, or the first one.
pub fn unit_of(enrolments: &[enrolment::Model], began_on: NaiveDate) -> Option<Uuid> {
    let held =
        |row: &&enrolment::Model| row.starts_on <= began_on && row.ends_on.is_none_or(|day| day >= began_on);
    let first = |row: &&enrolment::Model| (row.starts_on, row.id);
    let held = enrolments.iter().filter(held).min_by_key(first);
    held.or_else(|| enrolments.iter().min_by_key(first)).map(|row| row.unit_id)
}

/// The enrolment by which somebody first began upper secondary school, where that can be told: the first one that is known,
/// if it is of the first year or of an introductory programme. Of others it is not known when they began.
pub fn beginning(enrolments: &[enrolment::Model]) -> Option<&enrolment::Model> {
    let first = enrolments.iter().min_by_key(|row| (row.starts_on, row.id))?;
    let introductory = first.programme_code.as_deref().is_some_and(|code| code.starts_with("IM"));
    (first.school_year == Some(1) || introductory).then_some(first)
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::CompletionOutcome;

    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 8, 15).unwrap()
    }

    fn enrolled(unit: u128, year: i32, school_year: i16, programme: &str) -> enrolment::Model {
        enrolment::Model {
            id: Uuid::from_u128(unit),
            youth_id: Uuid::nil(),
            unit_id: Uuid::from_u128(unit),
            school_type: UPPER_SECONDARY.to_owned(),
            school_year: Some(school_year),
            programme_code: Some(programme.to_owned()),
            school_authority: None,
            starts_on: day(year),
            ends_on: None,
            cancelled: false,
            source_id: None,
            source_ref: None,
        }
    }

    #[test]
    fn a_row_holds_together() {
        let good = completion::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            unit_id: Uuid::nil(),
            programme_code: Some("NA25".to_owned()),
            began_on: day(2021),
            outcome: Some(CompletionOutcome::Diploma),
            ended_on: Some(day(2024)),
            source_id: None,
            source_ref: None,
        };
        let checked = |row: completion::Model| check(&row, day(2025));
        assert_eq!(checked(good.clone()), Ok(()));
        assert_eq!(
            checked(completion::Model { outcome: None, ..good.clone() }),
            Err(CompletionFault::OutcomeAndDay)
        );
        assert_eq!(
            checked(completion::Model { ended_on: None, ..good.clone() }),
            Err(CompletionFault::OutcomeAndDay)
        );
        assert_eq!(
            checked(completion::Model { ended_on: Some(day(2020)), ..good.clone() }),
            Err(CompletionFault::Ended)
        );
        assert_eq!(
            checked(completion::Model { ended_on: Some(day(2026)), ..good.clone() }),
            Err(CompletionFault::Ended)
        );
        assert_eq!(
            checked(completion::Model { began_on: day(2026), ..good.clone() }),
            Err(CompletionFault::Began)
        );
        let bad = Some("N A".to_owned());
        assert_eq!(
            checked(completion::Model { programme_code: bad, ..good }),
            Err(CompletionFault::Programme)
        );
    }

    #[test]
    fn a_beginning_is_told_by_the_first_year_or_an_introductory_programme_alone() {
        let (first, second) = (enrolled(1, 2023, 1, "NA"), enrolled(2, 2024, 2, "NA"));
        assert_eq!(beginning(&[second.clone(), first.clone()]), Some(&first));
        assert_eq!(beginning(std::slice::from_ref(&second)), None);
        let introductory = enrolled(3, 2022, 3, "IMV");
        assert_eq!(beginning(std::slice::from_ref(&introductory)), Some(&introductory));
        assert_eq!(unit_of(&[second, first], day(2024)), Some(Uuid::from_u128(1)));
        assert_eq!(unit_of(&[], day(2024)), None);
    }
}
