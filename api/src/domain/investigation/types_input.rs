//! Changes of investigations: inputs, payloads and what is to be mended.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::InvestigationFault;
use super::types::Investigation;
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// An investigation to be opened.
#[derive(InputObject)]
pub struct OpenInvestigationInput {
    /// The youth, at a school of the viewer's.
    pub youth: ID,
    /// Why, 1 to 4,000 characters.
    #[graphql(secret)]
    pub reason: String,
    /// When it is looked at next, today or later; open when left out.
    pub follow_up_on: Option<Date>,
}

/// That the start was reported to the authority.
#[derive(InputObject)]
pub struct ReportInvestigationStartInput {
    /// The investigation.
    pub investigation: ID,
    /// Its version, as it was read.
    pub version: i32,
}

/// What the home municipality is told.
#[derive(InputObject)]
pub struct TellHomeMunicipalityInput {
    /// The investigation.
    pub investigation: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// Code of the home municipality; the one that is recorded for the youth when left out.
    pub municipality: Option<String>,
    /// What it is told, 1 to 4,000 characters. Of a person with protected data write no address and no school.
    #[graphql(secret)]
    pub content: String,
}

/// That an investigation is concluded.
#[derive(InputObject)]
pub struct CloseInvestigationInput {
    /// The investigation.
    pub investigation: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// What was found, or why it was needless; 1 to 4,000 characters.
    #[graphql(secret)]
    pub conclusion: String,
    /// Whether it was clearly needless (uppenbart obehövlig). Then no report is asked for.
    #[graphql(default)]
    pub needless: bool,
    /// When it is looked at next, today or later; open when left out.
    pub follow_up_on: Option<Date>,
}

/// Answer to a change of an investigation.
#[derive(SimpleObject, Debug)]
pub struct InvestigationPayload {
    /// The investigation as it is now, also when somebody else changed it meanwhile; null when none was opened.
    pub investigation: Option<Investigation>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Answer to `tellHomeMunicipality`.
#[derive(SimpleObject, Debug)]
pub struct TellHomeMunicipalityPayload {
    /// The investigation as it is now, also when somebody else changed it meanwhile.
    pub investigation: Option<Investigation>,
    /// Whether the municipality takes part in this system, so that the report is handed over to it. When it does not, send
    /// it outside the system, such as by letter. Null when nothing was recorded.
    pub is_handed_over: Option<bool>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl From<InvestigationFault> for UserError {
    fn from(fault: InvestigationFault) -> Self {
        use UserErrorCode::{Closed, ConditionNotMet, Invalid, OutOfRange, Taken};
        let (field, code, swedish, english) = match fault {
            InvestigationFault::Taken => (
                "input.youth",
                Taken,
                "En utredning pågår redan: avsluta den först.",
                "An investigation goes on already: conclude it first.",
            ),
            InvestigationFault::Closed => (
                "input.investigation",
                Closed,
                "Utredningen är avslutad: öppna en ny.",
                "The investigation is concluded: open another.",
            ),
            InvestigationFault::Reported => (
                "input.investigation",
                Taken,
                "Starten är redan anmäld till huvudmannen.",
                "The start has been reported to the authority already.",
            ),
            InvestigationFault::Told => (
                "input.investigation",
                Taken,
                "Hemkommunen är redan underrättad.",
                "The home municipality has been told already.",
            ),
            InvestigationFault::NotReported => (
                "input.investigation",
                ConditionNotMet,
                "Anmäl starten till huvudmannen först (skollagen 7:19 a, 15:16).",
                "Report the start to the authority first (skollagen 7:19 a, 15:16).",
            ),
            InvestigationFault::NotTold => (
                "input.investigation",
                ConditionNotMet,
                "Underrätta hemkommunen först (skollagen 15:15).",
                "Tell the home municipality first (skollagen 15:15).",
            ),
            InvestigationFault::NoMunicipality => (
                "input.municipality",
                Invalid,
                "Hemkommunen är inte känd: ange dess kod.",
                "The home municipality is not known: give its code.",
            ),
            InvestigationFault::UnknownMunicipality => (
                "input.municipality",
                Invalid,
                "Kommunkoden finns inte: ange fyra siffror, till exempel 0483.",
                "There is no such municipality code: give four digits, such as 0483.",
            ),
            InvestigationFault::FollowUpPassed => (
                "input.followUpOn",
                OutOfRange,
                "Dagen har passerat: ange i dag eller senare.",
                "The day has passed: give today or later.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
