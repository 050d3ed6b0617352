//! Root fields: recordConsent, withdrawConsent.

use async_graphql::{Context, Object};
use entity::municipality::consent;

use super::rules::{self, Asked, ConsentFault};
use super::store;
use super::types::{Consent, check_youth};
use super::types_input::{ConsentPayload, RecordConsentInput, WithdrawConsentInput};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Mutations of consents.
#[derive(Debug, Default)]
pub struct ConsentMutations;

#[Object]
impl ConsentMutations {
    /// Records a consent (medgivande) that a youth or a guardian has given.
    async fn record_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The consent.")] input: RecordConsentInput,
    ) -> Option<Result<ConsentPayload, Fault>> {
        Some(record(ctx, input).await)
    }

    /// Withdraws a consent (återkallar medgivande). What it opened closes at once. Withdrawing it again changes nothing.
    async fn withdraw_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which consent.")] input: WithdrawConsentInput,
    ) -> Option<Result<ConsentPayload, Fault>> {
        Some(withdraw(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: RecordConsentInput) -> Result<ConsentPayload, Fault> {
    let grant = ctx.authorize(Action::RecordConsents)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let youth = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    check_youth(ctx, &grant, youth).await?;
    if grant.roles_on(youth, input.track.into()).await?.is_empty() {
        return Ok(ConsentPayload::refused(ConsentFault::Track));
    }
    let asked = Asked {
        purpose: input.purpose.into(),
        given_by: input.given_by.into(),
        scope: &input.scope,
        receiver: &input.receiver,
        starts_on: input.starts_on.0,
        ends_on: input.ends_on.map(|day| day.0),
    };
    let ends_on = match rules::last_day(&asked, store::born(&grant, youth).await?, grant.reach().today) {
        Ok(ends_on) => ends_on,
        Err(fault) => return Ok(ConsentPayload::refused(fault)),
    };
    let (keys, now) = (&grant.keys().columns, grant.clock().now());
    let row = consent::Model {
        id: ids::new_id(now),
        youth_id: youth,
        purpose: asked.purpose,
        given_by: asked.given_by,
        track: input.track.into(),
        scope: keys.seal(store::SCOPE, asked.scope.trim().as_bytes()),
        receiver: keys.seal(store::RECEIVER, asked.receiver.trim().as_bytes()),
        starts_on: asked.starts_on,
        ends_on,
        withdrawn_at: None,
        author_id: by,
        created_at: now,
    };
    store::add(&grant, row.clone()).await?;
    Ok(ConsentPayload::done(Consent::of(row, &grant)?))
}

async fn withdraw(ctx: &Context<'_>, input: WithdrawConsentInput) -> Result<ConsentPayload, Fault> {
    let grant = ctx.authorize(Action::RecordConsents)?;
    let id = GlobalId::local(&input.consent, Kind::Consent, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    check_youth(ctx, &grant, row.youth_id).await?;
    let row = store::withdraw(&grant, row).await?;
    Ok(ConsentPayload::done(Consent::of(row, &grant)?))
}
