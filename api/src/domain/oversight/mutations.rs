//! Root fields: breakGlass, reviewBreakGlass.

use async_graphql::{Context, Object};

use super::queries::opening;
use super::rules::{self, OversightFault};
use super::store;
use super::types::{BreakGlassInput, BreakGlassPayload, ReviewBreakGlassInput, ReviewBreakGlassPayload};
use crate::access::{Action, Authorize, glass};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// Mutations of oversight.
#[derive(Debug, Default)]
pub struct OversightMutations;

#[Object]
impl OversightMutations {
    /// Opens one youth outside one's reach for three hours (nödöppning), by the exact civic number and a reason; at most
    /// five times in 24 hours. It is in the access log before it is answered, and waits for a review by the head
    /// teacher or the auditor, who find it in `breakGlassUses`.
    async fn break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and why.")] input: BreakGlassInput,
    ) -> Option<Result<BreakGlassPayload, Fault>> {
        Some(break_glass(ctx, input).await)
    }

    /// Reviews an opening by breaking the glass (granskar nödöppning); never one's own.
    async fn review_break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: ReviewBreakGlassInput,
    ) -> Option<Result<ReviewBreakGlassPayload, Fault>> {
        Some(review(ctx, input).await)
    }
}

async fn break_glass(ctx: &Context<'_>, input: BreakGlassInput) -> Result<BreakGlassPayload, Fault> {
    let grant = ctx.authorize(Action::BreakGlass)?;
    let read = rules::check_reason(&input.reason)
        .and_then(|reason| Ok((reason, rules::read_number(&input.civic_number)?)));
    let (reason, number) = match read {
        Ok(read) => read,
        Err(fault) => return Ok(BreakGlassPayload::refused(fault)),
    };
    Ok(match glass::open(ctx.visit()?, &number, reason).await? {
        Ok(opened) => BreakGlassPayload::done(&grant, opened),
        Err(cause) => BreakGlassPayload::refused(cause.into()),
    })
}

async fn review(ctx: &Context<'_>, input: ReviewBreakGlassInput) -> Result<ReviewBreakGlassPayload, Fault> {
    let grant = ctx.authorize(Action::ReviewBreakGlass)?;
    let id = GlobalId::local(&input.opening, Kind::BreakGlass, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    let text = match rules::check_review(&row, grant.staff_id(), &input.text) {
        Ok(text) => text,
        Err(fault) => return Ok(ReviewBreakGlassPayload::refused(fault)),
    };
    if !store::review(&grant, &row, text).await? {
        return Ok(ReviewBreakGlassPayload::refused(OversightFault::Reviewed));
    }
    let opening = opening(ctx, &input.opening).await?;
    Ok(ReviewBreakGlassPayload { opening: Some(opening), user_errors: Vec::new() })
}
