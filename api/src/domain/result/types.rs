//! Results in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, InputObject, SimpleObject};
use entity::municipality::school_result;
use uuid::Uuid;

use super::rules::RowFault;
use crate::access::loading::RowsOfYouths;
pub use crate::domain::signal::evaluate::after_recording;
use crate::support::batch::{OnError, Outcome};
use crate::support::fault::Fault;
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// A grade (betyg) or a warning (F-varning) in one subject and term.
#[derive(SimpleObject, Clone, Debug)]
pub struct SchoolResult {
    /// Code of the subject, such as MAT.
    pub subject_code: String,
    /// Term (termin), such as 2025HT (autumn) or 2026VT (spring).
    pub term: String,
    /// A to F, or - when there is no basis for a grade; null when only a warning is given.
    pub grade: Option<String>,
    /// Whether the youth risks the grade F.
    pub warning: bool,
}

impl From<school_result::Model> for SchoolResult {
    fn from(row: school_result::Model) -> Self {
        Self { subject_code: row.subject_code, term: row.term, grade: row.grade, warning: row.warning }
    }
}

/// The results of a youth, batched over the page.
pub async fn results_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<SchoolResult>, Fault> {
    let rows =
        ctx.data_unchecked::<DataLoader<RowsOfYouths<school_result::Entity>>>().load_one(youth).await?;
    Ok(rows.unwrap_or_default().into_iter().take(500).map(SchoolResult::from).collect())
}

/// Rows of results to be recorded or corrected.
#[derive(InputObject, Debug)]
pub struct RecordResultsInput {
    /// The rows, 1 to 1,000.
    pub rows: Vec<ResultRowInput>,
    /// What becomes of the others when a row is refused.
    #[graphql(default)]
    pub on_error: OnError,
}

/// A grade (betyg) or a warning (F-varning) of one youth in one subject and term.
#[derive(InputObject, Clone, Debug)]
pub struct ResultRowInput {
    /// The youth.
    pub youth: ID,
    /// Code of the subject, such as MAT: 1 to 20 letters, digits and - _ .
    pub subject_code: String,
    /// Term (termin) that has begun, such as 2025HT (autumn, from July) or 2026VT (spring).
    pub term: String,
    /// A to F, or - when there is no basis for a grade; null when only a warning is given or taken back.
    pub grade: Option<String>,
    /// Whether the youth risks the grade F.
    #[graphql(default)]
    pub warning: bool,
    /// The group, in which the youth was some day of the term; null when the result belongs to none.
    pub group: Option<ID>,
    /// The sender's own id of the row, 1 to 200 characters; null when it has none, and then one sent before is kept.
    pub source_id: Option<String>,
}

impl ResultRowInput {
    /// The row, as it is to be stored.
    pub fn read(self, municipality: &str) -> Result<school_result::Model, UserError> {
        let youth = GlobalId::of_row(&self.youth, Kind::Youth, municipality, "input.rows.youth")?;
        let group = self.group.map(|id| GlobalId::of_row(&id, Kind::Group, municipality, "input.rows.group"));
        let (subject_code, term) = (self.subject_code.trim().to_owned(), self.term.trim().to_owned());
        Ok(school_result::Model {
            id: ids::of_result(youth, &subject_code, &term),
            youth_id: youth,
            subject_code,
            term,
            grade: self.grade,
            warning: self.warning,
            group_id: group.transpose()?,
            source_id: None,
            source_ref: self.source_id,
        })
    }
}

/// Answer to `recordResults`.
#[derive(SimpleObject, Debug)]
pub struct RecordResultsPayload {
    /// Rows stored, new or corrected.
    pub recorded: i32,
    /// Rows that said what was stored already.
    pub unchanged: i32,
    /// Rows refused.
    pub refused: i32,
    /// Why rows were refused, each with the index of its row; empty when none was.
    pub user_errors: Vec<UserError>,
}

impl From<Outcome> for RecordResultsPayload {
    fn from(outcome: Outcome) -> Self {
        Self {
            recorded: outcome.recorded,
            unchanged: outcome.unchanged,
            refused: outcome.refused,
            user_errors: outcome.errors,
        }
    }
}

impl From<RowFault> for UserError {
    fn from(fault: RowFault) -> Self {
        let (field, code, swedish, english) = match fault {
            RowFault::Subject => (
                "input.rows.subjectCode",
                UserErrorCode::Invalid,
                "Ange ämnets kod, till exempel MAT.",
                "Give the code of the subject, such as MAT.",
            ),
            RowFault::Term => (
                "input.rows.term",
                UserErrorCode::Invalid,
                "Skriv terminen som 2025HT eller 2026VT.",
                "Write the term as 2025HT or 2026VT.",
            ),
            RowFault::Future => (
                "input.rows.term",
                UserErrorCode::OutOfRange,
                "Terminen har inte börjat.",
                "The term has not begun.",
            ),
            RowFault::Grade => (
                "input.rows.grade",
                UserErrorCode::Invalid,
                "Ett betyg är A till F, eller - när underlag saknas.",
                "A grade is A to F, or - when there is no basis for one.",
            ),
            RowFault::Source => (
                "input.rows.sourceId",
                UserErrorCode::OutOfRange,
                "Radens eget id är 1 till 200 tecken.",
                "The row's own id is 1 to 200 characters.",
            ),
            RowFault::OfAnotherGroup => (
                "input.rows",
                UserErrorCode::Taken,
                "Ett resultat från en annan grupp finns redan för ämnet och terminen.",
                "A result of another group stands already for the subject and term.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
