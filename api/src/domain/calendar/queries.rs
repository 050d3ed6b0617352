//! Root field: closedDays.

use async_graphql::{Context, Object};

use super::types::ClosedDay;
use super::{rules, store};
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;

/// Queries about the calendar.
#[derive(Debug, Default)]
pub struct CalendarQueries;

#[Object]
impl CalendarQueries {
    /// The days of a school year on which the municipality's schools are closed (lovdagar, studiedagar), in their
    /// order. Weekends and public holidays are not among them: deadlines leave them out by themselves.
    async fn closed_days(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The year in which the school year begins: 2025 is from 1 July 2025 to 30 June 2026."
        )]
        school_year: i32,
    ) -> Option<Result<Vec<ClosedDay>, Fault>> {
        Some(closed_days(ctx, school_year).await)
    }
}

async fn closed_days(ctx: &Context<'_>, school_year: i32) -> Result<Vec<ClosedDay>, Fault> {
    let grant = ctx.authorize(Action::ReadUnits)?;
    let span = rules::days_of(school_year).map_err(|_| {
        Fault::bad_input(
            "Ange året då läsåret börjar, 2000 till 2100.",
            "Give the year in which the school year begins, 2000 to 2100.",
        )
    })?;
    Ok(store::within(&grant, &span).await?.into_iter().map(ClosedDay::from).collect())
}
