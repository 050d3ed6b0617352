//! The clock of a transfer: the receiver owes an answer. What went to another municipality is answered there.

use entity::municipality::transfer;
use entity::vocabulary::{DutyKind, TransferState};
use sea_orm::DatabaseTransaction;

use crate::access::Grant;
pub use crate::domain::case::types_clock::Duties;
use crate::domain::case::types_clock::{NewClock, Of, end_clocks, meet_clocks, start_all, unit_that_leads};
pub use crate::domain::kaa::types_clock::{start as start_entries, unit as unit_of_kaa};
use crate::support::fault::Fault;

/// Why the clock falls away: the sender took the transfer back.
const REVOKED: &str = "REVOKED";

/// The clock of a transfer that is about to be made; none of one to another municipality.
pub async fn of(grant: &Grant, row: &transfer::Model) -> Result<Option<NewClock>, Fault> {
    if row.to_municipality.is_some() {
        return Ok(None);
    }
    let unit_id = match row.to_unit_id {
        Some(unit) => unit,
        None => unit_that_leads(grant, row.to_track).await?.unwrap_or(row.from_unit_id),
    };
    Ok(Some(NewClock {
        youth_id: row.youth_id,
        track: row.to_track,
        kind: DutyKind::AnswerTransfer,
        step: 1,
        case_id: None,
        object_id: Some(row.id),
        unit_id,
        owner_id: None,
        owner_role: Some(row.to_track.lead()),
        due_on: None,
    }))
}

/// Starts it with the transfer.
pub async fn start(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    clock: Option<NewClock>,
) -> Result<(), Fault> {
    start_all(grant, tx, duties, clock.into_iter().collect()).await
}

/// An answer meets it; taken back, it falls away.
pub async fn settle(grant: &Grant, tx: &DatabaseTransaction, after: &transfer::Model) -> Result<(), Fault> {
    let (of, kinds) = (Of::Object(after.id), [DutyKind::AnswerTransfer]);
    match after.state {
        TransferState::InProgress => {}
        TransferState::Revoked => drop(end_clocks(grant, tx, of, &kinds, REVOKED).await?),
        TransferState::Accepted | TransferState::Rejected | TransferState::Done => {
            meet_clocks(grant, tx, of, &kinds).await?;
        }
    }
    Ok(())
}
