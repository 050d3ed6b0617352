//! An enrolment by its global id.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID};
use entity::municipality::enrolment;

use super::types::Enrolment;
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// The enrolment with this global id; of a person with protected data a reason is asked for.
pub async fn enrolment(ctx: &Context<'_>, id: &ID) -> Result<Enrolment, Fault> {
    let grant = ctx.authorize(Action::ReadEnrolments)?;
    let id = GlobalId::local(id, Kind::Enrolment, grant.municipality_code())?;
    let found = ctx.data_unchecked::<DataLoader<RowsById<enrolment::Entity>>>().load_one(id).await?;
    let row = found.ok_or_else(|| Fault::of(Code::NotFound))?;
    Enrolment::opened(ctx, row, grant.municipality_code()).await
}
