//! Root fields: raiseObservation, attendSignal, dismissSignal, escalateSignal, setSignalRule.

use async_graphql::{Context, ID, Object};
use entity::municipality::signal_rule;
use entity::vocabulary::{SignalDeed, SignalSource};

use super::evaluate::after_recording;
use super::rules_change::{self, SignalFault, Wanted};
use super::types::Signal;
use super::types_input::{
    AttendSignalInput, DismissSignalInput, EscalateSignalInput, ObservationSource, RaiseObservationInput,
    RaiseObservationPayload, SetSignalRuleInput, SignalPayload, SignalRulePayload, conflict, too_many,
};
use super::types_rule::SignalRule;
use super::{store, store_rules};
use crate::access::policy::{Extent, extent};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;

/// Mutations of signals.
#[derive(Debug, Default)]
pub struct SignalMutations;

#[Object]
impl SignalMutations {
    /// Raises an observation (iakttagelse, oro) about a youth: what a member of staff has seen, or the youth has said.
    /// Those who do not read signals are told only that it was received.
    async fn raise_observation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The observation.")] input: RaiseObservationInput,
    ) -> Option<Result<RaiseObservationPayload, Fault>> {
        Some(observe(ctx, input).await)
    }

    /// Takes a signal on (tar hand om).
    async fn attend_signal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which signal.")] input: AttendSignalInput,
    ) -> Option<Result<SignalPayload, Fault>> {
        let AttendSignalInput { signal, version, comment } = input;
        Some(handle(ctx, &signal, version, SignalDeed::Attended, comment.as_deref()).await)
    }

    /// Dismisses a signal (avfärdar), for a reason; final.
    async fn dismiss_signal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which signal, and why.")] input: DismissSignalInput,
    ) -> Option<Result<SignalPayload, Fault>> {
        let DismissSignalInput { signal, version, reason } = input;
        Some(handle(ctx, &signal, version, SignalDeed::Dismissed, Some(&reason)).await)
    }

    /// Hands a signal to the head teacher (rektor), who answers for it from then on, with five school days anew.
    async fn escalate_signal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which signal.")] input: EscalateSignalInput,
    ) -> Option<Result<SignalPayload, Fault>> {
        let EscalateSignalInput { signal, version, reason } = input;
        Some(handle(ctx, &signal, version, SignalDeed::Escalated, reason.as_deref()).await)
    }

    /// Adds or changes a rule by which signals are raised (signalregel). It holds from the next evaluation on: signals that
    /// were raised keep the rule as it was.
    async fn set_signal_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule as it is to be.")] input: SetSignalRuleInput,
    ) -> Option<Result<SignalRulePayload, Fault>> {
        Some(set_rule(ctx, input).await)
    }
}

async fn observe(ctx: &Context<'_>, input: RaiseObservationInput) -> Result<RaiseObservationPayload, Fault> {
    let grant = ctx.authorize(Action::RaiseObservation)?;
    let youth = match GlobalId::of_row(&input.youth, Kind::Youth, grant.municipality_code(), "input.youth") {
        Ok(youth) => youth,
        Err(error) => return Ok(RaiseObservationPayload::refused(error)),
    };
    if !store::reaches(&grant, youth).await? {
        return Ok(RaiseObservationPayload::refused(UserError::not_found("input.youth")));
    }
    if let Err(fault) = rules_change::observation(input.kind.into(), &input.text) {
        return Ok(RaiseObservationPayload::refused(fault));
    }
    let source = match input.source {
        ObservationSource::Staff => SignalSource::Staff,
        ObservationSource::Youth => SignalSource::Youth,
    };
    let id = store::observe(&grant, youth, input.kind.into(), source, &input.text).await?;
    after_recording(ctx, [youth].into()).await;
    let signal = match ctx.authorize(Action::ReadSignals) {
        Ok(reading) => read_back(store::find(&reading, id).await, &reading)?,
        Err(_) => None,
    };
    Ok(RaiseObservationPayload { received: true, signal, user_errors: Vec::new() })
}

