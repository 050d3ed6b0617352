//! Writes of cases: each with its line of history and its clocks, in one transaction, logged before it is begun.

use entity::municipality::{case_event, consent, signal, youth_case};
use entity::vocabulary::{CaseEventKind, CaseState, Track};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use super::rules::CaseFault;
use super::store_clock::{self, Duties};
use super::types_signal::take_up;
use crate::access::Grant;
use crate::support::db::is_taken;
use crate::support::events::Topic;
use crate::support::fault::Fault;
use crate::support::ids;

/// Where the reason of a line of history is kept; bound to its encryption.
pub const REASON: &str = "case_event.reason";

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Whom it is about.
    pub youth_id: Uuid,
    /// Its track.
    pub track: Track,
    /// The unit that owns it.
    pub owner_unit_id: Uuid,
    /// Who is responsible from the start.
    pub responsible_id: Option<Uuid>,
    /// The consent that it rests on.
    pub consent_id: Option<Uuid>,
    /// Why it is opened.
    pub reason: Option<String>,
}

/// A change of a case that was read within reach.
#[derive(Clone, Debug)]
pub struct Change {
    /// How it was read, with the version that it still must have.
    pub before: youth_case::Model,
    /// How it is to be.
    pub after: youth_case::Model,
    /// What happens.
    pub kind: CaseEventKind,
    /// Why.
    pub reason: Option<String>,
    /// What a clock that falls away is told, where no reason was written.
    pub fallback: String,
}

/// Opens a case; with a consent that it rests on and that is recorded in the same breath, and from signals that were read
/// within reach, which are attended to by that.
pub async fn open(
    grant: &Grant,
    given: Option<consent::Model>,
    new: NewCase,
    signals: &[signal::Model],
) -> Result<Result<youth_case::Model, CaseFault>, Fault> {
    let duties = Duties::load(grant).await?;
    grant.touch([new.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    record(&tx, given).await?;
    let opened = insert_case(grant, &tx, &duties, new).await?;
    if let Ok(row) = &opened {
        if !take_up(grant, &tx, signals, row.id).await? {
            return Ok(Err(CaseFault::SignalChanged));
        }
        for signal in signals {
            let event = line(grant, row, Some(row.state), CaseEventKind::SignalTakenUp, None);
            let event = case_event::Model { signal_id: Some(signal.id), ..event };
            case_event::Entity::insert(event.into_active_model()).exec_without_returning(&tx).await?;
        }
        tx.commit().await?;
        grant.announce(Topic::CaseChanged, row.youth_id, row.id);
    }
    Ok(opened)
}

/// Inserts a case with its first line of history and its first clock; `Taken` when the youth has an open one on the
/// track. The caller has found the youth within reach, logs before, and announces after the commit.
pub async fn insert_case(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    new: NewCase,
) -> Result<Result<youth_case::Model, CaseFault>, Fault> {
    let now = grant.clock().now();
    let row = youth_case::Model {
        id: ids::new_id(now),
        youth_id: new.youth_id,
        track: new.track,
        state: CaseState::Detected,
        owner_unit_id: new.owner_unit_id,
        responsible_id: new.responsible_id,
        consent_id: new.consent_id,
        opened_by: grant.staff_id(),
        opened_at: now,
        closed_at: None,
        closing_reason: None,
        version: 1,
    };
    let inserted =
        youth_case::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await;
    if let Err(cause) = inserted {
        return if is_taken(&cause) { Ok(Err(CaseFault::Taken)) } else { Err(cause.into()) };
    }
    write_down(grant, tx, &row, None, CaseEventKind::Opened, new.reason.as_deref()).await?;
    store_clock::start_first(grant, tx, duties, &row).await?;
    Ok(Ok(row))
}

/// Changes a case, if it still has the version that was read; `Conflict` otherwise, and nothing is changed. With a new
/// consent that it goes on under.
pub async fn change(
    grant: &Grant,
    given: Option<consent::Model>,
    change: Change,
) -> Result<Result<youth_case::Model, CaseFault>, Fault> {
    let duties = Duties::load(grant).await?;
    grant.touch([change.before.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    record(&tx, given).await?;
    let changed = apply(grant, &tx, &duties, change).await?;
    if let Ok(row) = &changed {
        tx.commit().await?;
        grant.announce(Topic::CaseChanged, row.youth_id, row.id);
    }
    Ok(changed)
}

async fn record(tx: &DatabaseTransaction, given: Option<consent::Model>) -> Result<(), Fault> {
    if let Some(given) = given {
        consent::Entity::insert(given.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The change itself. What is refused is rolled back when the transaction is dropped.
#[allow(clippy::disallowed_methods, reason = "one case, read within reach, at the version that was read")]
async fn apply(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    change: Change,
) -> Result<Result<youth_case::Model, CaseFault>, Fault> {
    let Change { before, after, kind, reason, fallback } = change;
    let row = youth_case::Model { version: before.version.saturating_add(1), ..after };
    let columns = youth_case::ActiveModel {
        state: Set(row.state),
        owner_unit_id: Set(row.owner_unit_id),
        responsible_id: Set(row.responsible_id),
        consent_id: Set(row.consent_id),
        closed_at: Set(row.closed_at),
        closing_reason: Set(row.closing_reason.clone()),
        version: Set(row.version),
        ..Default::default()
    };
    let updated = youth_case::Entity::update_many()
        .set(columns)
        .filter(youth_case::Column::Id.eq(before.id))
        .filter(youth_case::Column::Version.eq(before.version))
        .exec(tx)
        .await;
    match updated {
        Ok(updated) if updated.rows_affected == 0 => return Ok(Err(CaseFault::Conflict)),
        Ok(_) => {}
        Err(cause) if is_taken(&cause) => return Ok(Err(CaseFault::Taken)),
        Err(cause) => return Err(cause.into()),
    }
    write_down(grant, tx, &row, Some(before.state), kind, reason.as_deref()).await?;
    if row.owner_unit_id != before.owner_unit_id {
        store_clock::move_clocks(tx, &row).await?;
    }
    if row.state != before.state {
        let why = reason.as_deref().unwrap_or(&fallback);
        store_clock::turn_clocks(grant, tx, duties, before.state, &row, why).await?;
    }
    Ok(Ok(row))
}

/// Adds a line to the history of a case.
async fn write_down(
    grant: &Grant,
    tx: &DatabaseTransaction,
    row: &youth_case::Model,
    from: Option<CaseState>,
    kind: CaseEventKind,
    reason: Option<&str>,
) -> Result<(), Fault> {
    let event = line(grant, row, from, kind, reason);
    case_event::Entity::insert(event.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

fn line(
    grant: &Grant,
    row: &youth_case::Model,
    from: Option<CaseState>,
    kind: CaseEventKind,
    reason: Option<&str>,
) -> case_event::Model {
    let now = grant.clock().now();
    case_event::Model {
        id: ids::new_id(now),
        youth_id: row.youth_id,
        case_id: row.id,
        track: row.track,
        kind,
        from_state: from,
        to_state: row.state,
        responsible_id: row.responsible_id,
        by_id: grant.staff_id(),
        at: now,
        reason: reason.map(|text| grant.keys().columns.seal(REASON, text.as_bytes())),
        signal_id: None,
    }
}
