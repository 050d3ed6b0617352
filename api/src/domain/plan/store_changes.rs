//! Writes of goals, measures, their types, and follow-ups. Each is logged before it is made, and told after it was.

use entity::municipality::{follow_up, goal, measure, measure_event, measure_type, youth_case};
use entity::vocabulary::FollowUpKind;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::types_clock::{self, Duties};
use super::types_errors::PlanFault;
use crate::access::Grant;
use crate::support::db::is_taken;
use crate::support::events::Topic;
use crate::support::fault::Fault;
use crate::support::ids;

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was done.
    Done,
    /// The row has changed since it was read.
    Changed,
    /// The case is closed.
    CaseClosed,
}

/// Begins a change about a youth in an open case; none when the case is closed.
async fn begin(grant: &Grant, youth: Uuid, case: Uuid) -> Result<Option<DatabaseTransaction>, Fault> {
    grant.touch([youth])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    Ok(if grant.hold_open(&tx, case).await? { Some(tx) } else { None })
}

async fn commit(grant: &Grant, tx: DatabaseTransaction, youth: Uuid, case: Uuid) -> Result<Kept, Fault> {
    tx.commit().await?;
    grant.announce(Topic::CaseChanged, youth, case);
    Ok(Kept::Done)
}

/// Stores a goal: a new one, or a change of the version before.
pub async fn set_goal(grant: &Grant, row: goal::Model) -> Result<Kept, Fault> {
    let (youth, case) = (row.youth_id, row.case_id);
    let Some(tx) = begin(grant, youth, case).await? else { return Ok(Kept::CaseClosed) };
    if row.version == 1 {
        goal::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    } else {
        let before = [goal::Column::Id.eq(row.id), goal::Column::Version.eq(row.version - 1)];
        if !grant.change(&tx, row, before).await? {
            return Ok(Kept::Changed);
        }
    }
    commit(grant, tx, youth, case).await
}

/// Stores a measure that is offered.
pub async fn offer(grant: &Grant, row: measure::Model) -> Result<Kept, Fault> {
    let (youth, case) = (row.youth_id, row.case_id);
    let event = event(grant, &row, row.offered_on, row.author_id);
    let Some(tx) = begin(grant, youth, case).await? else { return Ok(Kept::CaseClosed) };
    measure::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    measure_event::Entity::insert(event.into_active_model()).exec_without_returning(&tx).await?;
    commit(grant, tx, youth, case).await
}

/// Stores a change of a measure, read at the version before; with a step of its history, if it is one.
pub async fn change(
    grant: &Grant,
    row: measure::Model,
    step: Option<(chrono::NaiveDate, Uuid)>,
) -> Result<Kept, Fault> {
    let (youth, case) = (row.youth_id, row.case_id);
    let event = step.map(|(day, by)| event(grant, &row, day, by));
    let Some(tx) = begin(grant, youth, case).await? else { return Ok(Kept::CaseClosed) };
    let before = [measure::Column::Id.eq(row.id), measure::Column::Version.eq(row.version - 1)];
    if !grant.change(&tx, row, before).await? {
        return Ok(Kept::Changed);
    }
    if let Some(event) = event {
        measure_event::Entity::insert(event.into_active_model()).exec_without_returning(&tx).await?;
    }
    commit(grant, tx, youth, case).await
}

fn event(grant: &Grant, row: &measure::Model, day: chrono::NaiveDate, by: Uuid) -> measure_event::Model {
    let now = grant.clock().now();
    measure_event::Model {
        id: ids::new_id(now),
        youth_id: row.youth_id,
        measure_id: row.id,
        state: row.state,
        happened_on: day,
        author_id: by,
        at: now,
    }
}

/// Stores a follow-up that is planned.
pub async fn plan_follow_up(
    grant: &Grant,
    row: follow_up::Model,
    of: &youth_case::Model,
) -> Result<Kept, Fault> {
    let (youth, case) = (row.youth_id, row.case_id);
    let (duties, clock) = (Duties::load(grant).await?, types_clock::of(&row, of));
    let Some(tx) = begin(grant, youth, case).await? else { return Ok(Kept::CaseClosed) };
    follow_up::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    types_clock::start_all(grant, &tx, &duties, vec![clock]).await?;
    commit(grant, tx, youth, case).await
}

/// Stores what was found at a follow-up, read at the version before. One that was agreed in the plan belongs to an open
/// case; the others come after it was closed.
pub async fn record_follow_up(grant: &Grant, row: follow_up::Model) -> Result<Kept, Fault> {
    let (youth, case) = (row.youth_id, row.case_id);
    grant.touch([youth])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    if row.kind == FollowUpKind::Planned && !grant.hold_open(&tx, case).await? {
        return Ok(Kept::CaseClosed);
    }
    let id = row.id;
    let before = [follow_up::Column::Id.eq(id), follow_up::Column::Version.eq(row.version - 1)];
    if !grant.change(&tx, row, before).await? {
        return Ok(Kept::Changed);
    }
    types_clock::done(grant, &tx, id).await?;
    commit(grant, tx, youth, case).await
}

/// Stores a type of measures: a new one, or a change of the version before.
pub async fn define_type(grant: &Grant, row: measure_type::Model) -> Result<Result<(), PlanFault>, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let written = if row.version == 1 {
        let insert = measure_type::Entity::insert(row.into_active_model());
        insert.exec_without_returning(&tx).await.map(|_| true)
    } else {
        let before = [measure_type::Column::Id.eq(row.id), measure_type::Column::Version.eq(row.version - 1)];
        grant.change(&tx, row, before).await
    };
    match written {
        Ok(true) => tx.commit().await?,
        Ok(false) => return Ok(Err(PlanFault::Conflict)),
        Err(cause) if is_taken(&cause) => return Ok(Err(PlanFault::Taken)),
        Err(cause) => return Err(cause.into()),
    }
    Ok(Ok(()))
}
