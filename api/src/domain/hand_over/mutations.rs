//! Root fields: acceptHandOver, rejectHandOver.

use async_graphql::{Context, ID, Object};
use entity::municipality::hand_over_in;
use uuid::Uuid;

use super::queries::hand_over;
use super::types::deliver_now;
use super::types_input::{AcceptHandOverInput, HandOverPayload, RejectHandOverInput};
use super::types_payload::{IN, Payload};
use super::{rules, store, store_accept};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;
use crate::support::words;

/// Mutations of hand-overs.
#[derive(Debug, Default)]
pub struct HandOverMutations;

#[Object]
impl HandOverMutations {
    /// Accepts a hand-over from another municipality (tar emot): the youth is found by the civic number or registered
    /// here, and entered in the register of the activity duty (KAA) where handed over to it. The sender is told.
    async fn accept_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hand-over.")] input: AcceptHandOverInput,
    ) -> Option<Result<HandOverPayload, Fault>> {
        let id = input.hand_over.clone();
        Some(answered(ctx, &id, accept(ctx, input).await).await)
    }

    /// Declines a hand-over from another municipality (avböjer), and deletes what it carried. The sender is told.
    async fn reject_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hand-over.")] input: RejectHandOverInput,
    ) -> Option<Result<HandOverPayload, Fault>> {
        let id = input.hand_over.clone();
        Some(answered(ctx, &id, reject(ctx, input).await).await)
    }
}

/// Either what to mend or nothing, both with the hand-over as it is now.
async fn answered(
    ctx: &Context<'_>,
    id: &ID,
    outcome: Result<Result<(), UserError>, Fault>,
) -> Result<HandOverPayload, Fault> {
    let user_errors = match outcome? {
        Ok(()) => {
            let grant = ctx.authorize(Action::ReceiveHandOvers)?;
            deliver_now(ctx, grant.municipality_code()).await;
            Vec::new()
        }
        Err(error) => vec![error],
    };
    match hand_over(ctx, id).await {
        // A protected person is out of the reach of who accepted, and open to who was appointed.
        Err(fault) if fault.code() == Code::NotFound => Ok(HandOverPayload { hand_over: None, user_errors }),
        found => Ok(HandOverPayload { hand_over: Some(found?), user_errors }),
    }
}

async fn accept(ctx: &Context<'_>, input: AcceptHandOverInput) -> Result<Result<(), UserError>, Fault> {
    let grant = ctx.authorize(Action::ReceiveHandOvers)?;
    let row = find(&grant, &input.hand_over).await?;
    let (appointed, answer) = match read(&grant, &input) {
        Ok(read) => read,
        Err(error) => return Ok(Err(error)),
    };
    if row.version != input.version {
        return Ok(Err(UserError::conflict()));
    }
    if let Err(fault) = rules::check_accept(row.state, row.protection, grant.staff_id(), appointed) {
        return Ok(Err(fault.into()));
    }
    if let Some(colleague) = appointed
        && !grant.knows_staff(colleague).await?
    {
        return Ok(Err(UserError::not_found("input.appoint")));
    }
    let Some(Payload::Transfer(carried)) =
        row.payload.as_ref().map(|bytes| Payload::open(&grant, IN, bytes)).transpose()?
    else {
        return Err(Fault::internal(&"a hand-over without its content"));
    };
    let is_first = store_accept::accept(&grant, row, &carried, answer.as_deref(), appointed).await?;
    Ok(if is_first { Ok(()) } else { Err(UserError::conflict()) })
}

async fn reject(ctx: &Context<'_>, input: RejectHandOverInput) -> Result<Result<(), UserError>, Fault> {
    let grant = ctx.authorize(Action::ReceiveHandOvers)?;
    let row = find(&grant, &input.hand_over).await?;
    let answer = match words::required("input.answer", &input.answer) {
        Ok(answer) => answer,
        Err(error) => return Ok(Err(error)),
    };
    if row.version != input.version {
        return Ok(Err(UserError::conflict()));
    }
    if let Err(fault) = rules::check_open(row.state) {
        return Ok(Err(fault.into()));
    }
    let is_first = store::reject(&grant, row, &answer).await?;
    Ok(if is_first { Ok(()) } else { Err(UserError::conflict()) })
}

fn read(grant: &Grant, input: &AcceptHandOverInput) -> Result<(Option<Uuid>, Option<String>), UserError> {
    let code = grant.municipality_code();
    let appointed = input.appoint.as_ref();
    let appointed =
        appointed.map(|id| GlobalId::of_row(id, Kind::Staff, code, "input.appoint")).transpose()?;
    Ok((appointed, words::optional("input.answer", input.answer.as_deref())?))
}

async fn find(grant: &Grant, id: &ID) -> Result<hand_over_in::Model, Fault> {
    store::find(grant, GlobalId::local(id, Kind::HandOver, grant.municipality_code())?).await
}
