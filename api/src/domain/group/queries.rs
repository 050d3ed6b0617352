//! Root field: group.

use async_graphql::{Context, ID, Object};

use super::types::Group;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
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
    let found = Group::load(ctx, id, grant.municipality_code()).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}
