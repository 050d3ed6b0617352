//! Results in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, SimpleObject};
use entity::municipality::school_result;
use uuid::Uuid;

use crate::access::loading::RowsOfYouths;
use crate::support::fault::Fault;

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
