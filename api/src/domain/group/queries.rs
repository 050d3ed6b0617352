//! Root field: group.

use async_graphql::{Context, ID, Object};

use super::store;
use super::types::Group;
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// Queries about groups.
#[derive(Debug, Default)]
pub struct GroupQueries;

#[Object]
impl GroupQueries {
    /// One group within reach. Its members are `youths(filter: { group: … })`.
    async fn group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Result<Group, Fault>> {
        Some(group(ctx, &id).await)
    }
}

/// The group with this global id.
pub async fn group(ctx: &Context<'_>, id: &ID) -> Result<Group, Fault> {
    let grant = ctx.authorize(Action::ReadGroups)?;
    let id = GlobalId::local(id, Kind::Group, grant.municipality_code())?;
    Ok(Group::of(store::find(&grant, id).await?, grant.municipality_code()))
}
