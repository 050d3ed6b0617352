//! An enrolment by its global id.

use async_graphql::{Context, ID};

use super::store;
use super::types::Enrolment;
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// The enrolment with this global id; of a person with protected data a reason is asked for.
pub async fn enrolment(ctx: &Context<'_>, id: &ID) -> Result<Enrolment, Fault> {
    let grant = ctx.authorize(Action::ReadEnrolments)?;
    let id = GlobalId::local(id, Kind::Enrolment, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    Enrolment::opened(ctx, row, grant.municipality_code()).await
}
