//! Clocks that wait for another row than a case: a signal, an investigation, a follow-up, a transfer, an entry.
//!
//! Their ids are made from the row, the duty and its number, so that nothing is started twice.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::{assignment, duty_clock, enrolment};
use entity::reach::Within;
use entity::vocabulary::{DutyKind, Track};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::store_clock::{Duties, NewClock, row_of};
use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::fault::Fault;
use crate::support::ids;

/// Where a youth goes to school today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The track of its school form.
    pub track: Track,
    /// The unit.
    pub unit_id: Uuid,
}

/// Where these youths go to school today; those who go to none have no place.
pub async fn places(grant: &Grant, youths: &[Uuid]) -> Result<HashMap<Uuid, Place>, Fault> {
    let today = grant.reach().today;
    let current = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::YouthId.is_in(youths.iter().copied()))
        .filter(enrolment::Column::Cancelled.eq(false))
        .filter(enrolment::Column::StartsOn.lte(today))
        .filter(
            Condition::any()
                .add(enrolment::Column::EndsOn.is_null())
                .add(enrolment::Column::EndsOn.gte(today)),
        )
        .order_by_desc(enrolment::Column::StartsOn)
        .order_by_desc(enrolment::Column::Id)
        .limit(MOST_ROWS);
    let mut places = HashMap::new();
    for row in grant.all(current).await? {
        if let Some(track) = Track::of_school(&row.school_type) {
            places.entry(row.youth_id).or_insert(Place { track, unit_id: row.unit_id });
        }
    }
    Ok(places)
}

/// A unit at which the work on a track is led today; none where nobody leads it.
#[allow(clippy::disallowed_methods, reason = "which unit has a duty: an id of a unit, about nobody")]
pub async fn unit_that_leads(grant: &Grant, track: Track) -> Result<Option<Uuid>, Fault> {
    let today = grant.reach().today;
    let held = assignment::Entity::find()
        .filter(assignment::Column::Role.eq(track.lead()))
        .filter(assignment::Column::StartsOn.lte(today))
        .filter(
            Condition::any()
                .add(assignment::Column::EndsOn.is_null())
                .add(assignment::Column::EndsOn.gte(today)),
        )
        .order_by_asc(assignment::Column::StartsOn)
        .order_by_asc(assignment::Column::Id);
    Ok(grant.one(held).await?.map(|row| row.unit_id))
}

/// Starts clocks that wait for other rows, unless they were started before.
pub async fn start_all(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    new: Vec<NewClock>,
) -> Result<(), Fault> {
    let rows: Vec<_> = new.into_iter().map(|new| row_of(grant, duties, new)).collect();
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let once = OnConflict::column(duty_clock::Column::Id).do_nothing().to_owned();
        duty_clock::Entity::insert_many(some.iter().cloned().map(IntoActiveModel::into_active_model))
            .on_conflict(once)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Starts the next clock of a duty that waits for a row, whatever number its caller gave.
#[allow(clippy::disallowed_methods, reason = "counts clocks of a row that was found within reach before")]
pub async fn start_next(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    new: NewClock,
) -> Result<(), Fault> {
    let before = duty_clock::Entity::find()
        .filter(duty_clock::Column::ObjectId.eq(new.object_id))
        .filter(duty_clock::Column::Kind.eq(new.kind))
        .count(tx)
        .await?;
    let step = i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1);
    start_all(grant, tx, duties, vec![NewClock { step, ..new }]).await
}

/// Starts again what waits for the follow-ups of a case that is opened again: what fell away with the case, with the day
/// that was agreed.
#[allow(clippy::disallowed_methods, reason = "clocks of a case that was found within reach before")]
pub async fn start_again(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    case: Uuid,
) -> Result<(), Fault> {
    let planned = duty_clock::Entity::find()
        .filter(duty_clock::Column::CaseId.eq(case))
        .filter(duty_clock::Column::Kind.eq(DutyKind::FollowUpMeasure))
        .order_by_desc(duty_clock::Column::Step)
        .all(tx)
        .await?;
    let mut seen = BTreeSet::new();
    let again = planned.into_iter().filter(|row| seen.insert(row.object_id) && row.ended_at.is_some());
    let new = again.map(|row| NewClock {
        youth_id: row.youth_id,
        track: row.track,
        kind: row.kind,
        step: row.step.saturating_add(1),
        case_id: row.case_id,
        object_id: row.object_id,
        unit_id: row.unit_id,
        owner_id: row.owner_id,
        owner_role: row.owner_role,
        due_on: Some(row.due_on),
    });
    start_all(grant, tx, duties, new.collect()).await
}

/// The id of a clock: of a row that is waited for always the same.
pub(super) fn id_of(grant: &Grant, new: &NewClock) -> Uuid {
    match new.object_id {
        Some(object) => ids::of_event(object, &format!("duty/{}/{}", new.kind.to_value(), new.step)),
        None => ids::new_id(grant.clock().now()),
    }
}
