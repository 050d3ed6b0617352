//! What is asked of those who break the glass and of those who review it.

use chrono::{DateTime, Utc};
use entity::municipality::break_glass;
use uuid::Uuid;

use crate::support::civic::{self, CivicError, CivicNumber};
use crate::support::words;

/// Why an opening cannot be made or reviewed. Never holds what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OversightFault {
    /// A reason is 10 to 500 characters.
    Reason,
    /// No civic number.
    Civic,
    /// The check digit of the civic number is wrong.
    CheckDigit,
    /// Nobody has it, or the person is protected.
    NotFound,
    /// Five in a day, or too many tries.
    TooMany,
    /// A review is 10 to 500 characters.
    Review,
    /// Nobody reviews their own opening.
    OwnDeed,
    /// Somebody has reviewed it.
    Reviewed,
}

/// Whether a text says something: 10 to 500 characters.
pub fn says_something(text: &str) -> bool {
    words::reason(text).is_some()
}

/// Checks a reason.
pub fn check_reason(text: &str) -> Result<&str, OversightFault> {
    if says_something(text) { Ok(text.trim()) } else { Err(OversightFault::Reason) }
}

/// Reads the number of the person to be opened, which is written in full.
pub fn read_number(text: &str) -> Result<CivicNumber, OversightFault> {
    civic::parse(text, None).map_err(|error| match error {
        CivicError::CheckDigit => OversightFault::CheckDigit,
        CivicError::Form | CivicError::Date | CivicError::Century => OversightFault::Civic,
    })
}

/// Checks that an opening can be reviewed by somebody with these words.
pub fn check_review<'a>(
    opening: &break_glass::Model,
    by: Option<Uuid>,
    text: &'a str,
) -> Result<&'a str, OversightFault> {
    if by == Some(opening.staff_id) {
        return Err(OversightFault::OwnDeed);
    }
    if opening.reviewed_at.is_some() {
        return Err(OversightFault::Reviewed);
    }
    if says_something(text) { Ok(text.trim()) } else { Err(OversightFault::Review) }
}

/// Whether an opening still stands open.
pub fn is_open(opening: &break_glass::Model, now: DateTime<Utc>) -> bool {
    opening.expires_at > now
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPENER: Uuid = Uuid::from_u128(1);
    const REVIEWER: Uuid = Uuid::from_u128(2);
    const WORDS: &str = "Orosanmälan följdes upp";

    fn opening(reviewed: bool) -> break_glass::Model {
        let at = DateTime::<Utc>::default();
        break_glass::Model {
            id: Uuid::nil(),
            staff_id: OPENER,
            youth_id: Uuid::nil(),
            reason: Vec::new(),
            opened_at: at,
            expires_at: at + chrono::TimeDelta::hours(3),
            reviewed_by: reviewed.then_some(REVIEWER),
            reviewed_at: reviewed.then_some(at),
            review: None,
        }
    }

    #[test]
    fn an_opening_is_reviewed_once_and_by_another() {
        assert_eq!(check_review(&opening(false), Some(OPENER), WORDS), Err(OversightFault::OwnDeed));
        assert_eq!(check_review(&opening(true), Some(REVIEWER), WORDS), Err(OversightFault::Reviewed));
        assert_eq!(check_review(&opening(false), Some(REVIEWER), "ok"), Err(OversightFault::Review));
        assert_eq!(check_review(&opening(false), Some(REVIEWER), WORDS), Ok(WORDS));
    }

    #[test]
    fn an_opening_lasts_three_hours_to_the_second() {
        let opening = opening(false);
        let second = chrono::TimeDelta::seconds(1);
        assert!(is_open(&opening, opening.expires_at - second) && !is_open(&opening, opening.expires_at));
    }

    #[test]
    fn a_number_is_exact_and_a_wrong_check_digit_is_told() {
        assert!(read_number("19701063-2391").is_ok());
        assert_eq!(read_number("19701063-2394").err(), Some(OversightFault::CheckDigit));
        assert_eq!(read_number("701063-2391").err(), Some(OversightFault::Civic));
    }

    proptest! {
        #[test]
        fn spaces_are_no_reason(spaces in " {0,600}", word in "[a-z]{0,9}") {
            let text = format!("{spaces}{word}{spaces}");
            prop_assert_eq!(check_reason(&text), Err(OversightFault::Reason));
        }

        #[test]
        fn a_reason_of_the_right_length_passes(text in "[a-zåäö]{10,500}") {
            prop_assert_eq!(check_reason(&text), Ok(text.as_str()));
        }
    }
}
