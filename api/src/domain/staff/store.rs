//! Reads and writes of staff and assignments. Each write is in the access log first: it says who reaches whom.

use std::collections::HashMap;

use entity::municipality::signal;
use entity::municipality::{
    assignment, consent, follow_up, goal, mapping, mapping_answer, measure, note, staff, student_group,
    youth, youth_case,
};
use entity::reach::Within;
use entity::vocabulary::{AssignmentState, Role};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use async_graphql::ID;

use crate::access::loading::MOST_ROWS;
use crate::access::{Action, Asker, Grant, Visit};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// One member of staff.
pub async fn find(grant: &Grant, id: Uuid) -> Result<staff::Model, Fault> {
    let found = grant.one(staff::Entity::within(grant.reach()).filter(staff::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of staff by name.
pub async fn page(grant: &Grant, page: Page) -> Result<Vec<staff::Model>, Fault> {
    let all = staff::Entity::within(grant.reach()).filter(staff::Column::RemovedAt.is_null());
    grant.all(page.cut(all.clone(), all, staff::Column::SortName, staff::Column::Id, false)).await
}

/// The assignments of members of staff that the grant reaches, in one statement.
pub async fn assignments_of(
    grant: &Grant,
    staff: &[Uuid],
) -> Result<HashMap<Uuid, Vec<assignment::Model>>, Fault> {
    let rows = assignment::Entity::within(grant.reach())
        .filter(assignment::Column::StaffId.is_in(staff.iter().copied()))
        .order_by_desc(assignment::Column::StartsOn)
        .order_by_desc(assignment::Column::Id)
        .limit(MOST_ROWS);
    let mut by_staff: HashMap<Uuid, Vec<assignment::Model>> = HashMap::new();
    for row in grant.all(rows).await? {
        by_staff.entry(row.staff_id).or_default().push(row);
    }
    Ok(by_staff)
}

/// One assignment.
pub async fn assignment(grant: &Grant, id: Uuid) -> Result<assignment::Model, Fault> {
    let found =
        grant.one(assignment::Entity::within(grant.reach()).filter(assignment::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The roles of the one who acts at a unit or above it.
pub fn roles_over(held: &[assignment::Model], line: &[Uuid]) -> Vec<Role> {
    held.iter().filter(|held| line.contains(&held.unit_id)).map(|held| held.role).collect()
}

/// Whether a group belongs to a unit.
pub async fn group_is_at(grant: &Grant, group: Uuid, unit: Uuid) -> Result<bool, Fault> {
    let row = student_group::Entity::within(grant.reach())
        .filter(student_group::Column::Id.eq(group))
        .filter(student_group::Column::UnitId.eq(unit));
    Ok(grant.one(row).await?.is_some())
}

/// Adds a person.
pub async fn add(grant: &Grant, row: staff::Model) -> Result<(), Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    staff::Entity::insert(staff::ActiveModel::from(row)).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Adds an assignment.
pub async fn add_assignment(grant: &Grant, row: assignment::Model) -> Result<(), Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    assignment::Entity::insert(assignment::ActiveModel::from(row)).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Writes the second person's answer.
pub async fn answer(
    grant: &Grant,
    id: Uuid,
    was: AssignmentState,
    state: AssignmentState,
    by: Option<Uuid>,
) -> Result<assignment::Model, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    still(&tx, id, was).await?;
    let change = assignment::ActiveModel {
        id: Set(id),
        state: Set(state),
        approved_by: Set(by),
        ..Default::default()
    };
    let row = grant.update(&tx, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Checks, under a lock, that nobody answered first.
#[allow(clippy::disallowed_methods, reason = "the row was read within reach before; this locks it")]
async fn still(tx: &DatabaseTransaction, id: Uuid, was: AssignmentState) -> Result<(), Fault> {
    let row = assignment::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    if row.is_some_and(|row| row.state == was) { Ok(()) } else { Err(Fault::of(Code::Conflict)) }
}

/// Ends an assignment.
pub async fn end(grant: &Grant, id: Uuid, last_day: chrono::NaiveDate) -> Result<assignment::Model, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let change = assignment::ActiveModel { id: Set(id), ends_on: Set(Some(last_day)), ..Default::default() };
    let row = grant.update(&tx, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Whether the viewer may do something, to this thing or at all.
pub async fn can(visit: &Visit, action: Action, on: Option<&ID>) -> Result<bool, Fault> {
    if matches!(visit.asker(), Asker::Nobody) {
        return Err(Fault::of(Code::Unauthenticated));
    }
    let Ok(grant) = visit.authorize(action) else { return Ok(false) };
    let Some(on) = on else { return Ok(true) };
    let thing = GlobalId::read(on)?;
    if thing.municipality != grant.municipality_code() {
        return Ok(false);
    }
    let id = thing.id;
    let reached = match thing.kind {
        Kind::Unit => u64::from(grant.reaches_below(id).await?),
        Kind::Group => count::<student_group::Entity>(&grant, student_group::Column::Id.eq(id)).await?,
        Kind::Staff => count::<staff::Entity>(&grant, staff::Column::Id.eq(id)).await?,
        Kind::Assignment => count::<assignment::Entity>(&grant, assignment::Column::Id.eq(id)).await?,
        // Other actions reach units or the municipality, and would tell of any id whether it is there.
        _ if !action.is_about_a_youth() => 0,
        Kind::Youth => count::<youth::Entity>(&grant, youth::Column::Id.eq(id)).await?,
        Kind::Note => count::<note::Entity>(&grant, note::Column::Id.eq(id)).await?,
        Kind::Consent => count::<consent::Entity>(&grant, consent::Column::Id.eq(id)).await?,
        Kind::Mapping => count::<mapping::Entity>(&grant, mapping::Column::Id.eq(id)).await?,
        Kind::MappingAnswer => {
            count::<mapping_answer::Entity>(&grant, mapping_answer::Column::Id.eq(id)).await?
        }
        Kind::Goal => count::<goal::Entity>(&grant, goal::Column::Id.eq(id)).await?,
        Kind::Measure => count::<measure::Entity>(&grant, measure::Column::Id.eq(id)).await?,
        Kind::FollowUp => count::<follow_up::Entity>(&grant, follow_up::Column::Id.eq(id)).await?,
        Kind::Case => count::<youth_case::Entity>(&grant, youth_case::Column::Id.eq(id)).await?,
        Kind::Signal if matches!(action, Action::ReadSignals | Action::HandleSignals) => {
            count::<signal::Entity>(&grant, signal::Column::Id.eq(id)).await?
        }
        Kind::Municipality | Kind::Enrolment | Kind::BreakGlass | Kind::SecrecyShare => 0,
        Kind::KaaEntry | Kind::KaaMeasure | Kind::DutyClock | Kind::Signal | Kind::SignalRule => 0,
        Kind::Investigation | Kind::AbsenceReport | Kind::Transfer | Kind::HandOver => 0,
        Kind::Questionnaire | Kind::MeasureType => 0,
        Kind::Erasure | Kind::LegalHold => 0,
        Kind::StatisticsDraft => 0,
    };
    Ok(reached > 0)
}

/// How many rows within reach are the one asked about: one or none.
async fn count<E: Within<Model: Send + Sync>>(grant: &Grant, is_it: SimpleExpr) -> Result<u64, Fault> {
    grant.count(E::within(grant.reach()).filter(is_it)).await
}
