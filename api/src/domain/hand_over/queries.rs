//! Root field: handOvers.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};
use entity::municipality::hand_over_in;

use super::store;
use super::types::{HandOver, HandOverPage, HandOverTotals};
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::vocabulary_moves::HandOverState;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries of hand-overs.
#[derive(Debug, Default)]
pub struct HandOverQueries;

#[Object]
impl HandOverQueries {
    /// Hand-overs from other municipalities (överlämningar från andra kommuner), the latest first.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn hand_overs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in this state.")] state: Option<HandOverState>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<HandOverPage, Fault>> {
        Some(list(ctx, state, Page::of(first, after, last, before)).await)
    }
}

async fn list(
    ctx: &Context<'_>,
    state: Option<HandOverState>,
    page: Result<Page, Fault>,
) -> Result<HandOverPage, Fault> {
    let grant = ctx.authorize(Action::ReceiveHandOvers)?;
    let (page, state) = (page?, state.map(HandOverState::into));
    let rows = store::page(&grant, state, page).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut told = HandOver::of(ctx, &grant, rows).await?;
    let rows = ids.into_iter().filter_map(|id| Some((id, told.remove(&id)?))).collect();
    Ok(page.connect(rows, HandOverTotals { grant, state }, |row| row.0, |row| row.1))
}

/// The hand-over with this global id.
pub async fn hand_over(ctx: &Context<'_>, id: &ID) -> Result<HandOver, Fault> {
    let grant = ctx.authorize(Action::ReceiveHandOvers)?;
    let id = GlobalId::local(id, Kind::HandOver, grant.municipality_code())?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<hand_over_in::Entity>>>().load_one(id).await?;
    let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
    let mut told = HandOver::of(ctx, &grant, vec![row]).await?.into_values();
    told.next().ok_or_else(|| Fault::of(Code::NotFound))
}
