//! A share by its global id.

use async_graphql::{Context, ID};

use super::store;
use super::types::{SecrecyShare, check_youth};
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// The share with this global id; about a person with protected data a reason is asked for.
pub async fn share(ctx: &Context<'_>, id: &ID) -> Result<SecrecyShare, Fault> {
    let grant = ctx.authorize(Action::ReadNotes)?;
    let id = GlobalId::local(id, Kind::SecrecyShare, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    check_youth(ctx, &grant, row.youth_id).await?;
    let is_in_force = store::in_force(&grant, [id]).await?.contains(&id);
    SecrecyShare::of(row, is_in_force, &grant)
}
