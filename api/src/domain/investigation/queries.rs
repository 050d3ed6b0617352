//! Root field: investigations.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};
use entity::municipality::investigation;

use super::store;
use super::types::{Investigation, InvestigationFilter, InvestigationPage, InvestigationTotals};
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries of investigations.
#[derive(Debug, Default)]
pub struct InvestigationQueries;

#[Object]
impl InvestigationQueries {
    /// Investigations of absence within reach (utredningar av frånvaro), the latest first.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn investigations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<InvestigationFilter>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<InvestigationPage, Fault>> {
        Some(list(ctx, filter.unwrap_or_default(), Page::of(first, after, last, before)).await)
    }
}

async fn list(
    ctx: &Context<'_>,
    filter: InvestigationFilter,
    page: Result<Page, Fault>,
) -> Result<InvestigationPage, Fault> {
    let grant = ctx.authorize(Action::ReadInvestigations)?;
    let page = page?;
    let filter = store::Filter { state: filter.state.map(Into::into), overdue: filter.overdue };
    let rows = Investigation::of(ctx, &grant, store::page(&grant, filter, page).await?).await?;
    Ok(page.connect(rows, InvestigationTotals { grant, filter }, |row| row.0, |row| row.1))
}

/// The investigation with this global id.
pub async fn investigation(ctx: &Context<'_>, id: &ID) -> Result<Investigation, Fault> {
    let grant = ctx.authorize(Action::ReadInvestigations)?;
    let id = GlobalId::local(id, Kind::Investigation, grant.municipality_code())?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<investigation::Entity>>>().load_one(id).await?;
    let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
    let mut told = Investigation::of(ctx, &grant, vec![row]).await?.into_iter();
    told.next().map(|(_, investigation)| investigation).ok_or_else(|| Fault::of(Code::NotFound))
}
