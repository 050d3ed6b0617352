//! The clocks of follow-ups: they run from when one is planned until it is done, and fall away with the case.

use entity::municipality::{follow_up, youth_case};
use entity::vocabulary::{DutyKind, FollowUpKind, Secrecy};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::access::Grant;
pub use crate::domain::case::types_clock::{Duties, NewClock, start_all};
use crate::domain::case::types_clock::{Of, end_clocks, meet_clocks};
use crate::support::fault::Fault;

/// Why the clock of a follow-up after closing falls away: the case was opened again.
const REOPENED: &str = "REOPENED";

/// The clock of a follow-up, due on its day. A general one is for whoever is responsible for the case; a classified one
/// for whoever planned it, who reads it; one after closing for the lead of the track.
pub fn of(row: &follow_up::Model, case: &youth_case::Model) -> NewClock {
    let is_planned = row.kind == FollowUpKind::Planned;
    let is_closed_to_others = row.secrecy != Secrecy::General;
    NewClock {
        youth_id: row.youth_id,
        track: row.track,
        kind: if is_planned { DutyKind::FollowUpMeasure } else { DutyKind::FollowUpEstablishment },
        step: 1,
        case_id: Some(row.case_id),
        object_id: Some(row.id),
        unit_id: case.owner_unit_id,
        owner_id: row.author_id.filter(|_| is_closed_to_others),
        owner_role: (!is_planned).then(|| row.track.lead()),
        due_on: Some(row.planned_on),
    }
}

/// That a follow-up was done meets its clock.
pub async fn done(grant: &Grant, tx: &DatabaseTransaction, follow_up: Uuid) -> Result<(), Fault> {
    meet_clocks(grant, tx, Of::Object(follow_up), &DutyKind::OF_FOLLOW_UPS).await?;
    Ok(())
}

/// The clock of a follow-up that was taken away, since its case was opened again.
pub async fn taken_away(grant: &Grant, tx: &DatabaseTransaction, follow_up: Uuid) -> Result<(), Fault> {
    end_clocks(grant, tx, Of::Object(follow_up), &DutyKind::OF_FOLLOW_UPS, REOPENED).await?;
    Ok(())
}
