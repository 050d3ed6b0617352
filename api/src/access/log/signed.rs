//! The comparison of a log with its signed ends: what finds a chain that was cut, or recomputed with its own key.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;

use entity::municipality::access_log;
use entity::registry::signed_head;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::commit::ROWS_A_STATEMENT;
use super::heads::{Head, HeadSigner, Line};
use super::problem::{Finding, Problems};
use crate::access::tenants::RegistryDb;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// The signed ends of one municipality's log, and who can tell that they are genuine.
pub(super) struct Ends<'a> {
    pub(super) code: &'a str,
    pub(super) registry: &'a RegistryDb,
    pub(super) signer: &'a dyn HeadSigner,
    pub(super) file: Option<&'a Path>,
}

/// A signed end as it is kept: what it says, and the signature that must say the same.
struct Kept {
    seq: i64,
    hash: Vec<u8>,
    signature: String,
}

impl Ends<'_> {
    /// The signed hash at a place, where an end with a valid signature stands there.
    pub(super) async fn hash_at(&self, seq: i64) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.registry.signed_heads(self.code, seq - 1, 1).await?.into_iter().next();
        let kept = found.map(Kept::from).filter(|kept| kept.seq == seq && self.is_genuine(kept));
        Ok(kept.map(|kept| kept.hash))
    }

    /// Compares all signed ends with the entries, except those of segments retired before `first`; how many.
    pub(super) async fn check(&self, db: &Db, first: i64, problems: &mut Problems) -> Result<u64, Fault> {
        let in_registry = self.check_registry(db, first, problems).await?;
        let in_file = match self.file {
            Some(file) => self.check_file(file, db, first, problems).await?,
            None => 0,
        };
        Ok(in_registry + in_file)
    }

    async fn check_registry(&self, db: &Db, first: i64, problems: &mut Problems) -> Result<u64, Fault> {
        let (mut count, mut after) = (0, i64::MIN);
        loop {
            let page = self.registry.signed_heads(self.code, after, ROWS_A_STATEMENT as u64).await?;
            let Some(last) = page.last() else { return Ok(count) };
            after = last.seq;
            count += page.len() as u64;
            let page: Vec<_> = page.into_iter().map(Kept::from).collect();
            self.compare(db, first, &page, problems).await?;
        }
    }

    async fn check_file(
        &self,
        file: &Path,
        db: &Db,
        first: i64,
        problems: &mut Problems,
    ) -> Result<u64, Fault> {
        let unreadable = |cause| Fault::unavailable(&cause);
        let mut lines = std::io::BufReader::new(std::fs::File::open(file).map_err(unreadable)?).lines();
        let mut count = 0;
        loop {
            let texts: Vec<_> =
                lines.by_ref().take(ROWS_A_STATEMENT).collect::<Result<_, _>>().map_err(unreadable)?;
            if texts.is_empty() {
                return Ok(count);
            }
            let kept: Vec<_> = texts.iter().filter_map(|text| self.of_line(text, problems)).collect();
            count += kept.len() as u64;
            self.compare(db, first, &kept, problems).await?;
        }
    }

    /// A line of the file, where it is of this municipality.
    fn of_line(&self, text: &str, problems: &mut Problems) -> Option<Kept> {
        let Ok(Line { head, signature }) = serde_json::from_str::<Line>(text) else {
            problems.add(0, Finding::BadSignature);
            return None;
        };
        let hash = data_encoding::HEXLOWER.decode(head.hash.as_bytes()).unwrap_or_default();
        (head.municipality == self.code).then_some(Kept { seq: head.seq, hash, signature })
    }

    async fn compare(
        &self,
        db: &Db,
        first: i64,
        kept: &[Kept],
        problems: &mut Problems,
    ) -> Result<(), Fault> {
        let hashes = hashes_at(db, kept.iter().map(|end| end.seq)).await?;
        for end in kept {
            let finding = match hashes.get(&end.seq) {
                _ if !self.is_genuine(end) => Finding::BadSignature,
                Some(hash) if *hash != end.hash => Finding::SignedEntryDiffers,
                None if end.seq >= first => Finding::SignedEntryMissing,
                _ => continue,
            };
            problems.add(end.seq, finding);
        }
        Ok(())
    }

    fn is_genuine(&self, kept: &Kept) -> bool {
        let signed = self.signer.verify(&kept.signature).ok();
        let head = signed.and_then(|payload| serde_json::from_slice::<Head>(&payload).ok());
        head.is_some_and(|head| {
            let hash = data_encoding::HEXLOWER.encode(&kept.hash);
            head.municipality == self.code && head.seq == kept.seq && head.hash == hash
        })
    }
}

impl From<signed_head::Model> for Kept {
    fn from(row: signed_head::Model) -> Self {
        Self { seq: row.seq, hash: row.hash, signature: row.signature }
    }
}

#[allow(clippy::disallowed_methods, reason = "the check reads the whole log and names nobody")]
async fn hashes_at(db: &Db, seqs: impl Iterator<Item = i64>) -> Result<HashMap<i64, Vec<u8>>, Fault> {
    let hashes = access_log::Entity::find()
        .select_only()
        .columns([access_log::Column::Seq, access_log::Column::Hash])
        .filter(access_log::Column::Seq.is_in(seqs));
    Ok(hashes.into_tuple::<(i64, Vec<u8>)>().all(db.read()).await?.into_iter().collect())
}