/// The signal, if it is within reach.
fn read_back(
    found: Result<entity::municipality::signal::Model, Fault>,
    grant: &Grant,
) -> Result<Option<Signal>, Fault> {
    match found {
        Ok(row) => Ok(Some(Signal::of(row, grant.municipality_code()))),
        Err(fault) if fault.code() == Code::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

async fn handle(
    ctx: &Context<'_>,
    signal: &ID,
    version: i32,
    deed: SignalDeed,
    reason: Option<&str>,
) -> Result<SignalPayload, Fault> {
    let grant = ctx.authorize(Action::HandleSignals)?;
    let code = grant.municipality_code();
    let id = match GlobalId::of_row(signal, Kind::Signal, code, "input.signal") {
        Ok(id) => id,
        Err(error) => return Ok(SignalPayload::refused(error, None)),
    };
    let Some(row) = found(store::find(&grant, id).await)? else {
        return Ok(SignalPayload::refused(UserError::not_found("input.signal"), None));
    };
    let now = |row| Some(Signal::of(row, code));
    if row.version != version {
        return Ok(SignalPayload::refused(conflict(), now(row)));
    }
    let headed = store::is_headed(&grant, row.youth_id).await?;
    let next = rules_change::next(row.state, deed, headed)
        .and_then(|next| rules_change::reason(deed, reason).map(|()| next));
    let next = match next {
        Ok(next) => next,
        Err(fault) => return Ok(SignalPayload::refused(fault, now(row))),
    };
    let changed = store::change(&grant, &row, version, (deed, next), reason).await?;
    let signal = now(store::find(&grant, id).await?);
    Ok(if changed {
        SignalPayload { signal, user_errors: Vec::new() }
    } else {
        SignalPayload::refused(conflict(), signal)
    })
}

/// What was found, if it was.
fn found<T>(found: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Ok(row) => Ok(Some(row)),
        Err(fault) if fault.code() == Code::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

async fn set_rule(ctx: &Context<'_>, input: SetSignalRuleInput) -> Result<SignalRulePayload, Fault> {
    let grant = ctx.authorize(Action::ManageSignalRules)?;
    let refused = |error: UserError, before: Option<signal_rule::Model>| {
        let rule = before.map(|row| SignalRule::of(row, grant.municipality_code()));
        Ok(SignalRulePayload::refused(error, rule))
    };
    let before = match known_rule(&grant, input.rule.as_ref(), "input.rule").await? {
        Ok(before) => before,
        Err(error) => return refused(error, None),
    };
    if before.as_ref().map(|row| row.version) != input.version.filter(|_| before.is_some()) {
        return refused(conflict(), before);
    }
    let row = match wanted(&grant, input, before.as_ref()).await? {
        Ok(row) => row,
        Err(error) => return refused(error, before),
    };
    let id = row.id;
    let stored = match &before {
        Some(_) => store_rules::replace(&grant, row).await?,
        None => store_rules::add(&grant, row).await?,
    };
    match (stored, before) {
        (true, _) => {
            let row = store_rules::find(&grant, id).await?;
            let rule = Some(SignalRule::of(row, grant.municipality_code()));
            Ok(SignalRulePayload { rule, user_errors: Vec::new() })
        }
        (false, Some(_)) => refused(conflict(), Some(store_rules::find(&grant, id).await?)),
        (false, None) => refused(too_many(), None),
    }
}

/// The rule with a global id, if one is given.
async fn known_rule(
    grant: &Grant,
    id: Option<&ID>,
    field: &str,
) -> Result<Result<Option<signal_rule::Model>, UserError>, Fault> {
    let Some(id) = id else { return Ok(Ok(None)) };
    let id = match GlobalId::of_row(id, Kind::SignalRule, grant.municipality_code(), field) {
        Ok(id) => id,
        Err(error) => return Ok(Err(error)),
    };
    let row = found(store_rules::find(grant, id).await)?;
    Ok(row.map_or_else(|| Err(UserError::not_found(field)), |row| Ok(Some(row))))
}

/// The row of a rule as it is to be, checked.
async fn wanted(
    grant: &Grant,
    input: SetSignalRuleInput,
    before: Option<&signal_rule::Model>,
) -> Result<Result<signal_rule::Model, UserError>, Fault> {
    let after = match known_rule(grant, input.after.as_ref(), "input.after").await? {
        Ok(after) => after,
        Err(error) => return Ok(Err(error)),
    };
    let unit = input
        .unit
        .as_ref()
        .map(|id| GlobalId::of_row(id, Kind::Unit, grant.municipality_code(), "input.unit"));
    let unit_id = match unit.transpose() {
        Ok(unit) => unit,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(unit) = unit_id
        && store_rules::unit(grant, unit).await?.is_none()
    {
        return Ok(Err(UserError::not_found("input.unit")));
    }
    let owner_role = input.owner_role.into();
    let checked = rules_change::rule(&Wanted {
        name: &input.name,
        description: &input.description,
        kind: input.kind.into(),
        measure: input.measure.into(),
        weeks: input.weeks,
        threshold: input.threshold,
        step: input.step,
        after: after.as_ref().map(|rule| (rule.step, rule.measure)),
        after_days: input.after_days,
        deadline_days: input.deadline_days,
        owner_reads: extent(Action::ReadSignals, owner_role) != Extent::Nothing,
    });
    if let Err(fault) = checked {
        return Ok(Err(fault.into()));
    }
    let weeks = match input.weeks.map(i16::try_from).transpose() {
        Ok(weeks) => weeks,
        Err(_) => return Ok(Err(SignalFault::Weeks.into())),
    };
    let now = grant.clock().now();
    Ok(Ok(signal_rule::Model {
        id: before.map_or_else(|| ids::new_id(now), |row| row.id),
        name: input.name.trim().to_owned(),
        description: input.description.trim().to_owned(),
        kind: input.kind.into(),
        measure: input.measure.into(),
        weeks,
        threshold: input.threshold,
        step: input.step,
        after_id: after.map(|rule| rule.id),
        after_days: input.after_days,
        owner_role,
        deadline_days: input.deadline_days,
        unit_id,
        active: input.active,
        version: before.map_or(1, |row| row.version + 1),
        changed_by: grant.staff_id(),
        changed_at: Some(now),
    }))
}
