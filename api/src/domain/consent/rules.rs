//! Which consents can be recorded, and until when they last.

use chrono::{Days, NaiveDate};
use entity::age::eighteenth_birthday;
use entity::vocabulary::{ConsentGiver, ConsentPurpose};

/// Longest scope and receiver, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// Why a consent cannot be recorded. Never holds what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentFault {
    /// The scope is empty or too long.
    Scope,
    /// The receiver is empty or too long.
    Receiver,
    /// The last day is before the first.
    EndsBeforeStart,
    /// From the 18th birthday on the youth alone consents.
    GuardianOfAdult,
    /// To support as a young adult the youth alone consents.
    GuardianForYoungAdult,
    /// Nobody knows until when a guardian's would last.
    BirthDateUnknown,
    /// No role of the writer works on the track.
    Track,
}

/// What is consented to, before anybody looked at it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What it permits.
    pub purpose: ConsentPurpose,
    /// Who gave it.
    pub given_by: ConsentGiver,
    /// What it covers.
    pub scope: &'a str,
    /// Who may receive it.
    pub receiver: &'a str,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; none when open.
    pub ends_on: Option<NaiveDate>,
}

/// Checks a consent of a youth born on a day, if that is known; gives its last day, which for a guardian's is never
/// after the day before the 18th birthday.
pub fn last_day(
    asked: &Asked<'_>,
    born: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, ConsentFault> {
    let says_something = |text: &str| (1..=LONGEST_TEXT).contains(&text.trim().chars().count());
    if !says_something(asked.scope) {
        return Err(ConsentFault::Scope);
    }
    if !says_something(asked.receiver) {
        return Err(ConsentFault::Receiver);
    }
    if asked.ends_on.is_some_and(|last| last < asked.starts_on) {
        return Err(ConsentFault::EndsBeforeStart);
    }
    match asked.given_by {
        ConsentGiver::Youth => Ok(asked.ends_on),
        ConsentGiver::Guardian => guardians_last_day(asked, born, today).map(Some),
    }
}

fn guardians_last_day(
    asked: &Asked<'_>,
    born: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<NaiveDate, ConsentFault> {
    if asked.purpose == ConsentPurpose::YoungAdultSupport {
        return Err(ConsentFault::GuardianForYoungAdult);
    }
    let of_age = eighteenth_birthday(born.ok_or(ConsentFault::BirthDateUnknown)?);
    if today >= of_age || asked.starts_on >= of_age {
        return Err(ConsentFault::GuardianOfAdult);
    }
    let last = of_age - Days::new(1);
    Ok(asked.ends_on.map_or(last, |ends_on| ends_on.min(last)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GUARDIAN: ConsentGiver = ConsentGiver::Guardian;

    fn day(days: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(days)
    }

    fn asked(given_by: ConsentGiver, starts: u64, ends: Option<u64>) -> Asked<'static> {
        Asked {
            purpose: ConsentPurpose::ShareInformation,
            given_by,
            scope: "Samtal",
            receiver: "Rektor",
            starts_on: day(starts),
            ends_on: ends.map(day),
        }
    }

    #[test]
    fn a_consent_says_what_it_covers_and_who_receives_it() {
        let whole = asked(ConsentGiver::Youth, 0, None);
        assert_eq!(last_day(&whole, None, day(0)), Ok(None));
        let too_long = "å".repeat(LONGEST_TEXT + 1);
        for text in [" ", too_long.as_str()] {
            assert_eq!(last_day(&Asked { scope: text, ..whole }, None, day(0)), Err(ConsentFault::Scope));
            assert_eq!(
                last_day(&Asked { receiver: text, ..whole }, None, day(0)),
                Err(ConsentFault::Receiver)
            );
        }
    }

    #[test]
    fn a_guardian_needs_a_child_and_never_consents_to_support_of_an_adult() {
        let support = Asked { purpose: ConsentPurpose::YoungAdultSupport, ..asked(GUARDIAN, 0, None) };
        assert_eq!(last_day(&support, Some(day(0)), day(0)), Err(ConsentFault::GuardianForYoungAdult));
        let unknown = last_day(&asked(GUARDIAN, 0, None), None, day(0));
        assert_eq!(unknown, Err(ConsentFault::BirthDateUnknown));
    }

    proptest! {
        #[test]
        fn a_guardians_consent_never_reaches_the_18th_birthday(
            born in 0_u64..9_000, today in 0_u64..18_000, starts in 0_u64..18_000,
            length in proptest::option::of(0_u64..9_000),
        ) {
            let of_age = eighteenth_birthday(day(born));
            let asked = asked(GUARDIAN, starts, length.map(|length| starts + length));
            match last_day(&asked, Some(day(born)), day(today)) {
                Ok(last) => {
                    let last = last.expect("a guardian's consent ends");
                    prop_assert!(day(today) < of_age && last < of_age && last >= asked.starts_on);
                    prop_assert!(asked.ends_on.is_none_or(|wished| last <= wished));
                }
                Err(fault) => {
                    prop_assert_eq!(fault, ConsentFault::GuardianOfAdult);
                    prop_assert!(day(today) >= of_age || asked.starts_on >= of_age);
                }
            }
        }

        #[test]
        fn a_youths_own_consent_lasts_as_long_as_the_youth_says(
            born in 0_u64..9_000, today in 0_u64..18_000, starts in 0_u64..18_000, ends in 0_u64..18_000,
        ) {
            let asked = asked(ConsentGiver::Youth, starts, Some(ends));
            let wished = if ends < starts { Err(ConsentFault::EndsBeforeStart) } else { Ok(Some(day(ends))) };
            prop_assert_eq!(last_day(&asked, Some(day(born)), day(today)), wished);
        }
    }
}
