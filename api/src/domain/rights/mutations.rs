//! Root fields: proposeErasure, approveErasure, refuseErasure, placeHold, liftHold, setRetentionRule,
//! proposeRetentionRun, approveRetentionRun.

use async_graphql::{Context, ID, Object};
use entity::municipality::erasure;
use entity::vocabulary::{ErasureKind, ErasureState};
use uuid::Uuid;

use super::rules::RightsFault;
use super::tables::Person;
use super::types::{
    DecideErasureInput, ErasurePayload, LegalHoldPayload, LiftHoldInput, PlaceHoldInput, ProposeErasureInput,
};
use super::types_retention::{ProposeRetentionRunInput, RetentionRulePayload, SetRetentionRuleInput};
use super::{mutations_retention, rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Mutations of erasures and legal holds.
#[derive(Debug, Default)]
pub struct RightsMutations;

#[Object]
impl RightsMutations {
    /// Proposes that everything about a person is erased (radering): another person decides, an operator carries it out.
    async fn propose_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and why.")] input: ProposeErasureInput,
    ) -> Option<Result<ErasurePayload, Fault>> {
        Some(propose(ctx, input).await)
    }

    /// Approves the erasure of a person, which another person proposed. It cannot be undone once it is carried out.
    async fn approve_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal.")] input: DecideErasureInput,
    ) -> Option<Result<ErasurePayload, Fault>> {
        Some(decide(ctx, &input.erasure, Some(ErasureKind::Person)).await)
    }

    /// Refuses an erasure, of a person or by retention, which another person proposed.
    async fn refuse_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal.")] input: DecideErasureInput,
    ) -> Option<Result<ErasurePayload, Fault>> {
        Some(decide(ctx, &input.erasure, None).await)
    }

    /// Places a person under a legal hold (spärr mot radering): nothing about them is erased as long as it stands.
    async fn place_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, why, from when until when.")] input: PlaceHoldInput,
    ) -> Option<Result<LegalHoldPayload, Fault>> {
        Some(place(ctx, input).await)
    }

    /// Lifts a legal hold, at once.
    async fn lift_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which hold.")] input: LiftHoldInput,
    ) -> Option<Result<LegalHoldPayload, Fault>> {
        Some(lift(ctx, input).await)
    }
}

/// Mutations of retention.
#[derive(Debug, Default)]
pub struct RetentionMutations;

#[Object]
impl RetentionMutations {
    /// Sets how long one type of record is kept (gallringsfrist). Nothing goes by it until a run of retention has been
    /// proposed and approved by two people.
    async fn set_retention_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule, with the version that was read.")] input: SetRetentionRuleInput,
    ) -> Option<Result<RetentionRulePayload, Fault>> {
        Some(mutations_retention::set(ctx, input).await)
    }

    /// Proposes that what is due today by the active rules goes (gallring): another person decides, an operator carries
    /// it out.
    async fn propose_retention_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which types of record.")] input: ProposeRetentionRunInput,
    ) -> Option<Result<ErasurePayload, Fault>> {
        Some(mutations_retention::propose(ctx, input).await)
    }

    /// Approves a run of retention, which another person proposed. It cannot be undone once it is carried out.
    async fn approve_retention_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal.")] input: DecideErasureInput,
    ) -> Option<Result<ErasurePayload, Fault>> {
        Some(decide(ctx, &input.erasure, Some(ErasureKind::Retention)).await)
    }
}

/// The member of staff who acts.
pub(super) fn by(grant: &Grant) -> Result<Uuid, Fault> {
    grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))
}

async fn propose(ctx: &Context<'_>, input: ProposeErasureInput) -> Result<ErasurePayload, Fault> {
    let grant = ctx.authorize(Action::ProposeErasure)?;
    let youth = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    let reason = match rules::reason(&input.reason) {
        Ok(reason) => reason,
        Err(fault) => return ErasurePayload::of(&grant, None, Some(fault)).await,
    };
    let subject = grant.subject(youth, Some(reason)).await?;
    if store::is_held(&grant, youth).await? {
        return ErasurePayload::of(&grant, None, Some(RightsFault::Held)).await;
    }
    if store::is_proposed(&grant, youth).await? {
        return ErasurePayload::of(&grant, None, Some(RightsFault::Proposed)).await;
    }
    let counts = store::counts(&grant, &Person::from(&subject)).await?;
    let row = store::propose(&grant, by(&grant)?, Some((youth, reason)), "[]".to_owned(), &counts).await?;
    ErasurePayload::of(&grant, Some(row), None).await
}

/// Approves a proposal of this kind, or refuses one of any kind.
async fn decide(ctx: &Context<'_>, id: &ID, approved: Option<ErasureKind>) -> Result<ErasurePayload, Fault> {
    let grant = ctx.authorize(Action::ApproveErasure)?;
    let by = by(&grant)?;
    let row = store::find(&grant, GlobalId::local(id, Kind::Erasure, grant.municipality_code())?).await?;
    if let Err(fault) = rules::may_decide(&row, approved.unwrap_or(row.kind), by) {
        return ErasurePayload::of(&grant, Some(row), Some(fault)).await;
    }
    let state = if approved.is_some() { ErasureState::Approved } else { ErasureState::Refused };
    if state == ErasureState::Approved && is_held(&grant, &row).await? {
        return ErasurePayload::of(&grant, Some(row), Some(RightsFault::Held)).await;
    }
    let decided = store::decide(&grant, &row, by, state).await?;
    let now = store::find(&grant, row.id).await?;
    ErasurePayload::of(&grant, Some(now), (!decided).then_some(RightsFault::Conflict)).await
}

async fn is_held(grant: &Grant, row: &erasure::Model) -> Result<bool, Fault> {
    match row.youth_id {
        Some(youth) => store::is_held(grant, youth).await,
        None => Ok(false),
    }
}

async fn place(ctx: &Context<'_>, input: PlaceHoldInput) -> Result<LegalHoldPayload, Fault> {
    let grant = ctx.authorize(Action::ProposeErasure)?;
    let youth = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    let (starts_on, ends_on) =
        (input.starts_on.map_or(grant.reach().today, |day| day.0), input.ends_on.map(|day| day.0));
    let checked =
        rules::reason(&input.reason).and_then(|reason| rules::period(starts_on, ends_on).map(|()| reason));
    let reason = match checked {
        Ok(reason) => reason,
        Err(fault) => return LegalHoldPayload::of(&grant, None, Some(fault)).await,
    };
    grant.subject(youth, Some(reason)).await?;
    let row = store::place(&grant, by(&grant)?, youth, reason, (starts_on, ends_on)).await?;
    LegalHoldPayload::of(&grant, Some(row), None).await
}

async fn lift(ctx: &Context<'_>, input: LiftHoldInput) -> Result<LegalHoldPayload, Fault> {
    let grant = ctx.authorize(Action::ProposeErasure)?;
    let by = by(&grant)?;
    let row = store::hold(&grant, GlobalId::local(&input.hold, Kind::LegalHold, grant.municipality_code())?)
        .await?;
    let lifted = store::lift(&grant, &row, by).await?;
    let now = store::hold(&grant, row.id).await?;
    LegalHoldPayload::of(&grant, Some(now), (!lifted).then_some(RightsFault::NotInForce)).await
}
