//! The check of a whole log: every entry, every reason, every link, and the ends that were signed.
//!
//! Memory is bounded: rows are read a page at a time, problems are listed up to a bound and counted beyond it. It
//! may run while entries are being added; it checks up to the end of the chain as it stood at the start.

use std::path::Path;

use entity::municipality::{access_log, access_reason, access_subject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::heads::{HeadSigner, end_of};
use super::problem::{Finding, Problems};
use super::signed::Ends;
use super::{reasons, subject, walk};
use crate::access::tenants::Tenants;
use crate::support::crypto::Keys;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// Subjects read at a time.
const PAGE: u64 = 1_000;

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Entries read.
    pub entries: u64,
    /// Place of the first entry: more than 1 when older segments have been retired (gallring).
    pub first_seq: i64,
    /// Place of the last entry; 0 when there has never been one.
    pub last_seq: i64,
    /// Signed ends compared, those of the registry and those of the file.
    pub signed_heads: u64,
    /// What shows that the log was changed.
    pub problems: Problems,
}

impl Verified {
    /// Whether nothing was found.
    pub fn is_whole(&self) -> bool {
        self.problems.count == 0
    }
}

/// Checks the log of one municipality; with `file`, against the signed ends kept there too.
pub async fn verify(
    tenants: &Tenants,
    code: &str,
    signer: &dyn HeadSigner,
    file: Option<&Path>,
) -> Result<Verified, Fault> {
    let municipality = tenants.handle(code).await?;
    let (db, keys) = (municipality.db(), municipality.keys());
    let ends = Ends { code, registry: tenants.registry(), signer, file };
    let mut problems = Problems::default();
    // The last rows before the end: the end moves with every entry, so an honest log has none beyond it.
    let (last_entry, last_reason) = last_rows(db).await?;
    let end = end_of(db).await?;
    problems.add_if(last_entry > Some(end.seq), last_entry.unwrap_or_default(), Finding::BeyondEnd);
    problems.add_if(last_reason > Some(end.seq), last_reason.unwrap_or_default(), Finding::ReasonAdded);
    let walked = walk::walk(db, keys, &ends, &end, &mut problems).await?;
    reasons::check(db, end.seq, &mut problems).await?;
    check_links(db, keys, &mut problems).await?;
    let signed_heads = ends.check(db, walked.first_seq, &mut problems).await?;
    Ok(Verified {
        entries: walked.entries,
        first_seq: walked.first_seq,
        last_seq: end.seq,
        signed_heads,
        problems,
    })
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn last_rows(db: &Db) -> Result<(Option<i64>, Option<i64>), Fault> {
    let entries = access_log::Entity::find().select_only().column_as(access_log::Column::Seq.max(), "last");
    let reasons =
        access_reason::Entity::find().select_only().column_as(access_reason::Column::Seq.max(), "last");
    let entry: Option<Option<i64>> = entries.into_tuple().one(db.read()).await?;
    let reason: Option<Option<i64>> = reasons.into_tuple().one(db.read()).await?;
    Ok((entry.flatten(), reason.flatten()))
}

/// Each wrapped key is bound to its subject key and its youth: it opens only when neither was changed.
#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn check_links(db: &Db, keys: &Keys, problems: &mut Problems) -> Result<(), Fault> {
    let mut after = uuid::Uuid::nil();
    loop {
        let page = access_subject::Entity::find()
            .filter(access_subject::Column::SubjectKey.gt(after))
            .order_by_asc(access_subject::Column::SubjectKey)
            .limit(PAGE)
            .all(db.read())
            .await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.subject_key;
        for subject in &page {
            if subject::data_key(keys, subject).is_err() {
                problems.add(first_entry_of(db, subject).await?, Finding::LinkChanged);
            }
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn first_entry_of(db: &Db, subject: &access_subject::Model) -> Result<i64, Fault> {
    let first: Option<Option<i64>> = access_log::Entity::find()
        .select_only()
        .column_as(access_log::Column::Seq.min(), "first")
        .filter(access_log::Column::SubjectKey.eq(subject.subject_key))
        .into_tuple()
        .one(db.read())
        .await?;
    Ok(first.flatten().unwrap_or_default())
}
