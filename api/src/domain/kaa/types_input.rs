//! What is sent to the register, and the answers, in GraphQL.

use async_graphql::{ID, InputObject, SimpleObject};

use super::types::KaaEntry;
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// Whom to register: by the exact civic number, or a youth of `kaaToClarify`.
#[derive(InputObject)]
pub struct RegisterKaaInput {
    /// The person's exact civic number (personnummer, samordningsnummer) in twelve digits; null when `youth` is given.
    #[graphql(secret)]
    pub civic_number: Option<String>,
    /// A youth; null when the number is given.
    pub youth: Option<ID>,
    /// Why: a code of the list REASON. Worked out from what is known when left out.
    pub reason: Option<String>,
    /// That the officer has seen in the population register (folkbokföringen) that the person lives here. Then it is kept
    /// where it was not known, or where the school register has removed the person.
    #[graphql(default)]
    pub lives_here: bool,
}

/// A contact that was sought.
#[derive(InputObject, Clone, Debug)]
pub struct RecordKaaContactInput {
    /// The entry.
    pub entry: ID,
    /// Its version as it was read.
    pub version: i32,
    /// On which day; not after today, not before the registration.
    pub on: Date,
    /// By which way: a code of the list CONTACT_WAY. GUARDIAN only for a youth under 18.
    pub way: String,
    /// Whether the youth, or a guardian, was reached.
    pub reached: bool,
    /// Occupation at the contact: a code of the list OCCUPATION; null when not told.
    pub occupation: Option<String>,
}

/// A measure that is offered.
#[derive(InputObject, Clone, Debug)]
pub struct OfferKaaMeasureInput {
    /// The entry.
    pub entry: ID,
    /// Its version as it was read.
    pub version: i32,
    /// What: a code of the list MEASURE.
    pub kind: String,
    /// On which day; not after today, not before the registration.
    pub on: Date,
    /// Hours a week, 1 to 60; null when not agreed.
    pub hours_per_week: Option<i32>,
}

/// The answer to an offer.
#[derive(InputObject, Clone, Debug)]
pub struct AnswerKaaMeasureInput {
    /// The measure.
    pub measure: ID,
    /// The version of its entry as it was read.
    pub version: i32,
    /// Whether the youth said yes.
    pub accepted: bool,
    /// On which day; not before the offer.
    pub on: Date,
}

/// The start of a measure.
#[derive(InputObject, Clone, Debug)]
pub struct StartKaaMeasureInput {
    /// The measure, which was accepted.
    pub measure: ID,
    /// The version of its entry as it was read.
    pub version: i32,
    /// The first day; not before the answer, not after today.
    pub on: Date,
}

/// The end of a measure.
#[derive(InputObject, Clone, Debug)]
pub struct EndKaaMeasureInput {
    /// The measure, which goes on.
    pub measure: ID,
    /// The version of its entry as it was read.
    pub version: i32,
    /// The last day; not before the first, not after today.
    pub on: Date,
    /// Why: a code of the list MEASURE_END.
    pub reason: String,
    /// Occupation after it: a code of the list OCCUPATION; null when not told.
    pub occupation_after: Option<String>,
}

/// An occupation, earlier, present or coming.
#[derive(InputObject, Clone, Debug)]
pub struct RecordKaaOccupationInput {
    /// The entry.
    pub entry: ID,
    /// Its version as it was read.
    pub version: i32,
    /// What: a code of the list OCCUPATION.
    pub occupation: String,
    /// First day. The same code and first day again changes the last day.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
}

/// Why a youth was registered, found out.
#[derive(InputObject, Clone, Debug)]
pub struct SetKaaReasonInput {
    /// The entry.
    pub entry: ID,
    /// Its version as it was read.
    pub version: i32,
    /// Why: a code of the list REASON.
    pub reason: String,
}

/// The end of the duty for a youth.
#[derive(InputObject, Clone, Debug)]
pub struct EndKaaEntryInput {
    /// The entry.
    pub entry: ID,
    /// Its version as it was read.
    pub version: i32,
    /// The last day; not after today, not before the registration.
    pub on: Date,
    /// Why: a code of the list END_REASON.
    pub reason: String,
}

/// A hand-over to those who support young adults.
#[derive(InputObject, Clone, Debug)]
pub struct OfferYoungAdultSupportInput {
    /// The entry of a youth who turns 20 within three months.
    pub entry: ID,
    /// Its version as it was read.
    pub version: i32,
    /// The unit that receives.
    pub to_unit: ID,
}

/// Answer to a step of an entry.
#[derive(SimpleObject, Debug)]
pub struct KaaEntryPayload {
    /// The entry as it is now; with CONFLICT too, as somebody else has left it. Null for other errors.
    pub entry: Option<KaaEntry>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl KaaEntryPayload {
    /// The entry as it is now.
    pub fn done(entry: KaaEntry) -> Self {
        Self { entry: Some(entry), user_errors: Vec::new() }
    }

    /// Somebody else was faster: the entry as they left it.
    pub fn conflict(entry: KaaEntry) -> Self {
        let error = UserError::new(
            "input.version",
            UserErrorCode::Conflict,
            "Någon annan har ändrat sedan du läste: se hur det är nu och skicka igen.",
            "Somebody else has changed it since you read: see how it is now, and send again.",
        );
        Self { entry: Some(entry), user_errors: vec![error] }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { entry: None, user_errors: vec![error.into()] }
    }
}
