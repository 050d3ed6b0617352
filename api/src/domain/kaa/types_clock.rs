//! The clocks of the activity duty: a new youth is to be reached, each attempt is the step to the next, and a hand-over is
//! to be answered.

use entity::municipality::{kaa_contact, kaa_entry};
use entity::vocabulary::{DutyKind, Track};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::rules::first_contact_due;
use crate::access::Grant;
pub use crate::domain::case::types_clock::Duties;
use crate::domain::case::types_clock::{
    NewClock, Of, end_clocks, meet_clocks, start_all, start_next, unit_that_leads,
};
pub use crate::domain::transfer::types_clock::{of as of_transfer, start as start_transfer};
use crate::support::fault::Fault;

/// A unit at which officers of the activity duty work today; none where there is no officer.
pub async fn unit(grant: &Grant) -> Result<Option<Uuid>, Fault> {
    unit_that_leads(grant, Track::Kaa).await
}

/// The clock that a new entry starts with; the unit is where the officers work.
fn first(row: &kaa_entry::Model, unit_id: Uuid) -> NewClock {
    NewClock {
        youth_id: row.youth_id,
        track: Track::Kaa,
        kind: DutyKind::ContactKaa,
        step: 1,
        case_id: None,
        object_id: Some(row.id),
        unit_id,
        owner_id: None,
        owner_role: Some(Track::Kaa.lead()),
        due_on: Some(first_contact_due(row.registered_on)),
    }
}

/// Starts the clocks of new entries; none where no officer works at any unit.
pub async fn start(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    rows: &[kaa_entry::Model],
    unit: Option<Uuid>,
) -> Result<(), Fault> {
    let Some(unit) = unit else { return Ok(()) };
    start_all(grant, tx, duties, rows.iter().map(|row| first(row, unit)).collect()).await
}

/// A contact meets the clock that runs. Who was not reached is to be sought again, by the rule of the duty.
pub async fn contacted(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    (entry, contact): (&kaa_entry::Model, &kaa_contact::Model),
    unit: Option<Uuid>,
) -> Result<(), Fault> {
    let met = meet_clocks(grant, tx, Of::Object(entry.id), &[DutyKind::ContactKaa]).await?;
    match unit.filter(|_| met > 0 && !contact.reached) {
        Some(unit) => start_next(grant, tx, duties, NewClock { due_on: None, ..first(entry, unit) }).await,
        None => Ok(()),
    }
}

/// The clock of an entry that has ended falls away, for the reason of that.
pub async fn ended(grant: &Grant, tx: &DatabaseTransaction, entry: Uuid, why: &str) -> Result<(), Fault> {
    end_clocks(grant, tx, Of::Object(entry), &[DutyKind::ContactKaa], why).await?;
    Ok(())
}
