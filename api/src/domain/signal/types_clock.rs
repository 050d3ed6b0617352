//! The clock of a signal: whom it waits for, and what settles it.

use std::collections::HashMap;

use entity::municipality::signal;
use entity::vocabulary::{DutyKind, SignalKind, SignalState};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::rules_change;
use crate::access::Grant;
pub use crate::domain::case::types_clock::{Duties, Place, places, start_all};
use crate::domain::case::types_clock::{NewClock, Of, meet_clocks, start_next};
use crate::support::fault::Fault;

/// The first clock of a signal; none of a youth who goes to no school, and of an item that asks for missing reports.
pub fn first(row: &signal::Model, places: &HashMap<Uuid, Place>) -> Option<NewClock> {
    let place = places.get(&row.youth_id).filter(|_| row.kind != SignalKind::ReportingIncomplete)?;
    Some(NewClock {
        youth_id: row.youth_id,
        track: place.track,
        kind: DutyKind::AttendSignal,
        step: 1,
        case_id: None,
        object_id: Some(row.id),
        unit_id: place.unit_id,
        owner_id: None,
        owner_role: Some(row.owner_role),
        due_on: Some(row.due_on),
    })
}

/// What somebody did to a signal meets the clock that ran; handed on, it has a new one. `after` is how it is then.
pub async fn turn(
    grant: &Grant,
    tx: &DatabaseTransaction,
    before: SignalState,
    after: &signal::Model,
    calendar: (&Duties, &HashMap<Uuid, Place>),
) -> Result<(), Fault> {
    let (meets, starts) = rules_change::turn(before, after.state);
    if meets {
        meet_clocks(grant, tx, Of::Object(after.id), &[DutyKind::AttendSignal]).await?;
    }
    match first(after, calendar.1).filter(|_| starts) {
        Some(new) => start_next(grant, tx, calendar.0, new).await,
        None => Ok(()),
    }
}

/// That somebody has attended to a signal meets its clock.
pub async fn attended(grant: &Grant, tx: &DatabaseTransaction, signal: Uuid) -> Result<(), Fault> {
    meet_clocks(grant, tx, Of::Object(signal), &[DutyKind::AttendSignal]).await?;
    Ok(())
}
