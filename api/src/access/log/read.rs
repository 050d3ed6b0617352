//! The log as a reviewer (loggranskare) reads it: newest first, a page at a time, of everybody or of one youth.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::municipality::{access_log, access_reason, access_subject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::subject;
use crate::access::tenants::MunicipalityDb;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// Most entries of a page.
const PAGE: u64 = 500;

/// Which entries are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Only those about this youth: who has looked (vem som tittat).
    pub youth: Option<Uuid>,
    /// Only those before this place: the last one of the page before.
    pub before: Option<i64>,
    /// How many, at most 500.
    pub most: u64,
}

/// An entry as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Place in the chain; the cursor of the next page.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The request, job or command.
    pub request_id: Uuid,
    /// Id of the staff member, or the name of a job.
    pub actor: String,
    /// Ids of the assignments that gave the right, comma between.
    pub assignments: String,
    /// What was done.
    pub action: String,
    /// Whom it concerned.
    pub whom: Whom,
    /// Why.
    pub reason: Reason,
}

/// Whom an entry concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Nobody.
    Nobody,
    /// This youth.
    Youth(Uuid),
    /// Somebody who has been erased.
    Erased,
}

/// The reason of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// None was asked for.
    None,
    /// As it was written.
    Given(String),
    /// It was erased with the person.
    Erased,
    /// It cannot be decrypted: it was changed.
    Unreadable,
}

/// A page of entries, newest first. The caller has been authorized, and logs the reading itself.
pub(in crate::access) async fn page(municipality: &MunicipalityDb, asked: Asked) -> Result<Vec<Read>, Fault> {
    let db = municipality.db();
    let subject = match asked.youth {
        Some(youth) => match subject_of(db, youth).await? {
            Some(subject) => Some(subject.subject_key),
            None => return Ok(Vec::new()),
        },
        None => None,
    };
    let entries = entries(db, subject, asked).await?;
    let subjects = subjects(db, &entries).await?;
    let reasons = reasons(db, &entries).await?;
    Ok(entries.into_iter().map(|entry| told(municipality, entry, &subjects, &reasons)).collect())
}

fn told(
    municipality: &MunicipalityDb,
    entry: access_log::Model,
    subjects: &HashMap<Uuid, access_subject::Model>,
    reasons: &HashMap<i64, Vec<u8>>,
) -> Read {
    let subject = entry.subject_key.and_then(|key| subjects.get(&key));
    let whom = match (entry.subject_key, subject) {
        (None, _) => Whom::Nobody,
        (Some(_), Some(subject)) => Whom::Youth(subject.youth_id),
        (Some(_), None) => Whom::Erased,
    };
    let reason = match (&entry.reason_hash, subject, reasons.get(&entry.seq)) {
        (None, ..) => Reason::None,
        (Some(_), Some(subject), Some(sealed)) => subject::data_key(municipality.keys(), subject)
            .and_then(|key| subject::open_reason(&key, sealed))
            .map_or(Reason::Unreadable, Reason::Given),
        _ => Reason::Erased,
    };
    Read {
        seq: entry.seq,
        at: entry.at,
        request_id: entry.request_id,
        actor: entry.actor,
        assignments: entry.assignments,
        action: entry.action,
        whom,
        reason,
    }
}

#[allow(clippy::disallowed_methods, reason = "the log's own table, read by an authorized reviewer")]
async fn subject_of(db: &Db, youth: Uuid) -> Result<Option<access_subject::Model>, Fault> {
    let of_youth = access_subject::Column::YouthId.eq(youth);
    Ok(access_subject::Entity::find().filter(of_youth).one(db.read()).await?)
}

#[allow(clippy::disallowed_methods, reason = "the log's own table, read by an authorized reviewer")]
async fn entries(db: &Db, subject: Option<Uuid>, asked: Asked) -> Result<Vec<access_log::Model>, Fault> {
    let mut entries = access_log::Entity::find();
    if let Some(subject) = subject {
        entries = entries.filter(access_log::Column::SubjectKey.eq(subject));
    }
    if let Some(before) = asked.before {
        entries = entries.filter(access_log::Column::Seq.lt(before));
    }
    let newest_first = entries.order_by_desc(access_log::Column::Seq);
    Ok(newest_first.limit(asked.most.min(PAGE)).all(db.read()).await?)
}

#[allow(clippy::disallowed_methods, reason = "the log's own table, read by an authorized reviewer")]
async fn subjects(
    db: &Db,
    entries: &[access_log::Model],
) -> Result<HashMap<Uuid, access_subject::Model>, Fault> {
    let keys: std::collections::BTreeSet<_> = entries.iter().filter_map(|entry| entry.subject_key).collect();
    let those = access_subject::Column::SubjectKey.is_in(keys);
    let rows = access_subject::Entity::find().filter(those).all(db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.subject_key, row)).collect())
}

#[allow(clippy::disallowed_methods, reason = "the log's own table, read by an authorized reviewer")]
async fn reasons(db: &Db, entries: &[access_log::Model]) -> Result<HashMap<i64, Vec<u8>>, Fault> {
    let with_reason = entries.iter().filter(|entry| entry.reason_hash.is_some()).map(|entry| entry.seq);
    let those = access_reason::Column::Seq.is_in(with_reason);
    let rows = access_reason::Entity::find().filter(those).all(db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.seq, row.reason)).collect())
}
