//! Follow-ups: planned, and done.

use async_graphql::{Context, ID};
use entity::municipality::{follow_up, measure, youth_case};
use entity::vocabulary::{FollowUpKind, Secrecy};

use super::rules_follow_up::{self, Told};
use super::store;
use super::store_changes::{self, Kept};
use super::texts::{Texts, writer};
use super::types::open_youth;
use super::types_errors::PlanFault;
use super::types_follow_up::FollowUp;
use super::types_input::{FollowUpPayload, PlanFollowUpInput, RecordFollowUpInput};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Stores a follow-up that is planned.
pub async fn plan(ctx: &Context<'_>, input: PlanFollowUpInput) -> Result<FollowUpPayload, Fault> {
    let grant = ctx.authorize(Action::EditPlans)?;
    let case = grant.case(GlobalId::local(&input.case, Kind::Case, grant.municipality_code())?).await?;
    open_youth(ctx, Action::EditPlans, case.youth_id).await?;
    if case.closed_at.is_some() {
        return Ok(FollowUpPayload::refused(PlanFault::Closed));
    }
    let measure = match &input.measure {
        None => None,
        Some(id) => match measure_of(&grant, &case, id).await? {
            Ok(row) => Some(row),
            Err(fault) => return Ok(FollowUpPayload::refused(fault)),
        },
    };
    let secrecy = measure.as_ref().map_or(Secrecy::General, |row| row.secrecy);
    if !grant.writes(case.youth_id, secrecy, case.track).await? {
        return Ok(FollowUpPayload::refused(PlanFault::NotPermitted));
    }
    if let Err(fault) = rules_follow_up::plan(input.planned_on.0, grant.reach().today) {
        return Ok(FollowUpPayload::refused(PlanFault::from(fault)));
    }
    let row = follow_up::Model {
        id: ids::new_id(grant.clock().now()),
        youth_id: case.youth_id,
        case_id: case.id,
        measure_id: measure.map(|row| row.id),
        track: case.track,
        secrecy,
        author_id: Some(writer(&grant)?),
        kind: FollowUpKind::Planned,
        planned_on: input.planned_on.0,
        done_on: None,
        done_by: None,
        result: None,
        outcome: None,
        status: None,
        version: 1,
    };
    if store_changes::plan_follow_up(&grant, row.clone(), &case).await? == Kept::CaseClosed {
        return Ok(FollowUpPayload::refused(PlanFault::Closed));
    }
    Ok(FollowUpPayload { follow_up: Some(FollowUp::of(&grant, row)?), user_errors: Vec::new() })
}

async fn measure_of(
    grant: &Grant,
    case: &youth_case::Model,
    id: &ID,
) -> Result<Result<measure::Model, PlanFault>, Fault> {
    let unknown = PlanFault::NotFound("input.measure");
    let Ok(id) = GlobalId::local(id, Kind::Measure, grant.municipality_code()) else {
        return Ok(Err(unknown));
    };
    match store::measure(grant, id).await {
        Ok(row) if row.case_id == case.id => Ok(Ok(row)),
        Ok(_) => Ok(Err(unknown)),
        Err(fault) if fault.code() == Code::NotFound => Ok(Err(unknown)),
        Err(fault) => Err(fault),
    }
}

/// Stores what was found.
pub async fn record(ctx: &Context<'_>, input: RecordFollowUpInput) -> Result<FollowUpPayload, Fault> {
    let grant = ctx.authorize(Action::EditPlans)?;
    let id = GlobalId::local(&input.follow_up, Kind::FollowUp, grant.municipality_code())?;
    let row = store::follow_up(&grant, id).await?;
    open_youth(ctx, Action::EditPlans, row.youth_id).await?;
    let case = grant.case(row.case_id).await?;
    let writes = grant.writes(row.youth_id, row.secrecy, row.track).await?;
    let fault = match recorded(&grant, row, &case, writes, input) {
        Err(fault) => Some(fault),
        Ok(row) => match store_changes::record_follow_up(&grant, row).await? {
            Kept::Done => None,
            Kept::Changed => Some(PlanFault::Conflict),
            Kept::CaseClosed => Some(PlanFault::Closed),
        },
    };
    let follow_up = Some(FollowUp::of(&grant, store::follow_up(&grant, id).await?)?);
    Ok(FollowUpPayload { follow_up, user_errors: fault.into_iter().map(Into::into).collect() })
}

fn recorded(
    grant: &Grant,
    row: follow_up::Model,
    case: &youth_case::Model,
    writes: bool,
    input: RecordFollowUpInput,
) -> Result<follow_up::Model, PlanFault> {
    if row.version != input.version {
        return Err(PlanFault::Conflict);
    }
    match (row.kind == FollowUpKind::Planned, case.closed_at.is_some()) {
        (true, true) => return Err(PlanFault::Closed),
        (false, false) => return Err(PlanFault::StillOpen),
        _ => {}
    }
    if !writes {
        return Err(PlanFault::NotPermitted);
    }
    let today = grant.reach().today;
    let told = Told {
        on: input.on.map_or(today, |day| day.0),
        words: input.result.is_some(),
        outcome: input.outcome.map(Into::into),
        status: input.status.map(Into::into),
    };
    rules_follow_up::record(row.kind, row.planned_on, row.done_on, told, today)?;
    let result = Texts(grant).maybe("follow_up.result", "input.result", 4_000, input.result.as_deref())?;
    Ok(follow_up::Model {
        done_on: Some(told.on),
        done_by: grant.staff_id(),
        result,
        outcome: told.outcome,
        status: told.status,
        version: row.version + 1,
        ..row
    })
}
