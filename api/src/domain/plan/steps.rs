//! Steps in the course of a measure: the answer, the beginning, the end; and what type it turned out to be of.

use async_graphql::{Context, ID};
use chrono::NaiveDate;
use entity::municipality::measure;

use super::offers::{type_in_use, words};
use super::rules::{Course, Step};
use super::store;
use super::store_changes::{self, Kept};
use super::texts::{Texts, writer};
use super::types::{Measure, open_youth};
use super::types_errors::PlanFault;
use super::types_input::{
    AnswerMeasureInput, EndMeasureInput, MeasureEnding, MeasurePayload, SetMeasureTypeInput,
    StartMeasureInput,
};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// What the youth answered.
pub async fn answer(ctx: &Context<'_>, input: AnswerMeasureInput) -> Result<MeasurePayload, Fault> {
    let desk = Desk::open(ctx, &input.measure).await?;
    let day = desk.day(input.on.map(|day| day.0));
    let change = |row: measure::Model| {
        if input.accepted && input.reason.is_some() {
            return Err(PlanFault::ReasonNotNeeded);
        }
        let row = desk.step(row, if input.accepted { Step::Accept } else { Step::Decline }, day)?;
        let reason = desk.reason("measure.declined_reason", input.reason.as_deref())?;
        Ok(measure::Model { declined_reason: reason, ..row })
    };
    desk.keep(input.version, change, Some(day)).await
}

/// That it begins.
pub async fn start(ctx: &Context<'_>, input: StartMeasureInput) -> Result<MeasurePayload, Fault> {
    let desk = Desk::open(ctx, &input.measure).await?;
    let day = desk.day(input.on.map(|day| day.0));
    let step = Step::Start(input.planned_end.map(|day| day.0));
    desk.keep(input.version, |row| desk.step(row, step, day), Some(day)).await
}

/// That it ends.
pub async fn end(ctx: &Context<'_>, input: EndMeasureInput) -> Result<MeasurePayload, Fault> {
    let desk = Desk::open(ctx, &input.measure).await?;
    let day = desk.day(input.on.map(|day| day.0));
    let change = |row: measure::Model| {
        let step = match input.ending {
            MeasureEnding::Completed => Step::Complete,
            MeasureEnding::Discontinued => Step::Discontinue,
        };
        let row = desk.step(row, step, day)?;
        if input.ending == MeasureEnding::Discontinued && input.reason.is_none() {
            return Err(PlanFault::ReasonNeeded);
        }
        let ended_reason = desk.reason("measure.ended_reason", input.reason.as_deref())?;
        Ok(measure::Model { ended_reason, outcome: input.outcome.map(Into::into), ..row })
    };
    desk.keep(input.version, change, Some(day)).await
}

/// What type it turned out to be of.
pub async fn set_type(ctx: &Context<'_>, input: SetMeasureTypeInput) -> Result<MeasurePayload, Fault> {
    let desk = Desk::open(ctx, &input.measure).await?;
    let type_of = type_in_use(&desk.grant, &input.type_of).await?;
    let change = |row: measure::Model| {
        let type_of = type_of.clone()?;
        // What was said in words stays, so that nothing is lost by the mapping.
        let said = match (&input.words, &row.words) {
            (None, Some(before)) => Some(before.clone()),
            (said, _) => words(&Texts(&desk.grant), &type_of, said.as_deref())?,
        };
        Ok(measure::Model { type_id: type_of.id, words: said, ..row })
    };
    desk.keep(input.version, change, None).await
}

/// A measure that is about to be changed.
struct Desk {
    grant: Grant,
    row: measure::Model,
    case_is_closed: bool,
    writes: bool,
}

impl Desk {
    async fn open(ctx: &Context<'_>, id: &ID) -> Result<Self, Fault> {
        let grant = ctx.authorize(Action::EditPlans)?;
        let id = GlobalId::local(id, Kind::Measure, grant.municipality_code())?;
        let row = store::measure(&grant, id).await?;
        open_youth(ctx, Action::EditPlans, row.youth_id).await?;
        let case_is_closed = grant.case(row.case_id).await?.closed_at.is_some();
        let writes = grant.writes(row.youth_id, row.secrecy, row.track).await?;
        Ok(Self { grant, row, case_is_closed, writes })
    }

    fn day(&self, on: Option<NaiveDate>) -> NaiveDate {
        on.unwrap_or(self.grant.reach().today)
    }

    fn reason(&self, place: &str, text: Option<&str>) -> Result<Option<Vec<u8>>, PlanFault> {
        Texts(&self.grant).maybe(place, "input.reason", 2_000, text)
    }

    fn step(&self, row: measure::Model, step: Step, day: NaiveDate) -> Result<measure::Model, PlanFault> {
        let course = Course {
            state: row.state,
            offered_on: row.offered_on,
            accepted_on: row.accepted_on,
            declined_on: row.declined_on,
            planned_start: row.planned_start,
            planned_end: row.planned_end,
            starts_on: row.starts_on,
            ended_on: row.ended_on,
        };
        let next = course.step(step, day, self.grant.reach().today)?;
        Ok(measure::Model {
            state: next.state,
            accepted_on: next.accepted_on,
            declined_on: next.declined_on,
            planned_start: next.planned_start,
            planned_end: next.planned_end,
            starts_on: next.starts_on,
            ended_on: next.ended_on,
            ..row
        })
    }

    /// Makes the change if the reader saw the measure as it is, and answers with it as it is now.
    async fn keep(
        &self,
        version: i32,
        change: impl FnOnce(measure::Model) -> Result<measure::Model, PlanFault>,
        day: Option<NaiveDate>,
    ) -> Result<MeasurePayload, Fault> {
        let fault = match self.changed(version, change) {
            Err(fault) => Some(fault),
            Ok(row) => {
                let by = writer(&self.grant)?;
                match store_changes::change(&self.grant, row, day.map(|day| (day, by))).await? {
                    Kept::Done => None,
                    Kept::Changed => Some(PlanFault::Conflict),
                    Kept::CaseClosed => Some(PlanFault::Closed),
                }
            }
        };
        let row = store::measure(&self.grant, self.row.id).await?;
        let measure = Some(Measure::of(&self.grant, row)?);
        Ok(MeasurePayload { measure, user_errors: fault.into_iter().map(Into::into).collect() })
    }

    fn changed(
        &self,
        version: i32,
        change: impl FnOnce(measure::Model) -> Result<measure::Model, PlanFault>,
    ) -> Result<measure::Model, PlanFault> {
        if self.row.version != version {
            return Err(PlanFault::Conflict);
        }
        if self.case_is_closed {
            return Err(PlanFault::Closed);
        }
        if !self.writes {
            return Err(PlanFault::NotPermitted);
        }
        let row = change(self.row.clone())?;
        Ok(measure::Model { version: version + 1, changed_at: self.grant.clock().now(), ..row })
    }
}
