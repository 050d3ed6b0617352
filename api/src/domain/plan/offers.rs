//! Offers of measures.

use async_graphql::{Context, ID};
use entity::municipality::{measure, measure_type, youth_case};

use super::rules::Course;
use super::store;
use super::store_changes::{self, Kept};
use super::texts::{self, Texts, writer};
use super::types::{Measure, open_youth};
use super::types_errors::PlanFault;
use super::types_input::{MeasurePayload, OfferMeasureInput};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::Fault;
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Stores a measure that is offered.
pub async fn offer(ctx: &Context<'_>, input: OfferMeasureInput) -> Result<MeasurePayload, Fault> {
    let grant = ctx.authorize(Action::EditPlans)?;
    let case = grant.case(GlobalId::local(&input.case, Kind::Case, grant.municipality_code())?).await?;
    open_youth(ctx, Action::EditPlans, case.youth_id).await?;
    if case.closed_at.is_some() {
        return Ok(MeasurePayload::refused(PlanFault::Closed));
    }
    if !grant.writes(case.youth_id, input.secrecy.into(), case.track).await? {
        return Ok(MeasurePayload::refused(PlanFault::NotPermitted));
    }
    let row = match row(&grant, &case, input).await? {
        Ok(row) => row,
        Err(fault) => return Ok(MeasurePayload::refused(fault)),
    };
    let id = row.id;
    if store_changes::offer(&grant, row).await? == Kept::CaseClosed {
        return Ok(MeasurePayload::refused(PlanFault::Closed));
    }
    let stored = store::measure(&grant, id).await?;
    Ok(MeasurePayload { measure: Some(Measure::of(&grant, stored)?), user_errors: Vec::new() })
}

async fn row(
    grant: &Grant,
    case: &youth_case::Model,
    input: OfferMeasureInput,
) -> Result<Result<measure::Model, PlanFault>, Fault> {
    let (by, now, today) = (writer(grant)?, grant.clock().now(), grant.reach().today);
    let goal = match &input.goal {
        None => Ok(None),
        Some(id) => goal(grant, case, id).await?.map(Some),
    };
    let responsible = match &input.responsible {
        None => Ok(by),
        Some(id) => texts::staff(grant, id).await?,
    };
    let type_of = type_in_use(grant, &input.type_of).await?;
    let texts = Texts(grant);
    let made = || {
        let type_of = type_of?;
        let offered_on = input.offered_on.map_or(today, |day| day.0);
        let planned = (input.planned_start.map(|day| day.0), input.planned_end.map(|day| day.0));
        let course = Course::offered(offered_on, planned, today)?;
        let row = measure::Model {
            id: ids::new_id(now),
            youth_id: case.youth_id,
            case_id: case.id,
            goal_id: goal?,
            track: case.track,
            secrecy: input.secrecy.into(),
            author_id: by,
            type_id: type_of.id,
            words: words(&texts, &type_of, input.words.as_deref())?,
            level: input.level.into(),
            content: texts.sealed("measure.content", "input.content", 4_000, &input.content)?,
            method: texts.maybe("measure.method", "input.method", 500, input.method.as_deref())?,
            method_ref: reference(input.method_ref)?,
            responsible_id: responsible?,
            state: course.state,
            offered_on,
            accepted_on: None,
            declined_on: None,
            declined_reason: None,
            planned_start: course.planned_start,
            planned_end: course.planned_end,
            starts_on: None,
            ended_on: None,
            ended_reason: None,
            outcome: None,
            created_at: now,
            changed_at: now,
            version: 1,
        };
        Ok(row)
    };
    Ok(made())
}

fn reference(text: Option<String>) -> Result<Option<String>, PlanFault> {
    match text.map(|text| text.trim().to_owned()) {
        Some(text) if !(1..=100).contains(&text.chars().count()) => {
            Err(PlanFault::Text("input.methodRef", 100))
        }
        text => Ok(text),
    }
}

/// What a measure is, in words, where its type does not say.
pub fn words(
    texts: &Texts<'_>,
    type_of: &measure_type::Model,
    words: Option<&str>,
) -> Result<Option<Vec<u8>>, PlanFault> {
    match (type_of.is_other, words) {
        (true, None) => Err(PlanFault::WordsNeeded),
        (true, Some(said)) if said.trim().is_empty() => Err(PlanFault::WordsNeeded),
        (false, Some(_)) => Err(PlanFault::WordsNotNeeded),
        (_, words) => texts.maybe("measure.words", "input.words", 500, words),
    }
}

/// The type with this global id, if new measures may have it.
pub async fn type_in_use(grant: &Grant, id: &ID) -> Result<Result<measure_type::Model, PlanFault>, Fault> {
    let unknown = PlanFault::NotFound("input.type");
    let Ok(id) = GlobalId::local(id, Kind::MeasureType, grant.municipality_code()) else {
        return Ok(Err(unknown));
    };
    Ok(store::one_type(grant, id).await?.filter(|row| row.active).ok_or(unknown))
}

async fn goal(
    grant: &Grant,
    case: &youth_case::Model,
    id: &ID,
) -> Result<Result<uuid::Uuid, PlanFault>, Fault> {
    let unknown = PlanFault::NotFound("input.goal");
    let Ok(id) = GlobalId::local(id, Kind::Goal, grant.municipality_code()) else { return Ok(Err(unknown)) };
    match store::goal(grant, id).await {
        Ok(row) if row.case_id == case.id => Ok(Ok(row.id)),
        Ok(_) => Ok(Err(unknown)),
        Err(fault) if fault.code() == crate::support::fault::Code::NotFound => Ok(Err(unknown)),
        Err(fault) => Err(fault),
    }
}
