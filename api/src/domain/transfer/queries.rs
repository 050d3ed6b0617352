//! Root field: transfers.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};
use entity::municipality::transfer;

use super::store;
use super::types::{Transfer, TransferFilter, TransferPage, TransferTotals};
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries of transfers.
#[derive(Debug, Default)]
pub struct TransferQueries;

#[Object]
impl TransferQueries {
    /// Referrals and transfers within reach (remitteringar, överlämningar), the latest first; those that a unit of one's
    /// own is to receive too.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn transfers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<TransferFilter>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<TransferPage, Fault>> {
        Some(list(ctx, filter.unwrap_or_default(), Page::of(first, after, last, before)).await)
    }
}

async fn list(
    ctx: &Context<'_>,
    filter: TransferFilter,
    page: Result<Page, Fault>,
) -> Result<TransferPage, Fault> {
    let grant = ctx.authorize(Action::ReadTransfers)?;
    let page = page?;
    let filter =
        store::Filter { state: filter.state.map(Into::into), to_track: filter.to_track.map(Into::into) };
    let rows = Transfer::of(ctx, &grant, store::page(&grant, filter, page).await?).await?;
    Ok(page.connect(rows, TransferTotals { grant, filter }, |row| row.0, |row| row.1))
}

/// The transfer with this global id.
pub async fn transfer(ctx: &Context<'_>, id: &ID) -> Result<Transfer, Fault> {
    let grant = ctx.authorize(Action::ReadTransfers)?;
    let id = GlobalId::local(id, Kind::Transfer, grant.municipality_code())?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<transfer::Entity>>>().load_one(id).await?;
    let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
    let mut told = Transfer::of(ctx, &grant, vec![row]).await?.into_iter();
    told.next().map(|(_, transfer)| transfer).ok_or_else(|| Fault::of(Code::NotFound))
}
