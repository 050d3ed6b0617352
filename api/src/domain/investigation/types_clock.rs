//! The clocks of an investigation: what is owed of it runs, and nothing else.

use entity::municipality::investigation;
use entity::vocabulary::{DutyKind, InvestigationState, Role};
use sea_orm::DatabaseTransaction;

use super::rules::{OWED, owed};
use crate::access::Grant;
pub use crate::domain::case::types_clock::{Duties, Place, places};
use crate::domain::case::types_clock::{NewClock, Of, end_clocks, meet_clocks, start_all};
use crate::support::fault::Fault;

/// Why the clocks of an investigation that was found needless fall away.
const NOT_NEEDED: &str = "NOT_NEEDED";

/// Starts the clocks of an investigation that was just opened: those that the head teacher owes.
pub async fn start(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    row: &investigation::Model,
    place: Place,
) -> Result<(), Fault> {
    let new = owed(row, grant.municipality_code()).into_iter().map(|(kind, due_on)| NewClock {
        youth_id: row.youth_id,
        track: place.track,
        kind,
        step: 1,
        case_id: row.case_id,
        object_id: Some(row.id),
        unit_id: row.unit_id,
        owner_id: None,
        owner_role: Some(Role::Principal),
        due_on,
    });
    start_all(grant, tx, duties, new.collect()).await
}

/// Meets the clocks of what is no longer owed; those of an investigation that was needless fall away.
pub async fn settle(
    grant: &Grant,
    tx: &DatabaseTransaction,
    after: &investigation::Model,
) -> Result<(), Fault> {
    let owed = owed(after, grant.municipality_code());
    let settled: Vec<DutyKind> =
        OWED.into_iter().filter(|kind| owed.iter().all(|(owed, _)| owed != kind)).collect();
    if after.state == InvestigationState::NotNeeded {
        end_clocks(grant, tx, Of::Object(after.id), &settled, NOT_NEEDED).await?;
    } else {
        meet_clocks(grant, tx, Of::Object(after.id), &settled).await?;
    }
    Ok(())
}
