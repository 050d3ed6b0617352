//! Root fields: statisticsDrafts.

use async_graphql::connection::EmptyFields;
use async_graphql::{Context, ID, Object};

use super::store;
use super::types::{StatisticsDraft, StatisticsDraftPage};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about publications being prepared.
#[derive(Debug, Default)]
pub struct PublicationQueries;

#[Object]
impl PublicationQueries {
    /// Publications that were prepared (utkast till publiceringar), the latest first, with exact figures: for whoever
    /// prepares and whoever decides.
    async fn statistics_drafts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<StatisticsDraftPage, Fault>> {
        Some(drafts(ctx, Page::of(first, after, last, before)).await)
    }
}

async fn drafts(ctx: &Context<'_>, page: Result<Page, Fault>) -> Result<StatisticsDraftPage, Fault> {
    let grant = ctx.authorize(Action::ReadStatisticsDrafts)?;
    let page = page?;
    let rows = StatisticsDraft::of(&grant, store::page(&grant, page).await?).await?;
    Ok(page.connect(rows, EmptyFields, |row| row.row_id, |row| row))
}

/// The draft with this global id.
pub async fn draft(ctx: &Context<'_>, id: &ID) -> Result<StatisticsDraft, Fault> {
    let grant = ctx.authorize(Action::ReadStatisticsDrafts)?;
    let id = GlobalId::local(id, Kind::StatisticsDraft, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    StatisticsDraft::of(&grant, vec![row]).await?.pop().ok_or_else(|| Fault::of(Code::NotFound))
}
