//! Subjects: the random key by which the log names a youth, and the key that encrypts the reasons about them.
//!
//! Read anew in every commit while the end of the chain is locked, never remembered: so an erased key gets no new
//! entry, and a youth who comes back after an erasure gets another key.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::access_subject;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::commit::ROWS_A_STATEMENT;
use crate::support::crypto::{Key, Keys};
use crate::support::fault::Fault;
use crate::support::ids;

/// Where a reason is kept; bound to its encryption.
const REASON: &str = "access_reason.reason";

/// The subjects of these youths, made where there is none. The caller holds the lock on the end of the chain.
pub(super) async fn find_or_make(
    tx: &DatabaseTransaction,
    keys: &Keys,
    youths: &BTreeSet<Uuid>,
) -> Result<HashMap<Uuid, access_subject::Model>, Fault> {
    let mut found = find(tx, youths).await?;
    let missing: BTreeSet<Uuid> = youths.iter().filter(|youth| !found.contains_key(youth)).copied().collect();
    if !missing.is_empty() {
        make(tx, keys, &missing).await?;
        found.extend(find(tx, &missing).await?);
    }
    Ok(found)
}

#[allow(clippy::disallowed_methods, reason = "the log's own table; the caller has authorized the youths")]
async fn find(
    db: &impl ConnectionTrait,
    youths: &BTreeSet<Uuid>,
) -> Result<HashMap<Uuid, access_subject::Model>, Fault> {
    let youths: Vec<Uuid> = youths.iter().copied().collect();
    let mut found = HashMap::with_capacity(youths.len());
    for some in youths.chunks(ROWS_A_STATEMENT) {
        let those = access_subject::Column::YouthId.is_in(some.iter().copied());
        let rows = access_subject::Entity::find().filter(those).all(db).await?;
        found.extend(rows.into_iter().map(|row| (row.youth_id, row)));
    }
    Ok(found)
}

#[allow(clippy::disallowed_methods, reason = "the log's own table; the caller has authorized the youths")]
async fn make(tx: &DatabaseTransaction, keys: &Keys, youths: &BTreeSet<Uuid>) -> Result<(), Fault> {
    let rows: Vec<_> = youths.iter().map(|youth| new_subject(keys, *youth).into()).collect();
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let some: Vec<access_subject::ActiveModel> = some.to_vec();
        access_subject::Entity::insert_many(some)
            .on_conflict(OnConflict::column(access_subject::Column::YouthId).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn new_subject(keys: &Keys, youth_id: Uuid) -> access_subject::Model {
    let subject_key = ids::random_id();
    let data_key = keys.columns.seal(&place(subject_key, youth_id), Key::random().bytes());
    access_subject::Model { subject_key, youth_id, data_key }
}

/// The key that encrypts the reasons about this subject; fails when the link to the youth was changed.
pub(super) fn data_key(keys: &Keys, subject: &access_subject::Model) -> Result<Key, Fault> {
    let bytes = keys.columns.open(&place(subject.subject_key, subject.youth_id), &subject.data_key)?;
    Key::from_bytes(&bytes).ok_or_else(|| Fault::internal(&"key of a subject has a wrong length"))
}

/// Binds the wrapped key to the link, so that two youths cannot change places.
fn place(subject_key: Uuid, youth: Uuid) -> String {
    format!("access_subject.data_key.{subject_key}.{youth}")
}

/// Encrypts a reason.
pub(super) fn seal_reason(data_key: &Key, reason: &str) -> Vec<u8> {
    data_key.seal(REASON, reason.as_bytes())
}

/// Decrypts a reason.
pub(super) fn open_reason(data_key: &Key, sealed: &[u8]) -> Result<String, Fault> {
    data_key.open_text(REASON, sealed)
}
