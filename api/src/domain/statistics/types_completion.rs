//! Records of upper secondary studies in GraphQL.

use async_graphql::{Enum, ID, InputObject, SimpleObject};
use entity::municipality::completion;
use entity::vocabulary;
use uuid::Uuid;

use super::rules_completion::CompletionFault;
use crate::support::batch::{OnError, Outcome};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// What upper secondary studies led to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::CompletionOutcome")]
pub enum CompletionOutcome {
    /// A diploma (examen).
    Diploma,
    /// A study certificate: 2,500 points without a diploma (studiebevis).
    StudyCertificate,
    /// Broken off before either (avbrott).
    Interrupted,
}

/// Rows of upper secondary studies to be recorded or corrected.
#[derive(InputObject, Debug)]
pub struct RecordCompletionsInput {
    /// The rows, 1 to 1,000.
    pub rows: Vec<CompletionRowInput>,
    /// What becomes of the others when a row is refused.
    #[graphql(default)]
    pub on_error: OnError,
}

/// When one youth began upper secondary school (gymnasieskolan) for the first time, and what it led to.
#[derive(InputObject, Clone, Debug)]
pub struct CompletionRowInput {
    /// The youth.
    pub youth: ID,
    /// First day of the first upper secondary studies, introductory programmes included.
    pub began_on: Date,
    /// Code of the programme begun (studievägskod), such as NA25: 1 to 20 letters and digits; null when unknown.
    pub programme_code: Option<String>,
    /// What it led to; null while it goes on.
    pub outcome: Option<CompletionOutcome>,
    /// When; null while it goes on.
    pub ended_on: Option<Date>,
}

impl CompletionRowInput {
    /// The row, as it is to be stored; its unit follows from the enrolments.
    pub fn read(self, municipality: &str) -> Result<completion::Model, UserError> {
        let youth = GlobalId::of_row(&self.youth, Kind::Youth, municipality, "input.rows.youth")?;
        Ok(completion::Model {
            id: ids::of_completion(youth),
            youth_id: youth,
            unit_id: Uuid::nil(),
            programme_code: self.programme_code.map(|code| code.trim().to_uppercase()),
            began_on: self.began_on.0,
            outcome: self.outcome.map(Into::into),
            ended_on: self.ended_on.map(|day| day.0),
            source_id: None,
            source_ref: None,
        })
    }
}

/// Answer to `recordCompletions`.
#[derive(SimpleObject, Debug)]
pub struct RecordCompletionsPayload {
    /// Rows stored, new or corrected.
    pub recorded: i32,
    /// Rows that said what was stored already.
    pub unchanged: i32,
    /// Rows refused.
    pub refused: i32,
    /// Why rows were refused, each with the index of its row; empty when none was.
    pub user_errors: Vec<UserError>,
}

impl From<Outcome> for RecordCompletionsPayload {
    fn from(outcome: Outcome) -> Self {
        Self {
            recorded: outcome.recorded,
            unchanged: outcome.unchanged,
            refused: outcome.refused,
            user_errors: outcome.errors,
        }
    }
}

impl From<CompletionFault> for UserError {
    fn from(fault: CompletionFault) -> Self {
        let (field, code, swedish, english) = match fault {
            CompletionFault::Began => (
                "input.rows.beganOn",
                UserErrorCode::OutOfRange,
                "Studierna ska ha börjat, tidigast 1990.",
                "The studies must have begun, in 1990 at the earliest.",
            ),
            CompletionFault::Ended => (
                "input.rows.endedOn",
                UserErrorCode::OutOfRange,
                "Studierna kan inte sluta innan de börjat eller efter i dag.",
                "The studies cannot end before they began or after today.",
            ),
            CompletionFault::OutcomeAndDay => (
                "input.rows.outcome",
                UserErrorCode::Invalid,
                "Ange både vad studierna ledde till och när, eller inget av det.",
                "Give both what the studies led to and when, or neither.",
            ),
            CompletionFault::Programme => (
                "input.rows.programmeCode",
                UserErrorCode::Invalid,
                "Ange studievägskoden, till exempel NA25.",
                "Give the code of the programme, such as NA25.",
            ),
            CompletionFault::NotEnrolled => (
                "input.rows.youth",
                UserErrorCode::ConditionNotMet,
                "Personen har ingen känd inskrivning i gymnasieskolan.",
                "The person has no known enrolment at upper secondary school.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
