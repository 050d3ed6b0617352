//! What is sent and answered when a consent is recorded or withdrawn.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::ConsentFault;
use super::types::Consent;
use crate::domain::vocabulary_process::{ConsentGiver, ConsentPurpose, Track};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A consent as it was given, on paper or in talk.
#[derive(InputObject)]
pub struct RecordConsentInput {
    /// Whom it is about.
    pub youth: ID,
    /// What it permits.
    pub purpose: ConsentPurpose,
    /// Who gave it: a guardian only until the youth is 18, and never to support as a young adult.
    pub given_by: ConsentGiver,
    /// What it covers, in 1 to 2,000 characters; kept encrypted. Everybody who works on the track reads it: name which
    /// information, not what it says.
    #[graphql(secret)]
    pub scope: String,
    /// Who may receive it, in 1 to 2,000 characters; kept encrypted.
    #[graphql(secret)]
    pub receiver: String,
    /// First day.
    pub starts_on: Date,
    /// Last day; open when left out. A guardian's is cut to the day before the youth's 18th birthday.
    pub ends_on: Option<Date>,
    /// The track on which it is recorded, one that a role of the viewer's works on.
    pub track: Track,
}

/// Which consent is withdrawn.
#[derive(InputObject, Debug)]
pub struct WithdrawConsentInput {
    /// The consent.
    pub consent: ID,
}

/// Answer to a change of consents.
#[derive(SimpleObject, Debug)]
pub struct ConsentPayload {
    /// The consent as it is now; null when not done.
    pub consent: Option<Consent>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl ConsentPayload {
    /// The consent as it is now.
    pub fn done(consent: Consent) -> Self {
        Self { consent: Some(consent), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { consent: None, user_errors: vec![error.into()] }
    }
}

impl From<ConsentFault> for UserError {
    fn from(fault: ConsentFault) -> Self {
        let (field, code, swedish, english) = match fault {
            ConsentFault::Scope => (
                "input.scope",
                UserErrorCode::OutOfRange,
                "Skriv vad medgivandet omfattar, 1 till 2 000 tecken.",
                "Write what the consent covers, 1 to 2,000 characters.",
            ),
            ConsentFault::Receiver => (
                "input.receiver",
                UserErrorCode::OutOfRange,
                "Skriv vem som får ta emot uppgifterna, 1 till 2 000 tecken.",
                "Write who may receive the information, 1 to 2,000 characters.",
            ),
            ConsentFault::EndsBeforeStart => (
                "input.endsOn",
                UserErrorCode::EndsBeforeStart,
                "Sista dagen är före den första.",
                "The last day is before the first.",
            ),
            ConsentFault::GuardianOfAdult => (
                "input.givenBy",
                UserErrorCode::NotPermitted,
                "Från 18-årsdagen ger den unge själv sitt medgivande.",
                "From the 18th birthday the youth alone consents.",
            ),
            ConsentFault::GuardianForYoungAdult => (
                "input.givenBy",
                UserErrorCode::NotPermitted,
                "Till stöd som ung vuxen ger bara den unge själv medgivande.",
                "To support as a young adult the youth alone consents.",
            ),
            ConsentFault::BirthDateUnknown => (
                "input.givenBy",
                UserErrorCode::ConditionNotMet,
                "Den unges födelsedag är okänd: ange den först, för vårdnadshavarens medgivande gäller till 18-årsdagen.",
                "The youth's date of birth is unknown: record it first, since a guardian's consent lasts until the 18th birthday.",
            ),
            ConsentFault::Track => (
                "input.track",
                UserErrorCode::NotPermitted,
                "Inget av dina uppdrag arbetar med den unge på det spåret.",
                "None of your assignments works with the youth on that track.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
