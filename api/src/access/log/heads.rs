//! Signed ends of the chain: proof, kept outside the municipality's database, of how the log looked at a time.
//!
//! Whoever holds the database and its key can recompute the whole chain, but not the signatures made before. They
//! are kept in the registry and, where an installation sets it, in a file elsewhere, one JSON line each.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use entity::municipality::access_log_head;
use entity::registry::signed_head;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use crate::access::tenants::{MunicipalityDb, RegistryDb, Tenants};
use crate::support::db::Db;
use crate::support::fault::Fault;
use crate::support::ids;

/// Signs the ends of logs, and says what a signature signs.
pub trait HeadSigner: Send + Sync {
    /// A JSON Web Signature that holds the payload.
    fn sign(&self, payload: &[u8]) -> Result<String, Fault>;

    /// The payload of a signature; a fault when it is not ours. Keys that no longer sign are still good here.
    fn verify(&self, jws: &str) -> Result<Vec<u8>, Fault>;
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Code of the municipality.
    pub municipality: String,
    /// Place in the chain.
    pub seq: i64,
    /// Hash of that entry, in hexadecimal.
    pub hash: String,
    /// When it was signed.
    pub at: DateTime<Utc>,
}

/// A line of the file elsewhere: the end, readable, and its signature.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Line {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) signature: String,
}

/// Signs the ends of all open municipalities; one that fails is logged, and the others are done. How many moved.
pub async fn sign_all(tenants: &Tenants, signer: &dyn HeadSigner, file: Option<&Path>) -> usize {
    let mut signed = 0;
    for municipality in tenants.used_handles().await {
        match sign_head(tenants, &municipality, signer, file).await {
            Ok(true) => signed += 1,
            Ok(false) => {}
            Err(fault) => tracing::error!(code = municipality.code(), ?fault, "end of access log not signed"),
        }
    }
    signed
}

/// Signs the end of one municipality's log if it moved since it was last signed; whether it did.
pub async fn sign_head(
    tenants: &Tenants,
    municipality: &MunicipalityDb,
    signer: &dyn HeadSigner,
    file: Option<&Path>,
) -> Result<bool, Fault> {
    let end = end_of(municipality.db()).await?;
    if !moved(tenants.registry(), municipality.code(), &end).await? {
        return Ok(false);
    }
    let head = Head {
        municipality: municipality.code().to_owned(),
        seq: end.seq,
        hash: data_encoding::HEXLOWER.encode(&end.hash),
        at: tenants.clock().now(),
    };
    let payload = serde_json::to_vec(&head).map_err(|cause| Fault::internal(&cause))?;
    let line = Line { signature: signer.sign(&payload)?, head };
    // The file first: were the registry first and the file failed, the line would never be written.
    if let Some(file) = file {
        append_line(file.to_owned(), line.clone()).await?;
    }
    tenants.registry().add_signed_head(row(line, end.hash)).await?;
    Ok(true)
}

/// The end of the chain.
#[allow(clippy::disallowed_methods, reason = "the end of the chain; no person's row")]
pub(super) async fn end_of(db: &Db) -> Result<access_log_head::Model, Fault> {
    let end = access_log_head::Entity::find_by_id(1_i16).one(db.read()).await?;
    end.ok_or_else(|| Fault::internal(&"access log without an end"))
}

/// A log only grows: one that is shorter than, or unlike, what was signed is not signed again.
async fn moved(registry: &RegistryDb, code: &str, end: &access_log_head::Model) -> Result<bool, Fault> {
    let latest = registry.latest_signed_head(code).await?;
    let (seq, hash) = latest.map_or((0, Vec::new()), |latest| (latest.seq, latest.hash));
    if end.seq < seq || (end.seq == seq && end.hash != hash) {
        return Err(Fault::internal(&format!("access log of {code} was changed: run up2 audit verify")));
    }
    Ok(end.seq > seq)
}

fn row(line: Line, hash: Vec<u8>) -> signed_head::Model {
    signed_head::Model {
        id: ids::new_id(line.head.at),
        municipality_code: line.head.municipality,
        seq: line.head.seq,
        hash,
        signed_at: line.head.at,
        signature: line.signature,
    }
}

async fn append_line(file: PathBuf, line: Line) -> Result<(), Fault> {
    let written = tokio::task::spawn_blocking(move || {
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
        file.write_all(text.as_bytes())?;
        file.sync_data()
    });
    match written.await {
        Ok(written) => written.map_err(|cause| Fault::unavailable(&cause)),
        Err(cause) => Err(Fault::internal(&cause)),
    }
}
