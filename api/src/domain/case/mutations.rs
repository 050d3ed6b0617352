//! Root fields: openCase, openYoungAdultCase, assignCase, moveCase, closeCase, reopenCase, setDutyRule.

use async_graphql::{Context, ID, Object};
use entity::municipality::{duty_rule, youth_case};
use entity::vocabulary::{CaseEventKind, CaseState, ClosingReason};
use sea_orm::ActiveEnum;

use super::rules::{self, Actor, CaseFault, Step};
use super::store_changes::{self, Change};
use super::types_clock::{DutyRule, SetDutyRuleInput, SetDutyRulePayload};
use super::types_input::{
    AssignCaseInput, CasePayload, CloseCaseInput, MoveCaseInput, OpenCaseInput, OpenYoungAdultCaseInput,
    ReopenCaseInput,
};
use super::{facts, opening, store, store_clock};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// Mutations of cases.
#[derive(Debug, Default)]
pub struct CaseMutations;

#[Object]
impl CaseMutations {
    /// Opens a case (öppnar ärende) about a youth within reach. One open case a youth and track: of another the answer
    /// is TAKEN, with the case.
    async fn open_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About whom, on which track, and why.")] input: OpenCaseInput,
    ) -> Option<Result<CasePayload, Fault>> {
        Some(opening::open(ctx, input).await)
    }

    /// Opens a case about a young adult (ung vuxen, 20 to 24) who has just consented, found by the exact civic number,
    /// and records the consent with it. Logged before it is answered. A protected person, one who is not there and one
    /// of another age are one answer.
    async fn open_young_adult_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who has consented to what.")] input: OpenYoungAdultCaseInput,
    ) -> Option<Result<CasePayload, Fault>> {
        Some(opening::open_young_adult(ctx, input).await)
    }

    /// Makes a colleague responsible for a case (tilldelar ärende). A case of a youth who has changed schools goes with it to
    /// the new one.
    async fn assign_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case to whom.")] input: AssignCaseInput,
    ) -> Option<Result<CasePayload, Fault>> {
        Some(assign(ctx, input).await)
    }

    /// Moves an open case to another state (för ärendet vidare).
    async fn move_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case to which state.")] input: MoveCaseInput,
    ) -> Option<Result<CasePayload, Fault>> {
        let to = CaseState::from(input.to);
        let asked = Asked { to, closing: None, kind: CaseEventKind::Moved };
        Some(take(ctx, &input.case, input.version, input.reason.as_deref(), asked).await)
    }

    /// Closes a case (avslutar ärende): the lead of the track or the one responsible, when no measure goes on.
    async fn close_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and why.")] input: CloseCaseInput,
    ) -> Option<Result<CasePayload, Fault>> {
        let closing = Some(ClosingReason::from(input.closing_reason));
        let asked = Asked { to: CaseState::Closed, closing, kind: CaseEventKind::Closed };
        Some(take(ctx, &input.case, input.version, input.reason.as_deref(), asked).await)
    }

    /// Opens a closed case again (återöppnar ärende); it begins as detected, and keeps its history.
    async fn reopen_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and why.")] input: ReopenCaseInput,
    ) -> Option<Result<CasePayload, Fault>> {
        let asked = Asked { to: CaseState::Detected, closing: None, kind: CaseEventKind::Reopened };
        Some(take(ctx, &input.case, input.version, Some(&input.reason), asked).await)
    }

    /// Sets how long a duty may take (fristregel), for clocks that start from now on.
    async fn set_duty_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The duty and its days.")] input: SetDutyRuleInput,
    ) -> Option<Result<SetDutyRulePayload, Fault>> {
        Some(set_rule(ctx, input).await)
    }
}

/// A step that is asked for.
struct Asked {
    to: CaseState,
    closing: Option<ClosingReason>,
    kind: CaseEventKind,
}

impl Asked {
    /// Checks that the step is asked for by the mutation that is made for it.
    fn check_verb(&self, from: CaseState) -> Result<(), CaseFault> {
        match (self.kind, from, self.to) {
            (CaseEventKind::Moved, CaseState::Closed, _) => Err(CaseFault::Closed),
            (CaseEventKind::Closed, CaseState::Closed, _) => Err(CaseFault::Closed),
            (CaseEventKind::Moved, _, CaseState::Closed) => Err(CaseFault::CloseByClosing),
            (CaseEventKind::Reopened, from, _) if from != CaseState::Closed => {
                Err(CaseFault::ReopenByReopening)
            }
            _ => Ok(()),
        }
    }

    /// The case after the step.
    fn after(&self, before: &youth_case::Model, grant: &Grant) -> youth_case::Model {
        let is_closed = self.to == CaseState::Closed;
        youth_case::Model {
            state: self.to,
            closed_at: is_closed.then(|| grant.clock().now()),
            closing_reason: self.closing.map(|reason| reason.to_value()),
            ..before.clone()
        }
    }
}

