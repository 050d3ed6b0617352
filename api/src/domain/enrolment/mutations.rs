//! Root fields: startEnrolment, endEnrolment, correctEnrolment. A move is an end and a start.

use async_graphql::{Context, ID, MaybeUndefined, Object};
use entity::municipality::enrolment;

use super::types::{
    CorrectEnrolmentInput, EndEnrolmentInput, Enrolment, EnrolmentPayload, StartEnrolmentInput,
};
use super::{rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Mutations of enrolments.
#[derive(Debug, Default)]
pub struct EnrolmentMutations;

#[Object]
impl EnrolmentMutations {
    /// Starts an enrolment (inskrivning) of a youth within reach, at a school of one's own. Others that go on are left
    /// as they are: a move is an end and a start.
    async fn start_enrolment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The enrolment.")] input: StartEnrolmentInput,
    ) -> Option<Result<EnrolmentPayload, Fault>> {
        Some(start(ctx, input).await)
    }

    /// Ends an enrolment (avslutar inskrivning). Whoever reaches the youth by it alone no longer does from the day
    /// after.
    async fn end_enrolment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndEnrolmentInput,
    ) -> Option<Result<EnrolmentPayload, Fault>> {
        Some(end(ctx, input).await)
    }

    /// Corrects an enrolment that was recorded wrongly (rättar inskrivning). What did happen is not rewritten: use an
    /// end and a start.
    async fn correct_enrolment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was wrong.")] input: CorrectEnrolmentInput,
    ) -> Option<Result<EnrolmentPayload, Fault>> {
        Some(correct(ctx, input).await)
    }
}

async fn start(ctx: &Context<'_>, input: StartEnrolmentInput) -> Result<EnrolmentPayload, Fault> {
    let grant = ctx.authorize(Action::EditYouth)?;
    let youth = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    store::check_youth(&grant, youth).await?;
    let row = match input.place().read(&grant, youth, "input").await? {
        Ok(row) => row,
        Err(error) => return Ok(EnrolmentPayload::refused(error)),
    };
    store::add(&grant, row.clone()).await?;
    Ok(EnrolmentPayload::done(Enrolment::of(row, grant.municipality_code())))
}

async fn end(ctx: &Context<'_>, input: EndEnrolmentInput) -> Result<EnrolmentPayload, Fault> {
    let grant = ctx.authorize(Action::EditYouth)?;
    let row = own(&grant, &input.enrolment).await?;
    if let Err(fault) = rules::check_end(&row, input.ends_on.0, grant.reach().today) {
        return Ok(EnrolmentPayload::refused(fault));
    }
    let row = store::change(&grant, enrolment::Model { ends_on: Some(input.ends_on.0), ..row }).await?;
    Ok(EnrolmentPayload::done(Enrolment::of(row, grant.municipality_code())))
}

async fn correct(ctx: &Context<'_>, input: CorrectEnrolmentInput) -> Result<EnrolmentPayload, Fault> {
    let grant = ctx.authorize(Action::EditYouth)?;
    let row = corrected(own(&grant, &input.enrolment).await?, input);
    if let Err(fault) = rules::check(&row) {
        return Ok(EnrolmentPayload::refused(fault));
    }
    let row = store::change(&grant, row).await?;
    Ok(EnrolmentPayload::done(Enrolment::of(row, grant.municipality_code())))
}

/// What is left out stays; null takes away.
fn corrected(row: enrolment::Model, input: CorrectEnrolmentInput) -> enrolment::Model {
    // A year out of range is refused by the rules; here it only has to stay out of range.
    let year = |year: i32| i16::try_from(year).unwrap_or(-1);
    enrolment::Model {
        school_type: input.school_type.map_or(row.school_type, |form| form.trim().to_owned()),
        school_year: kept(row.school_year, input.school_year.map_value(year)),
        programme_code: kept(row.programme_code, input.programme_code),
        starts_on: input.starts_on.map_or(row.starts_on, |day| day.0),
        ends_on: kept(row.ends_on, input.ends_on.map_value(|day| day.0)),
        cancelled: input.cancelled.unwrap_or(row.cancelled),
        ..row
    }
}

fn kept<T>(before: Option<T>, given: MaybeUndefined<T>) -> Option<T> {
    match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value),
    }
}

/// An enrolment at a unit that the grant reaches with changes; `NOT_FOUND` otherwise, as when it is not there.
async fn own(grant: &Grant, id: &ID) -> Result<enrolment::Model, Fault> {
    let id = GlobalId::local(id, Kind::Enrolment, grant.municipality_code())?;
    let row = store::find(grant, id).await?;
    if grant.reaches_below(row.unit_id).await? { Ok(row) } else { Err(Fault::of(Code::NotFound)) }
}
