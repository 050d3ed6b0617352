//! The check of the reasons beside the chain: each must be the one that its entry speaks of.

use std::collections::{HashMap, HashSet};

use entity::municipality::{access_log, access_reason, access_subject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::commit::ROWS_A_STATEMENT;
use super::problem::{Finding, Problems};
use crate::support::crypto::sha256;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// Compares every reason up to `end` with its entry.
#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
pub(super) async fn check(db: &Db, end: i64, problems: &mut Problems) -> Result<(), Fault> {
    let mut after = i64::MIN;
    loop {
        let page = access_reason::Entity::find()
            .filter(access_reason::Column::Seq.gt(after))
            .filter(access_reason::Column::Seq.lte(end))
            .order_by_asc(access_reason::Column::Seq)
            .limit(ROWS_A_STATEMENT as u64)
            .all(db.read())
            .await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.seq;
        compare(&page, &entries_of(db, &page).await?, problems);
    }
}

fn compare(
    reasons: &[access_reason::Model],
    entries: &HashMap<i64, access_log::Model>,
    problems: &mut Problems,
) {
    for reason in reasons {
        let entry = entries.get(&reason.seq);
        let Some((entry, hash)) = entry.and_then(|entry| Some((entry, entry.reason_hash.as_ref()?))) else {
            problems.add(reason.seq, Finding::ReasonAdded);
            continue;
        };
        let same = sha256(&reason.reason) == *hash && entry.subject_key == Some(reason.subject_key);
        problems.add_if(!same, reason.seq, Finding::ReasonChanged);
    }
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn entries_of(
    db: &Db,
    reasons: &[access_reason::Model],
) -> Result<HashMap<i64, access_log::Model>, Fault> {
    let those = access_log::Column::Seq.is_in(reasons.iter().map(|reason| reason.seq));
    let rows = access_log::Entity::find().filter(those).all(db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.seq, row)).collect())
}

/// Finds entries whose reason is gone though the youth was not erased: an erasure takes the link and the reasons.
pub(super) async fn check_missing(
    db: &Db,
    entries: &[access_log::Model],
    problems: &mut Problems,
) -> Result<(), Fault> {
    let with_reason: Vec<_> = entries.iter().filter(|entry| entry.reason_hash.is_some()).collect();
    for some in with_reason.chunks(ROWS_A_STATEMENT) {
        let there = reasons_there(db, some).await?;
        let missing: Vec<_> = some.iter().filter(|entry| !there.contains(&entry.seq)).collect();
        if missing.is_empty() {
            continue;
        }
        let linked = linked(db, missing.iter().filter_map(|entry| entry.subject_key)).await?;
        for entry in missing {
            let erased = entry.subject_key.is_none_or(|key| !linked.contains(&key));
            problems.add_if(!erased, entry.seq, Finding::ReasonMissing);
        }
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn reasons_there(db: &Db, entries: &[&access_log::Model]) -> Result<HashSet<i64>, Fault> {
    let those = access_reason::Column::Seq.is_in(entries.iter().map(|entry| entry.seq));
    let seqs = access_reason::Entity::find().select_only().column(access_reason::Column::Seq).filter(those);
    Ok(seqs.into_tuple::<i64>().all(db.read()).await?.into_iter().collect())
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn linked(db: &Db, keys: impl Iterator<Item = Uuid>) -> Result<HashSet<Uuid>, Fault> {
    let those = access_subject::Column::SubjectKey.is_in(keys);
    let column = access_subject::Column::SubjectKey;
    let found = access_subject::Entity::find().select_only().column(column).filter(those);
    Ok(found.into_tuple::<Uuid>().all(db.read()).await?.into_iter().collect())
}
