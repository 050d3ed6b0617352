//! Attendance in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, InputObject, SimpleObject};
use chrono::NaiveDate;
use entity::municipality::attendance;
use uuid::Uuid;

use super::loaders::{AttendanceOfYouths, Since};
use super::rules::{Minutes, RowFault, by_week};
use crate::access::{Action, Authorize};
pub use crate::domain::signal::evaluate::after_recording;
use crate::support::batch::{OnError, Outcome};
use crate::support::fault::Fault;
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Week;
use crate::support::user_error::{UserError, UserErrorCode};

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
    /// From the minutes of a week.
    pub fn of(monday: NaiveDate, minutes: Minutes) -> Self {
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

/// Rows of attendance to be recorded or corrected.
#[derive(InputObject, Debug)]
pub struct RecordAttendanceInput {
    /// The rows, 1 to 1,000.
    pub rows: Vec<AttendanceRowInput>,
    /// What becomes of the others when a row is refused.
    #[graphql(default)]
    pub on_error: OnError,
}

/// Attendance (närvaro) of one youth in one week: in one group, or in all lessons.
#[derive(InputObject, Clone, Debug)]
pub struct AttendanceRowInput {
    /// The youth.
    pub youth: ID,
    /// ISO week, not later than the present one.
    pub week: Week,
    /// The group, in which the youth was some day of that week; null for the total of all lessons. Rows of groups and
    /// totals are never summed together.
    pub group: Option<ID>,
    /// Minutes of valid absence (giltig frånvaro), from 0.
    pub valid_minutes: i32,
    /// Minutes of invalid absence (ogiltig frånvaro), from 0.
    pub invalid_minutes: i32,
    /// Minutes of other activity than the lesson, from 0; not absence.
    pub other_minutes: i32,
    /// Minutes for which attendance was reported: at least absence and other activity together.
    pub reported_minutes: i32,
    /// Minutes of lessons offered: at least the reported ones, at most 10,080.
    pub offered_minutes: i32,
    /// The sender's own id of the row, 1 to 200 characters; null when it has none, and then one sent before is kept.
    pub source_id: Option<String>,
}

impl AttendanceRowInput {
    /// The row, as it is to be stored.
    pub fn read(self, municipality: &str) -> Result<attendance::Model, UserError> {
        let youth = GlobalId::of_row(&self.youth, Kind::Youth, municipality, "input.rows.youth")?;
        let group = self.group.map(|id| GlobalId::of_row(&id, Kind::Group, municipality, "input.rows.group"));
        let group = group.transpose()?;
        Ok(attendance::Model {
            id: ids::of_attendance(youth, self.week.0, group),
            youth_id: youth,
            week: self.week.0,
            group_id: group,
            valid_minutes: self.valid_minutes,
            invalid_minutes: self.invalid_minutes,
            other_minutes: self.other_minutes,
            reported_minutes: self.reported_minutes,
            offered_minutes: self.offered_minutes,
            source_id: None,
            source_ref: self.source_id,
        })
    }
}

/// Answer to `recordAttendance`.
#[derive(SimpleObject, Debug)]
pub struct RecordAttendancePayload {
    /// Rows stored, new or corrected.
    pub recorded: i32,
    /// Rows that said what was stored already.
    pub unchanged: i32,
    /// Rows refused.
    pub refused: i32,
    /// Why rows were refused, each with the index of its row; empty when none was.
    pub user_errors: Vec<UserError>,
}

impl From<Outcome> for RecordAttendancePayload {
    fn from(outcome: Outcome) -> Self {
        Self {
            recorded: outcome.recorded,
            unchanged: outcome.unchanged,
            refused: outcome.refused,
            user_errors: outcome.errors,
        }
    }
}

impl From<RowFault> for UserError {
    fn from(fault: RowFault) -> Self {
        let range = UserErrorCode::OutOfRange;
        match fault {
            RowFault::Negative => {
                Self::new("input.rows", range, "Minuter är 0 eller fler.", "Minutes are 0 or more.")
            }
            RowFault::Offered => Self::new(
                "input.rows.offeredMinutes",
                range,
                "En vecka har högst 10 080 minuter.",
                "A week has at most 10,080 minutes.",
            ),
            RowFault::Reported => Self::new(
                "input.rows.reportedMinutes",
                range,
                "Rapporterade minuter är högst de erbjudna.",
                "Reported minutes are at most those offered.",
            ),
            RowFault::Absence => Self::new(
                "input.rows.reportedMinutes",
                range,
                "Frånvaro och annan aktivitet är tillsammans högst de rapporterade minuterna.",
                "Absence and other activity are together at most the reported minutes.",
            ),
            RowFault::Future => Self::new(
                "input.rows.week",
                range,
                "Veckan har inte börjat: ange en vecka till och med den här.",
                "The week has not begun: give one up to the present one.",
            ),
            RowFault::Source => Self::new(
                "input.rows.sourceId",
                range,
                "Radens eget id är 1 till 200 tecken.",
                "The row's own id is 1 to 200 characters.",
            ),
        }
    }
}
