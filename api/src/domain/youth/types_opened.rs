//! A youth whose rows are about to be told or changed by another action than reading names.

use async_graphql::Context;
use async_graphql::dataloader::DataLoader;
use uuid::Uuid;

use super::loaders_opened::{YouthFor, YouthsFor};
use super::types::Youth;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};

/// Passes when an action reaches the youth: `NOT_FOUND` when it does not, and `REASON_REQUIRED` when the youth has
/// protected data and the request gives no reason.
pub async fn open_youth(ctx: &Context<'_>, action: Action, id: Uuid) -> Result<(), Fault> {
    let visit = ctx.visit()?;
    let found = ctx.data_unchecked::<DataLoader<YouthsFor>>().load_one(YouthFor { action, id }).await?;
    let row = found.ok_or_else(|| Fault::of(Code::NotFound))?;
    let youth = Youth::of(row, &visit.authorize(action)?, visit.reason());
    if youth.is_sealed() { Err(Fault::of(Code::ReasonRequired)) } else { Ok(()) }
}
