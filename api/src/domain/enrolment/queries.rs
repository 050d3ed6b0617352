//! An enrolment by its global id.

use async_graphql::{Context, ID};

use super::store;
use super::types::Enrolment;
use crate::access::{Action, Authorize};
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// The enrolment with this global id; of a person with protected data a reason is asked for.
pub async fn enrolment(ctx: &Context<'_>, id: &ID) -> Result<Enrolment, Fault> {
    let grant = ctx.authorize(Action::ReadEnrolments)?;
    let id = GlobalId::local(id, Kind::Enrolment, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    match Youth::load(ctx, row.youth_id).await? {
        Some(youth) if youth.is_sealed() => Err(Fault::of(Code::ReasonRequired)),
        Some(_) => Ok(Enrolment::of(row, grant.municipality_code())),
        None => Err(Fault::of(Code::NotFound)),
    }
}
