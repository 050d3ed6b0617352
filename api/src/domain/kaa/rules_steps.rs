//! The steps of an entry: contacts, offers, answers, starts, ends. Each is checked against what stands.

use chrono::NaiveDate;
use entity::municipality::{kaa_entry, kaa_measure};
use entity::vocabulary::{KaaAnswer, KaaList};

use super::rules::{Because, Missing, is_minor};
use super::rules_codes::{Codes, GUARDIAN};

/// Why a step cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KaaFault {
    /// A code that is not in its list, or cannot be used on the day.
    Code(&'static str),
    /// A day after today.
    Future(&'static str),
    /// A day before the registration.
    BeforeRegistration(&'static str),
    /// A day before the one that it follows.
    OutOfOrder(&'static str),
    /// A guardian is contacted only for a youth under 18.
    GuardianOfAdult,
    /// Hours a week are 1 to 60.
    Hours,
    /// The entry has ended.
    Ended,
    /// The offer has its answer.
    Answered,
    /// The offer was not accepted.
    NotAccepted,
    /// The measure has started.
    Started,
    /// The measure has not started.
    NotStarted,
    /// The measure has ended.
    MeasureEnded,
    /// Neither a civic number nor a youth, or both.
    Whom,
    /// No civic number.
    Civic,
    /// The check digit is wrong.
    CheckDigit,
    /// Nobody has the number, or the person has protected data: the two are one answer.
    Nobody,
    /// Too many tries.
    TooMany,
    /// The duty does not cover the youth.
    NotCovered(Because),
    /// It cannot be worked out.
    Unclear(Missing),
    /// The youth is in the register.
    Registered,
    /// The 20th birthday is more than three months away, or not known.
    NotYetTwenty,
    /// The youth has given no consent that is in force.
    NoConsent,
    /// The hand-over has been offered.
    Offered,
    /// The receiving unit is not there.
    Unit,
}

/// Checks a code of a list on a day.
pub fn check_code(
    codes: &Codes,
    list: KaaList,
    code: &str,
    on: NaiveDate,
    field: &'static str,
) -> Result<(), KaaFault> {
    if codes.is_valid(list, code, on) { Ok(()) } else { Err(KaaFault::Code(field)) }
}

/// Checks that an entry is open, and that a day lies between its registration and today.
pub fn check_day(
    entry: &kaa_entry::Model,
    on: NaiveDate,
    today: NaiveDate,
    field: &'static str,
) -> Result<(), KaaFault> {
    match () {
        () if entry.ended_on.is_some() => Err(KaaFault::Ended),
        () if on > today => Err(KaaFault::Future(field)),
        () if on < entry.registered_on => Err(KaaFault::BeforeRegistration(field)),
        () => Ok(()),
    }
}

/// Checks the way of a contact: a guardian is asked only for a youth under 18.
pub fn check_way(way: &str, born: Option<NaiveDate>, on: NaiveDate) -> Result<(), KaaFault> {
    if way == GUARDIAN && !is_minor(born, on) { Err(KaaFault::GuardianOfAdult) } else { Ok(()) }
}

/// Checks hours a week.
pub fn hours(given: Option<i32>) -> Result<Option<i16>, KaaFault> {
    given
        .map(|hours| {
            i16::try_from(hours).ok().filter(|hours| (1..=60).contains(hours)).ok_or(KaaFault::Hours)
        })
        .transpose()
}

/// An offer with its answer.
pub fn answered(
    measure: kaa_measure::Model,
    answer: KaaAnswer,
    on: NaiveDate,
) -> Result<kaa_measure::Model, KaaFault> {
    match () {
        () if measure.answer.is_some() => Err(KaaFault::Answered),
        () if on < measure.offered_on => Err(KaaFault::OutOfOrder("input.on")),
        () => Ok(kaa_measure::Model { answer: Some(answer), answered_on: Some(on), ..measure }),
    }
}

/// An accepted offer that starts.
pub fn started(measure: kaa_measure::Model, on: NaiveDate) -> Result<kaa_measure::Model, KaaFault> {
    match (measure.answer, measure.answered_on) {
        _ if measure.starts_on.is_some() => Err(KaaFault::Started),
        (Some(KaaAnswer::Accepted), Some(answered)) if on < answered => Err(KaaFault::OutOfOrder("input.on")),
        (Some(KaaAnswer::Accepted), Some(_)) => Ok(kaa_measure::Model { starts_on: Some(on), ..measure }),
        _ => Err(KaaFault::NotAccepted),
    }
}

/// A measure that ends.
pub fn ended(
    measure: kaa_measure::Model,
    on: NaiveDate,
    reason: String,
    occupation_after: Option<String>,
) -> Result<kaa_measure::Model, KaaFault> {
    match measure.starts_on {
        _ if measure.ends_on.is_some() => Err(KaaFault::MeasureEnded),
        None => Err(KaaFault::NotStarted),
        Some(first) if on < first => Err(KaaFault::OutOfOrder("input.on")),
        Some(_) => Ok(kaa_measure::Model {
            ends_on: Some(on),
            end_reason: Some(reason),
            occupation_after,
            ..measure
        }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(days: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(days)
    }

    fn offer() -> kaa_measure::Model {
        kaa_measure::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            entry_id: Uuid::nil(),
            kind: "OTHER".to_owned(),
            hours_per_week: None,
            offered_on: day(10),
            answer: None,
            answered_on: None,
            starts_on: None,
            ends_on: None,
            end_reason: None,
            occupation_after: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    /// A step of a measure on a day.
    fn step(measure: kaa_measure::Model, which: u8, on: NaiveDate) -> Result<kaa_measure::Model, KaaFault> {
        match which {
            0 => answered(measure, KaaAnswer::Accepted, on),
            1 => answered(measure, KaaAnswer::Declined, on),
            2 => started(measure, on),
            _ => ended(measure, on, "COMPLETED".to_owned(), None),
        }
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_steps_the_days_of_a_measure_are_in_order(
            steps in prop::collection::vec((0_u8..4, 0_u64..40), 0..12),
        ) {
            let mut measure = offer();
            for (which, on) in steps {
                measure = step(measure.clone(), which, day(on)).unwrap_or(measure);
            }
            let days = [Some(measure.offered_on), measure.answered_on, measure.starts_on, measure.ends_on];
            prop_assert!(days.iter().flatten().is_sorted());
            prop_assert!(days.iter().skip_while(|day| day.is_some()).all(Option::is_none));
            prop_assert_eq!(measure.answer.is_some(), measure.answered_on.is_some());
            prop_assert!(measure.starts_on.is_none() || measure.answer == Some(KaaAnswer::Accepted));
            prop_assert_eq!(measure.ends_on.is_some(), measure.end_reason.is_some());
        }
    }

    #[test]
    fn a_declined_offer_never_starts_and_is_not_answered_again() {
        let declined = answered(offer(), KaaAnswer::Declined, day(12)).unwrap();
        assert_eq!(started(declined.clone(), day(13)), Err(KaaFault::NotAccepted));
        assert_eq!(answered(declined, KaaAnswer::Accepted, day(13)), Err(KaaFault::Answered));
        assert_eq!(started(offer(), day(13)), Err(KaaFault::NotAccepted));
    }

    #[test]
    fn a_guardian_is_contacted_until_the_18th_birthday() {
        let born = "2007-11-24".parse().ok();
        assert_eq!(check_way(GUARDIAN, born, "2025-11-23".parse().unwrap()), Ok(()));
        let grown = check_way(GUARDIAN, born, "2025-11-24".parse().unwrap());
        assert_eq!(grown, Err(KaaFault::GuardianOfAdult));
        assert_eq!(check_way(GUARDIAN, None, day(1)), Err(KaaFault::GuardianOfAdult));
        assert_eq!(check_way("PHONE", None, day(1)), Ok(()));
    }
}
