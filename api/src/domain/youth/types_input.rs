//! What is sent to change a youth, and the answers, in GraphQL.

use async_graphql::{ID, InputObject, MaybeUndefined, SimpleObject};
use entity::municipality::enrolment;

use super::rules::YouthFault;
use super::types::Youth;
use crate::domain::enrolment::types::{Enrolment, EnrolmentInput};
use crate::domain::vocabulary::{Protection, Sex};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A youth to be registered, with a first enrolment.
#[derive(InputObject, Clone, Debug)]
pub struct RegisterYouthInput {
    /// Given name (förnamn), 1 to 100 characters.
    pub given_name: String,
    /// Family name (efternamn), 1 to 100 characters.
    pub family_name: String,
    /// Date of birth, not after today; null when unknown, unless the civic number tells it.
    pub birth_date: Option<Date>,
    /// Legal sex; null when unknown.
    pub sex: Option<Sex>,
    /// Civic number (personnummer, samordningsnummer), best in twelve digits; null when unknown. One with a wrong
    /// check digit is refused, and nothing is stored.
    pub civic_number: Option<String>,
    /// Code of the municipality of registration (hemkommun), four digits; null when unknown, never guessed.
    pub home_municipality: Option<String>,
    /// Protective marking (skyddade personuppgifter).
    #[graphql(default_with = "Protection::None")]
    pub protection: Protection,
    /// Where the youth goes to school.
    pub enrolment: EnrolmentInput,
}

/// What was recorded wrongly of a youth; what is left out stays.
#[derive(InputObject, Clone, Debug)]
pub struct CorrectYouthInput {
    /// The youth.
    pub youth: ID,
    /// Given name (förnamn), 1 to 100 characters; it cannot be taken away.
    pub given_name: MaybeUndefined<String>,
    /// Family name (efternamn), 1 to 100 characters; it cannot be taken away.
    pub family_name: MaybeUndefined<String>,
    /// Date of birth, not after today; null makes it unknown.
    pub birth_date: MaybeUndefined<Date>,
    /// Legal sex; null makes it unknown.
    pub sex: MaybeUndefined<Sex>,
    /// Civic number (personnummer, samordningsnummer); null takes it away.
    pub civic_number: MaybeUndefined<String>,
    /// Code of the municipality of registration (hemkommun), four digits; null makes it unknown.
    pub home_municipality: MaybeUndefined<String>,
}

/// A protective marking that has come, changed or gone.
#[derive(InputObject, Clone, Debug)]
pub struct SetProtectionInput {
    /// The youth.
    pub youth: ID,
    /// The marking from now on; any but NONE takes away contact details at once and for good.
    pub protection: Protection,
}

/// Answer to `registerYouth`.
#[derive(SimpleObject, Debug)]
pub struct RegisterYouthPayload {
    /// The youth; null when not registered.
    pub youth: Option<Youth>,
    /// The first enrolment; null when not registered.
    pub enrolment: Option<Enrolment>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Answer to a change of a youth.
#[derive(SimpleObject, Debug)]
pub struct YouthPayload {
    /// The youth; null when not changed.
    pub youth: Option<Youth>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl RegisterYouthPayload {
    /// The youth and the enrolment as they are now.
    pub fn done(youth: Youth, enrolment: enrolment::Model, municipality: &str) -> Self {
        let enrolment = Enrolment::of(enrolment, municipality);
        Self { youth: Some(youth), enrolment: Some(enrolment), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { youth: None, enrolment: None, user_errors: vec![error.into()] }
    }
}

impl YouthPayload {
    /// The youth as it is now.
    pub fn done(youth: Youth) -> Self {
        Self { youth: Some(youth), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { youth: None, user_errors: vec![error.into()] }
    }
}

impl From<YouthFault> for UserError {
    fn from(fault: YouthFault) -> Self {
        let (field, code, swedish, english) = match fault {
            YouthFault::GivenName => (
                "input.givenName",
                UserErrorCode::OutOfRange,
                "Ange ett namn på 1 till 100 tecken.",
                "Give a name of 1 to 100 characters.",
            ),
            YouthFault::FamilyName => (
                "input.familyName",
                UserErrorCode::OutOfRange,
                "Ange ett namn på 1 till 100 tecken.",
                "Give a name of 1 to 100 characters.",
            ),
            YouthFault::BirthDate => (
                "input.birthDate",
                UserErrorCode::OutOfRange,
                "Ange en födelsedag från 1900 till i dag.",
                "Give a date of birth from 1900 to today.",
            ),
            YouthFault::BirthDateOfAnother => (
                "input.birthDate",
                UserErrorCode::Invalid,
                "Födelsedagen stämmer inte med personnumret.",
                "The date of birth does not agree with the civic number.",
            ),
            YouthFault::Civic => (
                "input.civicNumber",
                UserErrorCode::Invalid,
                "Skriv personnumret eller samordningsnumret med tolv siffror.",
                "Write the civic number or coordination number in twelve digits.",
            ),
            YouthFault::CheckDigit => (
                "input.civicNumber",
                UserErrorCode::WrongCheckDigit,
                "Kontrollsiffran är fel: läs numret igen.",
                "The check digit is wrong: read the number again.",
            ),
            YouthFault::Taken => (
                "input.civicNumber",
                UserErrorCode::Taken,
                "En person som du når har redan numret.",
                "A person within your reach has the number already.",
            ),
            YouthFault::HomeMunicipality => (
                "input.homeMunicipality",
                UserErrorCode::Invalid,
                "Ange kommunens kod med fyra siffror, till exempel 0483.",
                "Give the municipality's code in four digits, such as 0483.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
