//! Rules about persons.

use chrono::NaiveDate;
use entity::vocabulary::Protection;

use crate::support::civic::{self, CivicError, CivicNumber};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// Whether a reason says something: 10 to 500 characters.
pub fn is_reason(text: &str) -> bool {
    (10..=LONGEST_REASON).contains(&text.trim().chars().count())
}

/// Whether a person stays a bare row: protected, and no reason was given.
pub fn is_sealed(protection: Protection, reason: Option<&str>) -> bool {
    protection != Protection::None && !reason.is_some_and(is_reason)
}

/// What is wrong with a youth's data. Never holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YouthFault {
    /// A name is 1 to 100 characters.
    GivenName,
    /// A name is 1 to 100 characters.
    FamilyName,
    /// Before 1900, or after today.
    BirthDate,
    /// Another day than the civic number says.
    BirthDateOfAnother,
    /// No civic number.
    Civic,
    /// The check digit of the civic number is wrong.
    CheckDigit,
    /// Somebody within reach has the civic number.
    Taken,
    /// Not in the official list.
    HomeMunicipality,
}

/// Who a youth is, checked.
#[derive(Clone, Debug)]
pub struct Person {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Civic number.
    pub civic_number: Option<CivicNumber>,
}

impl Person {
    /// Checks what is known of a person; a day of birth that is left out is taken from the civic number.
    pub fn new(
        (given_name, family_name): (&str, &str),
        birth_date: Option<NaiveDate>,
        civic_number: Option<&str>,
        today: NaiveDate,
    ) -> Result<Self, YouthFault> {
        let given_name = name(given_name).ok_or(YouthFault::GivenName)?;
        let family_name = name(family_name).ok_or(YouthFault::FamilyName)?;
        let civic_number = civic_number.map(|text| civic(text, birth_date)).transpose()?;
        let stated = civic_number.as_ref().and_then(CivicNumber::birth_date);
        if birth_date.is_some() && stated.is_some() && birth_date != stated {
            return Err(YouthFault::BirthDateOfAnother);
        }
        let birth_date = birth_date.or(stated);
        let earliest = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
        if birth_date.is_some_and(|day| !(earliest..=today).contains(&day)) {
            return Err(YouthFault::BirthDate);
        }
        Ok(Self { given_name, family_name, birth_date, civic_number })
    }

    /// Checks other names of a person whose day of birth and civic number stay as a register gave them, even where the
    /// two do not agree.
    pub fn renamed(
        (given_name, family_name): (&str, &str),
        birth_date: Option<NaiveDate>,
        civic_number: Option<&str>,
    ) -> Result<Self, YouthFault> {
        Ok(Self {
            given_name: name(given_name).ok_or(YouthFault::GivenName)?,
            family_name: name(family_name).ok_or(YouthFault::FamilyName)?,
            birth_date,
            civic_number: civic_number.map(|text| civic(text, birth_date)).transpose()?,
        })
    }
}

fn name(text: &str) -> Option<String> {
    let text = text.trim();
    (1..=100).contains(&text.chars().count()).then(|| text.to_owned())
}

/// Reads a civic number typed in by hand.
pub fn civic(text: &str, birth_date: Option<NaiveDate>) -> Result<CivicNumber, YouthFault> {
    civic::parse(text, birth_date).map_err(|error| match error {
        CivicError::CheckDigit => YouthFault::CheckDigit,
        CivicError::Form | CivicError::Date | CivicError::Century => YouthFault::Civic,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn person(born: Option<&str>, civic: Option<&str>) -> Result<Person, YouthFault> {
        Person::new(("Ada", "Berg"), born.map(day), civic, day("2025-11-24"))
    }

    // Numbers of the tax agency's own test series.
    #[test]
    fn a_wrong_check_digit_is_told_apart_from_what_is_no_number() {
        assert_eq!(person(None, Some("19701063-2394")).err(), Some(YouthFault::CheckDigit));
        assert_eq!(person(None, Some("1970")).err(), Some(YouthFault::Civic));
        assert_eq!(person(None, Some("701063-2391")).err(), Some(YouthFault::Civic));
    }

    #[test]
    fn a_civic_number_and_a_birth_date_agree() {
        let told = person(None, Some("19701063-2391")).map(|person| person.birth_date);
        assert_eq!(told, Ok(Some(day("1970-10-03"))));
        let other = person(Some("1970-10-04"), Some("19701063-2391"));
        assert_eq!(other.err(), Some(YouthFault::BirthDateOfAnother));
    }

    #[test]
    fn what_is_unknown_stays_unknown() {
        assert!(person(None, None).is_ok_and(|person| person.birth_date.is_none()));
        assert_eq!(person(Some("2025-11-25"), None).err(), Some(YouthFault::BirthDate));
        assert_eq!(person(Some("1899-12-31"), None).err(), Some(YouthFault::BirthDate));
    }

    proptest! {
        #[test]
        fn a_name_is_kept_without_spaces_around_it(text in "\\PC{0,120}") {
            let long = text.trim().chars().count();
            match Person::new((&text, "Berg"), None, None, day("2025-11-24")) {
                Ok(person) => prop_assert!(person.given_name == text.trim() && (1..=100).contains(&long)),
                Err(fault) => prop_assert!(fault == YouthFault::GivenName && !(1..=100).contains(&long)),
            }
        }

        #[test]
        fn no_text_typed_as_a_civic_number_breaks_anything(text in "\\PC{0,20}") {
            let _ = civic(&text, NaiveDate::from_ymd_opt(2010, 1, 1));
        }
    }

    #[test]
    fn a_protected_person_opens_only_for_a_reason_that_says_something() {
        assert!(!is_sealed(Protection::None, None));
        assert!(is_sealed(Protection::SecrecyMarked, None));
        assert!(is_sealed(Protection::ProtectedRegistration, Some("x")));
        assert!(!is_sealed(Protection::SecrecyMarked, Some("Utvecklingssamtal i dag")));
    }
}
