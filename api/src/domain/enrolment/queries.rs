//! An enrolment by its global id.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID};
use entity::municipality::enrolment;

use super::types::Enrolment;
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// The enrolment with this global id; of a person with protected data a reason is asked for.
pub async fn enrolment(ctx: &Context<'_>, id: &ID) -> Result<Enrolment, Fault> {
    let grant = ctx.authorize(Action::ReadEnrolments)?;
    let id = GlobalId::local(id, Kind::Enrolment, grant.municipality_code())?;
    let found = ctx.data_unchecked::<DataLoader<RowsById<enrolment::Entity>>>().load_one(id).await?;
    let row = found.ok_or_else(|| Fault::of(Code::NotFound))?;
    match Youth::load(ctx, row.youth_id).await? {
        Some(youth) if youth.is_sealed() => Err(Fault::of(Code::ReasonRequired)),
        Some(_) => Ok(Enrolment::of(row, grant.municipality_code())),
        None => Err(Fault::of(Code::NotFound)),
    }
}
