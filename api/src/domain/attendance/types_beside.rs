//! Attendance beside a measure, in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, SimpleObject};
use chrono::NaiveDate;
use uuid::Uuid;

use super::loaders_beside::{Around, AttendanceAround};
use super::rules::by_week;
use super::rules_beside::{Side, beside};
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;

/// Attendance (närvaro) before and after something began.
#[derive(SimpleObject, Clone, Debug)]
pub struct AttendanceBeside {
    /// The last four weeks with lessons that were over by then; null when there are none.
    pub before: Option<AttendanceOfWeeks>,
    /// The first four weeks with lessons that began with it or later, as far as there are rows; null when there are none.
    pub after: Option<AttendanceOfWeeks>,
}

/// Attendance of some weeks together.
#[derive(SimpleObject, Clone, Debug)]
pub struct AttendanceOfWeeks {
    /// How many weeks with lessons there are, 1 to 4.
    pub weeks: i32,
    /// Minutes of lessons offered.
    pub offered_minutes: i64,
    /// Known absence: (valid + invalid) / offered, 0 to 1, four decimals.
    pub absence_share: Option<f64>,
    /// Absence if all that is unreported was absence, 0 to 1, four decimals.
    pub absence_share_at_most: Option<f64>,
}

impl AttendanceOfWeeks {
    fn of(side: Side) -> Option<Self> {
        let (minutes, weeks) = side?;
        Some(Self {
            weeks: i32::try_from(weeks).unwrap_or(i32::MAX),
            offered_minutes: minutes.offered,
            absence_share: minutes.absence_share(),
            absence_share_at_most: minutes.absence_share_at_most(),
        })
    }
}

/// The attendance of a youth beside a day, batched over the page; none when there are no weeks on either side.
pub async fn attendance_beside(
    ctx: &Context<'_>,
    youth: Uuid,
    start: NaiveDate,
) -> Result<Option<AttendanceBeside>, Fault> {
    ctx.authorize(Action::ReadAttendance)?;
    let rows = ctx.data_unchecked::<DataLoader<AttendanceAround>>().load_one(Around { youth, start }).await?;
    let (before, after) = beside(&by_week(&rows.unwrap_or_default(), None), start);
    let told =
        AttendanceBeside { before: AttendanceOfWeeks::of(before), after: AttendanceOfWeeks::of(after) };
    Ok((told.before.is_some() || told.after.is_some()).then_some(told))
}
