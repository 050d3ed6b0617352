//! Breaking the glass (nödöppning): one youth outside one's reach, found by the exact civic number, for three hours.
//!
//! What always holds: it is in the access log before anything is answered; a protected person, and a number that
//! nobody has, are one answer; at most five a day and member of staff, and few more tries.

use chrono::{DateTime, TimeDelta, Utc};
use entity::municipality::{break_glass, staff, youth};
use entity::vocabulary::Protection;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::Visit;
use super::action::Action;
use super::grant::Grant;
use crate::support::civic::CivicNumber;
use crate::support::fault::{Code, Fault};
use crate::support::ids;

/// How long a youth stays open.
pub const OPEN: TimeDelta = TimeDelta::hours(3);
/// Most openings of one member of staff in 24 hours.
pub const MOST_A_DAY: u64 = 5;
/// Where a reason is kept; bound to its encryption.
pub const REASON: &str = "break_glass.reason";
/// Tries before the next has to wait, found or not: enough for a slip of the hand, too few to search by.
const TRIES: f64 = 10.0;
/// Seconds in which the tries come back.
const DAY: f64 = 86_400.0;

/// A youth that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The youth.
    pub youth: youth::Model,
    /// The opening.
    pub opening: break_glass::Model,
}

/// Why nothing was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// Nobody has the number, or the person is protected: the two are one answer.
    NotFound,
    /// Five openings in a day, or too many tries.
    TooMany,
}

/// Opens the youth with this civic number to the one who asks.
pub async fn open(
    visit: &Visit,
    number: &CivicNumber,
    reason: &str,
) -> Result<Result<Opened, NotOpened>, Fault> {
    let grant = visit.authorize(Action::BreakGlass)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let now = grant.clock().now();
    if !may_try(visit, &grant, by).await?
        || lately(grant.municipality().db().read(), by, now).await? >= MOST_A_DAY
    {
        return Ok(Err(NotOpened::TooMany));
    }
    let found = find(&grant, number).await?;
    log(&grant, found.as_ref(), reason).await?;
    let Some(youth) = found.filter(|row| row.protection == Protection::None) else {
        return Ok(Err(NotOpened::NotFound));
    };
    let opening = break_glass::Model {
        id: ids::new_id(now),
        staff_id: by,
        youth_id: youth.id,
        reason: grant.keys().columns.seal(REASON, reason.as_bytes()),
        opened_at: now,
        expires_at: now + OPEN,
        reviewed_by: None,
        reviewed_at: None,
        review: None,
    };
    if !record(&grant, opening.clone()).await? {
        return Ok(Err(NotOpened::TooMany));
    }
    visit.signed_in()?.open(youth.id);
    Ok(Ok(Opened { youth, opening }))
}

async fn may_try(visit: &Visit, grant: &Grant, by: Uuid) -> Result<bool, Fault> {
    let key = format!("glass:{}:{by}", grant.municipality_code());
    Ok(visit.access().cache().pour(&key, 1.0, TRIES, TRIES / DAY).await?.accepted)
}

/// The youth with this number, wherever in the municipality. The oldest row, where several registers know the number;
/// but if any of them is protected, that one.
#[allow(
    clippy::disallowed_methods,
    reason = "breaking the glass is the one look-up beyond reach, logged and limited"
)]
pub(super) async fn find(grant: &Grant, number: &CivicNumber) -> Result<Option<youth::Model>, Fault> {
    let hash = grant.keys().civic.mac(&[number.canonical().as_bytes()]);
    let rows = youth::Entity::find()
        .filter(youth::Column::CivicHash.eq(hash))
        .filter(youth::Column::RemovedAt.is_null())
        .order_by_asc(youth::Column::CreatedAt)
        .order_by_asc(youth::Column::Id)
        .limit(100)
        .all(grant.municipality().db().read())
        .await?;
    let protected = rows.iter().position(|row| row.protection != Protection::None);
    Ok(rows.into_iter().nth(protected.unwrap_or(0)))
}

/// Logs the try with its reason; one that found nobody too, so that both take the same time.
async fn log(grant: &Grant, found: Option<&youth::Model>, reason: &str) -> Result<(), Fault> {
    let Some(youth) = found else { return grant.log_about_nobody().await };
    grant.explain(youth.id, reason);
    grant.touch([youth.id])?;
    grant.log_now().await
}

/// Stores the opening, unless others of the same day were faster; their count stands still meanwhile.
#[allow(
    clippy::disallowed_methods,
    reason = "locks the row of the one who asks, so that two requests count in turn"
)]
async fn record(grant: &Grant, opening: break_glass::Model) -> Result<bool, Fault> {
    let tx = grant.begin().await?;
    staff::Entity::find_by_id(opening.staff_id).lock_exclusive().one(&tx).await?;
    let is_allowed = lately(&tx, opening.staff_id, opening.opened_at).await? < MOST_A_DAY;
    if is_allowed {
        break_glass::Entity::insert(opening.into_active_model()).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    Ok(is_allowed)
}

/// How many openings a member of staff has made in the 24 hours before `now`.
#[allow(clippy::disallowed_methods, reason = "counts the asker's own openings, and reads nothing")]
async fn lately(db: &impl ConnectionTrait, by: Uuid, now: DateTime<Utc>) -> Result<u64, Fault> {
    let theirs = break_glass::Entity::find()
        .filter(break_glass::Column::StaffId.eq(by))
        .filter(break_glass::Column::OpenedAt.gt(now - TimeDelta::days(1)));
    Ok(theirs.count(db).await?)
}
