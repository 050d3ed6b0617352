//! Goals: new ones, and changes.

use async_graphql::Context;
use entity::municipality::goal;
use entity::vocabulary::Secrecy;

use super::rules::is_near;
use super::store;
use super::store_changes::{self, Kept};
use super::texts::{Texts, writer};
use super::types::open_youth;
use super::types_errors::PlanFault;
use super::types_goal::Goal;
use super::types_input::{GoalPayload, SetGoalInput};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Stores a goal as it is to be.
pub async fn set(ctx: &Context<'_>, input: SetGoalInput) -> Result<GoalPayload, Fault> {
    let grant = ctx.authorize(Action::EditPlans)?;
    let code = grant.municipality_code();
    let before = match &input.goal {
        Some(id) => Some(store::goal(&grant, GlobalId::local(id, Kind::Goal, code)?).await?),
        None => None,
    };
    let case = match (&before, &input.case) {
        (Some(row), _) => row.case_id,
        (None, Some(id)) => GlobalId::local(id, Kind::Case, code)?,
        (None, None) => return Err(Fault::of(Code::NotFound)),
    };
    let case = grant.case(case).await?;
    open_youth(ctx, Action::EditPlans, case.youth_id).await?;
    let fault = if before.as_ref().map(|row| row.version) != input.version {
        Some(PlanFault::Conflict)
    } else if case.closed_at.is_some() {
        Some(PlanFault::Closed)
    } else if !grant.writes(case.youth_id, Secrecy::General, case.track).await? {
        Some(PlanFault::NotPermitted)
    } else {
        None
    };
    let row = match (fault, before) {
        (Some(fault), before) => return answer(&grant, before, Some(fault)),
        (None, before) => match row(&grant, &case, before.clone(), input).await? {
            Err(fault) => return answer(&grant, before, Some(fault)),
            Ok(row) => row,
        },
    };
    let (id, is_new) = (row.id, row.version == 1);
    let fault = match store_changes::set_goal(&grant, row).await? {
        Kept::Done => None,
        Kept::Changed => Some(PlanFault::Conflict),
        Kept::CaseClosed => Some(PlanFault::Closed),
    };
    match fault {
        Some(fault) if is_new => answer(&grant, None, Some(fault)),
        fault => answer(&grant, Some(store::goal(&grant, id).await?), fault),
    }
}

async fn row(
    grant: &Grant,
    case: &entity::municipality::youth_case::Model,
    before: Option<goal::Model>,
    input: SetGoalInput,
) -> Result<Result<goal::Model, PlanFault>, Fault> {
    let (by, now) = (writer(grant)?, grant.clock().now());
    let responsible = match &input.responsible {
        None => Ok(before.as_ref().map_or(by, |row| row.responsible_id)),
        Some(id) => super::texts::staff(grant, id).await?,
    };
    let texts = Texts(grant);
    let made = || {
        let day = input.due_on.map(|day| day.0);
        if day.is_some_and(|day| !is_near(day, grant.reach().today)) {
            return Err(PlanFault::Far);
        }
        Ok(goal::Model {
            id: before.as_ref().map_or_else(|| ids::new_id(now), |row| row.id),
            youth_id: case.youth_id,
            case_id: case.id,
            track: case.track,
            domain: input.domain.into(),
            state: input.state.into(),
            text: texts.sealed("goal.text", "input.text", 4_000, &input.text)?,
            youth_part: texts.maybe(
                "goal.youth_part",
                "input.youthPart",
                4_000,
                input.youth_part.as_deref(),
            )?,
            municipality_part: texts.maybe(
                "goal.municipality_part",
                "input.municipalityPart",
                4_000,
                input.municipality_part.as_deref(),
            )?,
            others_part: texts.maybe(
                "goal.others_part",
                "input.othersPart",
                4_000,
                input.others_part.as_deref(),
            )?,
            responsible_id: responsible?,
            author_id: before.as_ref().map_or(by, |row| row.author_id),
            due_on: day,
            created_at: before.as_ref().map_or(now, |row| row.created_at),
            changed_at: now,
            version: before.as_ref().map_or(0, |row| row.version) + 1,
        })
    };
    Ok(made())
}

fn answer(grant: &Grant, row: Option<goal::Model>, fault: Option<PlanFault>) -> Result<GoalPayload, Fault> {
    let goal = row.map(|row| Goal::of(grant, row)).transpose()?;
    Ok(GoalPayload { goal, user_errors: fault.into_iter().map(Into::into).collect() })
}