/// Takes a step of a case.
async fn take(
    ctx: &Context<'_>,
    case: &ID,
    version: i32,
    reason: Option<&str>,
    asked: Asked,
) -> Result<CasePayload, Fault> {
    let grant = ctx.authorize(Action::EditCase)?;
    let id = GlobalId::local(case, Kind::Case, grant.municipality_code())?;
    let before = store::find(&grant, id).await?;
    if before.version != version {
        return CasePayload::refused(ctx, CaseFault::Conflict, Some(before)).await;
    }
    let reason = match check(&grant, &before, reason, &asked).await? {
        Ok(reason) => reason.map(str::to_owned),
        Err(fault) => return CasePayload::refused(ctx, fault, Some(before)).await,
    };
    let after = asked.after(&before, &grant);
    let fallback = after.closing_reason.clone().unwrap_or_default();
    let change = Change { before, after, kind: asked.kind, reason, fallback };
    answer(ctx, &grant, change).await
}

/// The reason as it is kept, when the step may be taken.
async fn check<'a>(
    grant: &Grant,
    before: &youth_case::Model,
    reason: Option<&'a str>,
    asked: &Asked,
) -> Result<Result<Option<&'a str>, CaseFault>, Fault> {
    let reason = match asked.check_verb(before.state).and_then(|()| rules::check_reason(reason)) {
        Ok(reason) => reason,
        Err(fault) => return Ok(Err(fault)),
    };
    let facts = facts::gather(grant, before).await?;
    let actor = actor(grant, before).await?;
    let step =
        Step { from: before.state, to: asked.to, has_reason: reason.is_some(), closing: asked.closing };
    Ok(rules::check(step, before.track, &facts, &actor).map(|()| reason))
}

async fn actor(grant: &Grant, row: &youth_case::Model) -> Result<Actor, Fault> {
    let is_responsible = row.responsible_id.is_some() && row.responsible_id == grant.staff_id();
    Ok(Actor { roles: grant.roles_on(row.youth_id, row.track).await?, is_responsible })
}

/// Makes the change, and answers with the case as it is then.
async fn answer(ctx: &Context<'_>, grant: &Grant, change: Change) -> Result<CasePayload, Fault> {
    let id = change.before.id;
    match store_changes::change(grant, None, change).await? {
        Ok(row) => CasePayload::done(ctx, row).await,
        Err(fault) => CasePayload::refused(ctx, fault, Some(store::find(grant, id).await?)).await,
    }
}

async fn assign(ctx: &Context<'_>, input: AssignCaseInput) -> Result<CasePayload, Fault> {
    let grant = ctx.authorize(Action::AssignCase)?;
    let code = grant.municipality_code();
    let id = GlobalId::local(&input.case, Kind::Case, code)?;
    let before = store::find(&grant, id).await?;
    let refused = async |fault: CaseFault, row| CasePayload::refused(ctx, fault, Some(row)).await;
    if before.version != input.version {
        return refused(CaseFault::Conflict, before).await;
    }
    if before.state == CaseState::Closed {
        return refused(CaseFault::Closed, before).await;
    }
    let reason = match rules::check_reason(input.reason.as_deref()) {
        Ok(reason) => reason.map(str::to_owned),
        Err(fault) => return refused(fault, before).await,
    };
    if !actor(&grant, &before).await?.roles.contains(&rules::lead_of(before.track)) {
        return refused(CaseFault::NotPermitted, before).await;
    }
    let Ok(staff) = GlobalId::of_row(&input.responsible, Kind::Staff, code, "input.responsible") else {
        return refused(CaseFault::CannotBeResponsible, before).await;
    };
    if !grant.can_be_responsible(staff, before.youth_id, before.track).await? {
        return refused(CaseFault::CannotBeResponsible, before).await;
    }
    let owner_unit_id = store::owner_now(&grant, &before).await?;
    let after = youth_case::Model { responsible_id: Some(staff), owner_unit_id, ..before.clone() };
    let change = Change { before, after, kind: CaseEventKind::Assigned, reason, fallback: String::new() };
    answer(ctx, &grant, change).await
}

async fn set_rule(ctx: &Context<'_>, input: SetDutyRuleInput) -> Result<SetDutyRulePayload, Fault> {
    let grant = ctx.authorize(Action::ManageSignalRules)?;
    let days = [input.school_days, input.lead_after, input.area_manager_after];
    if days.iter().any(|days| !(0..=200).contains(days)) || input.area_manager_after < input.lead_after {
        let error = UserError::new(
            "input",
            UserErrorCode::OutOfRange,
            "Ange 0 till 200 skoldagar; verksamhetschefens kommer inte före rektorns.",
            "Give 0 to 200 school days; the area manager's do not come before the lead's.",
        );
        return Ok(SetDutyRulePayload { rule: None, user_errors: vec![error] });
    }
    let row = duty_rule::Model {
        kind: input.kind.into(),
        school_days: input.school_days,
        lead_after: input.lead_after,
        manager_after: input.area_manager_after,
        version: input.version,
    };
    let kind = row.kind;
    if let Some(row) = store_clock::set_rule(&grant, row).await? {
        return Ok(SetDutyRulePayload { rule: Some(row.into()), user_errors: Vec::new() });
    }
    let now = store_clock::rules(&grant).await?.into_iter().find(|row| row.kind == kind);
    let error = UserError::new(
        "input.version",
        UserErrorCode::Conflict,
        "Någon annan hann ändra regeln: se hur den är nu, och skicka igen med den versionen.",
        "Somebody else changed the rule meanwhile: look at how it is now, and send again with its version.",
    );
    Ok(SetDutyRulePayload { rule: now.map(DutyRule::from), user_errors: vec![error] })
}
