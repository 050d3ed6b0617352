//! One commit: locks the end of the chain, adds entries after it, moves the end.

use std::collections::{BTreeSet, HashMap};

use chrono::SubsecRound;
use entity::municipality::{access_log, access_log_head, access_reason, access_subject};
use sea_orm::{DatabaseTransaction, EntityTrait, QuerySelect};
use uuid::Uuid;

use super::{Entry, chain, subject};
use crate::support::crypto::{Keys, sha256};
use crate::support::fault::Fault;

/// Most rows of one statement: engines bound the parameters of a statement.
pub(super) const ROWS_A_STATEMENT: usize = 500;

/// The rows that a commit writes.
struct Rows {
    entries: Vec<access_log::Model>,
    reasons: Vec<access_reason::Model>,
}

/// Adds the entries to the chain within `tx`; they are durable when it is committed.
pub(super) async fn add(tx: &DatabaseTransaction, keys: &Keys, entries: &[Entry]) -> Result<(), Fault> {
    let head = lock_head(tx).await?;
    let youths: BTreeSet<Uuid> = entries.iter().filter_map(|entry| entry.youth).collect();
    let subjects = subject::find_or_make(tx, keys, &youths).await?;
    let rows = chained(keys, head, &subjects, entries)?;
    insert(tx, &rows).await?;
    move_head(tx, rows.entries.last()).await
}

/// Reads the end of the chain and locks it until the transaction ends (on SQLite the transaction is the lock).
#[allow(clippy::disallowed_methods, reason = "the end of the chain; no person's row")]
pub(super) async fn lock_head(tx: &DatabaseTransaction) -> Result<access_log_head::Model, Fault> {
    let head = access_log_head::Entity::find_by_id(1_i16).lock_exclusive().one(tx).await?;
    head.ok_or_else(|| Fault::internal(&"access log without an end"))
}

fn chained(
    keys: &Keys,
    head: access_log_head::Model,
    subjects: &HashMap<Uuid, access_subject::Model>,
    entries: &[Entry],
) -> Result<Rows, Fault> {
    let mut rows = Rows { entries: Vec::with_capacity(entries.len()), reasons: Vec::new() };
    let (mut seq, mut previous) = (head.seq, head.hash);
    for entry in entries {
        seq += 1;
        let subject = entry.youth.map(|youth| subject_of(subjects, youth)).transpose()?;
        let reason = sealed_reason(keys, seq, subject, entry)?;
        let row = linked(keys, seq, previous, subject, reason.as_ref(), entry);
        previous = row.hash.clone();
        rows.entries.push(row);
        rows.reasons.extend(reason);
    }
    Ok(rows)
}

fn subject_of(
    subjects: &HashMap<Uuid, access_subject::Model>,
    youth: Uuid,
) -> Result<&access_subject::Model, Fault> {
    subjects.get(&youth).ok_or_else(|| Fault::internal(&"a subject that was just made is missing"))
}

fn sealed_reason(
    keys: &Keys,
    seq: i64,
    subject: Option<&access_subject::Model>,
    entry: &Entry,
) -> Result<Option<access_reason::Model>, Fault> {
    let (Some(subject), Some(reason)) = (subject, &entry.reason) else { return Ok(None) };
    let reason = subject::seal_reason(&subject::data_key(keys, subject)?, reason);
    Ok(Some(access_reason::Model { seq, subject_key: subject.subject_key, reason }))
}

fn linked(
    keys: &Keys,
    seq: i64,
    previous: Vec<u8>,
    subject: Option<&access_subject::Model>,
    reason: Option<&access_reason::Model>,
    entry: &Entry,
) -> access_log::Model {
    let mut row = access_log::Model {
        seq,
        at: entry.at.trunc_subsecs(6),
        request_id: entry.request_id,
        actor: entry.actor.clone(),
        assignments: entry.assignments.clone(),
        action: entry.action.clone(),
        subject_key: subject.map(|subject| subject.subject_key),
        reason_hash: reason.map(|reason| sha256(&reason.reason)),
        previous,
        hash: Vec::new(),
    };
    row.hash = chain::hash(&keys.log, &row);
    row
}

#[allow(clippy::disallowed_methods, reason = "the log's own tables, which only this file adds to")]
async fn insert(tx: &DatabaseTransaction, rows: &Rows) -> Result<(), Fault> {
    for some in rows.entries.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(access_log::ActiveModel::from);
        access_log::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
    for some in rows.reasons.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(access_reason::ActiveModel::from);
        access_reason::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "the end of the chain; no person's row")]
async fn move_head(tx: &DatabaseTransaction, last: Option<&access_log::Model>) -> Result<(), Fault> {
    let Some(last) = last else { return Ok(()) };
    let end = access_log_head::Model { id: 1, seq: last.seq, hash: last.hash.clone() };
    let end = sea_orm::IntoActiveModel::into_active_model(end);
    access_log_head::Entity::update(sea_orm::ActiveModelTrait::reset_all(end)).exec(tx).await?;
    Ok(())
}
