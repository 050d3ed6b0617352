//! Attendance in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, SimpleObject};
use chrono::NaiveDate;
use uuid::Uuid;

use super::loaders::{AttendanceOfYouths, Since};
use super::rules::{Minutes, by_week};
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Week;

/// Attendance (närvaro) of a youth over some weeks: the sum, and each week that has lessons.
#[derive(SimpleObject, Clone, Debug)]
pub struct Attendance {
    /// Minutes of valid absence (giltig frånvaro).
    pub valid_minutes: i64,
    /// Minutes of invalid absence (ogiltig frånvaro).
    pub invalid_minutes: i64,
    /// Minutes of other activity than the lesson; not absence.
    pub other_minutes: i64,
    /// Minutes for which attendance was reported.
    pub reported_minutes: i64,
    /// Minutes of lessons offered.
    pub offered_minutes: i64,
    /// Known absence: (valid + invalid) / offered, 0 to 1, four decimals; null when nothing was offered.
    pub absence_share: Option<f64>,
    /// Absence if all that is unreported was absence, 0 to 1, four decimals; null when nothing was offered.
    pub absence_share_at_most: Option<f64>,
    /// Reported / offered, 0 to 1, four decimals; null when nothing was offered.
    pub coverage: Option<f64>,
    /// The weeks that have rows, the latest first.
    pub weeks: Vec<AttendanceWeek>,
}

/// Attendance in one ISO week.
#[derive(SimpleObject, Clone, Debug)]
pub struct AttendanceWeek {
    /// ISO week.
    pub week: Week,
    /// Minutes of valid absence (giltig frånvaro).
    pub valid_minutes: i64,
    /// Minutes of invalid absence (ogiltig frånvaro).
    pub invalid_minutes: i64,
    /// Minutes of other activity than the lesson; not absence.
    pub other_minutes: i64,
    /// Minutes for which attendance was reported.
    pub reported_minutes: i64,
    /// Minutes of lessons offered.
    pub offered_minutes: i64,
    /// Known absence: (valid + invalid) / offered, 0 to 1, four decimals; null when nothing was offered.
    pub absence_share: Option<f64>,
    /// Absence if all that is unreported was absence, 0 to 1, four decimals; null when nothing was offered.
    pub absence_share_at_most: Option<f64>,
    /// Reported / offered, 0 to 1, four decimals; null when nothing was offered.
    pub coverage: Option<f64>,
}

impl AttendanceWeek {
    fn of(monday: NaiveDate, minutes: Minutes) -> Self {
        Self {
            week: Week(monday),
            valid_minutes: minutes.valid,
            invalid_minutes: minutes.invalid,
            other_minutes: minutes.other,
            reported_minutes: minutes.reported,
            offered_minutes: minutes.offered,
            absence_share: minutes.absence_share(),
            absence_share_at_most: minutes.absence_share_at_most(),
            coverage: minutes.coverage(),
        }
    }
}

/// The attendance of a youth in the last `weeks` weeks, batched over the page.
pub async fn attendance_of(
    ctx: &Context<'_>,
    youth: Uuid,
    weeks: i32,
    group: Option<&ID>,
) -> Result<Attendance, Fault> {
    let grant = ctx.authorize(Action::ReadAttendance)?;
    let back = u64::try_from(weeks)
        .ok()
        .filter(|weeks| (1..=60).contains(weeks))
        .ok_or_else(|| Fault::bad_input("weeks ska vara 1 till 60.", "weeks must be 1 to 60."))?;
    let group = group.map(|id| GlobalId::local(id, Kind::Group, grant.municipality_code())).transpose()?;
    let monday = Week::of(grant.reach().today).0 - chrono::Days::new(7 * (back - 1));
    let rows =
        ctx.data_unchecked::<DataLoader<AttendanceOfYouths>>().load_one(Since { youth, monday }).await?;
    let weeks = by_week(&rows.unwrap_or_default(), group);
    let sum = weeks.values().fold(Minutes::default(), |sum, minutes| sum.plus(*minutes));
    Ok(Attendance {
        valid_minutes: sum.valid,
        invalid_minutes: sum.invalid,
        other_minutes: sum.other,
        reported_minutes: sum.reported,
        offered_minutes: sum.offered,
        absence_share: sum.absence_share(),
        absence_share_at_most: sum.absence_share_at_most(),
        coverage: sum.coverage(),
        weeks: weeks.into_iter().rev().map(|(monday, minutes)| AttendanceWeek::of(monday, minutes)).collect(),
    })
}
