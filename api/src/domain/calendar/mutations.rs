//! Root field: setClosedDays.

use async_graphql::{Context, Object};
use entity::municipality::closed_day;

use super::types::{ClosedDay, SetClosedDaysInput, SetClosedDaysPayload};
use super::{rules, store};
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;

/// Mutations of the calendar.
#[derive(Debug, Default)]
pub struct CalendarMutations;

#[Object]
impl CalendarMutations {
    /// Sets on which days of a school year the schools are closed (lovdagar, studiedagar), in place of those that were
    /// there. Deadlines that start from now on are counted by them; those that run keep their day.
    async fn set_closed_days(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school year and its days.")] input: SetClosedDaysInput,
    ) -> Option<Result<SetClosedDaysPayload, Fault>> {
        Some(set(ctx, input).await)
    }
}

async fn set(ctx: &Context<'_>, input: SetClosedDaysInput) -> Result<SetClosedDaysPayload, Fault> {
    let grant = ctx.authorize(Action::ManageCalendar)?;
    let days: Vec<closed_day::Model> = input
        .days
        .into_iter()
        .map(|row| closed_day::Model { day: row.day.0, name: row.name.trim().to_owned() })
        .collect();
    let refused = |fault: rules::CalendarFault| SetClosedDaysPayload {
        closed_days: None,
        user_errors: vec![fault.into()],
    };
    let span = match rules::check(input.school_year, &days).and_then(|()| rules::days_of(input.school_year)) {
        Ok(span) => span,
        Err(fault) => return Ok(refused(fault)),
    };
    store::set(&grant, &span, days).await?;
    let days = store::within(&grant, &span).await?.into_iter().map(ClosedDay::from).collect();
    Ok(SetClosedDaysPayload { closed_days: Some(days), user_errors: Vec::new() })
}
