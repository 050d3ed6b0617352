//! Root field: absenceReports.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};
use entity::municipality::absence_report;

use super::store;
use super::types::{AbsenceReport, AbsenceReportPage, AbsenceReportTotals};
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::vocabulary_moves::AbsenceReportState;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries of absence reports.
#[derive(Debug, Default)]
pub struct AbsenceReportQueries;

#[Object]
impl AbsenceReportQueries {
    /// Reports of absence that came to the municipality (anmälningar om frånvaro), the latest first.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn absence_reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in this state.")] state: Option<AbsenceReportState>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<AbsenceReportPage, Fault>> {
        Some(list(ctx, state, Page::of(first, after, last, before)).await)
    }
}

async fn list(
    ctx: &Context<'_>,
    state: Option<AbsenceReportState>,
    page: Result<Page, Fault>,
) -> Result<AbsenceReportPage, Fault> {
    let grant = ctx.authorize(Action::ReadAbsenceReports)?;
    let (page, state) = (page?, state.map(Into::into));
    let rows = AbsenceReport::of(ctx, &grant, store::page(&grant, state, page).await?).await?;
    Ok(page.connect(rows, AbsenceReportTotals { grant, state }, |row| row.0, |row| row.1))
}

/// The report with this global id.
pub async fn absence_report(ctx: &Context<'_>, id: &ID) -> Result<AbsenceReport, Fault> {
    let grant = ctx.authorize(Action::ReadAbsenceReports)?;
    let id = GlobalId::local(id, Kind::AbsenceReport, grant.municipality_code())?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<absence_report::Entity>>>().load_one(id).await?;
    let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
    let mut told = AbsenceReport::of(ctx, &grant, vec![row]).await?.into_iter();
    told.next().map(|(_, report)| report).ok_or_else(|| Fault::of(Code::NotFound))
}
