//! The walk along the chain: numbers, links and hashes, from the first entry to the end.

use entity::municipality::{access_log, access_log_head};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::problem::{Finding, Problems};
use super::signed::Ends;
use super::{chain, reasons};
use crate::support::crypto::Keys;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// Entries read at a time.
const PAGE: u64 = 5_000;

/// How far the walk has come.
pub(super) struct Walked {
    /// Entries read.
    pub(super) entries: u64,
    /// Place of the first entry; after the end when there is none.
    pub(super) first_seq: i64,
    /// Place and hash of the last entry read.
    last: (i64, Vec<u8>),
}

/// Walks to `end`.
pub(super) async fn walk(
    db: &Db,
    keys: &Keys,
    ends: &Ends<'_>,
    end: &access_log_head::Model,
    problems: &mut Problems,
) -> Result<Walked, Fault> {
    let mut page = entries_after(db, i64::MIN, end.seq).await?;
    let mut walked = begin(ends, page.first().map_or(end.seq + 1, |first| first.seq), problems).await?;
    while !page.is_empty() {
        for entry in &page {
            walked.step(keys, entry, problems);
        }
        reasons::check_missing(db, &page, problems).await?;
        page = entries_after(db, walked.last.0, end.seq).await?;
    }
    problems.add_if(walked.last != (end.seq, end.hash.clone()), end.seq, Finding::EndDiffers);
    Ok(walked)
}

/// A log begins at 1 after nothing, or after a signed end that stands for the segments retired before it.
async fn begin(ends: &Ends<'_>, first_seq: i64, problems: &mut Problems) -> Result<Walked, Fault> {
    let mut before = Vec::new();
    if first_seq > 1 {
        match ends.hash_at(first_seq - 1).await? {
            Some(hash) => before = hash,
            None => problems.add(first_seq, Finding::BeginningMissing),
        }
    }
    Ok(Walked { entries: 0, first_seq, last: (first_seq - 1, before) })
}

impl Walked {
    fn step(&mut self, keys: &Keys, entry: &access_log::Model, problems: &mut Problems) {
        let seq = entry.seq;
        problems.add_if(seq != self.last.0 + 1, seq, Finding::Gap);
        problems.add_if(seq < 1 || entry.previous != self.last.1, seq, Finding::BrokenLink);
        problems.add_if(entry.hash != chain::hash(&keys.log, entry), seq, Finding::Changed);
        self.entries += 1;
        // Compared with what is stored, so that each break is told once and not again for all that follow.
        self.last = (seq, entry.hash.clone());
    }
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn entries_after(db: &Db, after: i64, to: i64) -> Result<Vec<access_log::Model>, Fault> {
    Ok(access_log::Entity::find()
        .filter(access_log::Column::Seq.gt(after))
        .filter(access_log::Column::Seq.lte(to))
        .order_by_asc(access_log::Column::Seq)
        .limit(PAGE)
        .all(db.read())
        .await?)
}
