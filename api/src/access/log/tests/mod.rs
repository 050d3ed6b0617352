//! The access log on a real file: what is written verifies, and what is changed behind its back is found.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail, and plays the intruder too"
)]

mod checking;
mod erasing;
mod signing;
mod writing;

use std::collections::HashSet;
use std::sync::Arc;

use chrono::DateTime;
use entity::municipality::access_log;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::{Entry, Finding, HeadSigner, Verified, chain, sign_head, verify};
use crate::access::tenants::{self, MunicipalityDb, Tenants};
use crate::support::clock::Clock;
use crate::support::config::{Config, Engine};
use crate::support::crypto::Key;
use crate::support::fault::{Code, Fault};
use crate::support::ids;

/// An installation with one municipality in a folder that goes when it is dropped.
struct House {
    tenants: Tenants,
    signer: Signer,
    municipality: Arc<MunicipalityDb>,
    folder: tempfile::TempDir,
}

async fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        engine: Engine::Sqlite(folder.path().to_owned()),
        redis_url: None,
        master_key: Key::random(),
        most_connections: None,
        heads_file: None,
        public_statistics: true,
    };
    let clock = Clock::starting_at("2025-11-24T08:00:00Z".parse().unwrap());
    let added = tenants::add(&config, "0483", None, clock.now()).await.unwrap();
    added.outcome.unwrap();
    let tenants = Tenants::open(config, clock).await.unwrap();
    let municipality = tenants.handle("0483").await.unwrap();
    House { tenants, signer: Signer(Key::random()), municipality, folder }
}

/// Signs with a keyed hash; what it signs cannot be made without it.
struct Signer(Key);

impl HeadSigner for Signer {
    fn sign(&self, payload: &[u8]) -> Result<String, Fault> {
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        Ok(format!("{}.{}", hex(payload), hex(&self.0.mac(&[payload]))))
    }

    fn verify(&self, jws: &str) -> Result<Vec<u8>, Fault> {
        let payload = jws.split('.').next().unwrap_or_default();
        let payload = data_encoding::HEXLOWER.decode(payload.as_bytes()).unwrap_or_default();
        if self.sign(&payload)? == jws { Ok(payload) } else { Err(Fault::of(Code::Unauthenticated)) }
    }
}

fn entry(action: &str, youth: Option<Uuid>, reason: Option<&str>) -> Entry {
    Entry {
        at: DateTime::from_timestamp_nanos(1_763_971_200_123_456_789),
        request_id: ids::random_id(),
        actor: "staff".into(),
        assignments: "assignment".into(),
        action: action.into(),
        youth,
        reason: reason.map(str::to_owned),
    }
}

impl House {
    async fn append(&self, entries: Vec<Entry>) {
        self.municipality.log().append(entries).await.unwrap();
    }

    /// What an intruder who holds the file does.
    async fn run(&self, statement: &str) -> Result<(), sea_orm::DbErr> {
        self.municipality.db().write().execute_unprepared(statement).await.map(|_| ())
    }

    /// The same, after taking the triggers away.
    async fn tamper(&self, statements: &[&str]) {
        for change in ["UPDATE", "DELETE", "REPLACE"] {
            self.run(&format!("DROP TRIGGER IF EXISTS access_log_refuses_{change}")).await.unwrap();
        }
        for table in ["access_subject", "access_reason"] {
            self.run(&format!("DROP TRIGGER IF EXISTS {table}_refuses_UPDATE")).await.unwrap();
        }
        for statement in statements {
            self.run(statement).await.unwrap();
        }
    }

    /// What an intruder does who holds the municipality's key too: makes the chain anew over what stands there.
    async fn recompute(&self) {
        let (db, key) = (self.municipality.db(), &self.municipality.keys().log);
        let (mut seq, mut hash) = (0, Vec::new());
        for mut row in self.rows().await {
            let was = row.seq;
            (row.seq, row.previous) = (seq + 1, hash);
            row.hash = chain::hash(key, &row);
            (seq, hash) = (row.seq, row.hash.clone());
            access_log::Entity::delete_by_id(was).exec(db.write()).await.unwrap();
            let row = access_log::ActiveModel::from(row);
            access_log::Entity::insert(row).exec_without_returning(db.write()).await.unwrap();
        }
        let hash = data_encoding::HEXLOWER.encode(&hash);
        self.run(&format!("UPDATE access_log_head SET seq = {seq}, hash = x'{hash}'")).await.unwrap();
    }

    async fn sign(&self) -> bool {
        sign_head(&self.tenants, &self.municipality, &self.signer, None).await.unwrap()
    }

    async fn verify(&self) -> Verified {
        verify(&self.tenants, "0483", &self.signer, None).await.unwrap()
    }

    async fn findings(&self) -> Vec<(i64, Finding)> {
        let listed = self.verify().await.problems.listed;
        listed.into_iter().map(|problem| (problem.seq, problem.finding)).collect()
    }

    async fn rows(&self) -> Vec<access_log::Model> {
        let all = access_log::Entity::find().order_by_asc(access_log::Column::Seq);
        all.all(self.municipality.db().read()).await.unwrap()
    }

    /// Whether the entries are numbered from 1 without gaps and each holds the hash of the one before.
    async fn is_one_chain(&self, length: usize) -> bool {
        let rows = self.rows().await;
        let requests: HashSet<_> = rows.iter().map(|row| row.request_id).collect();
        let numbered = rows.iter().zip(1..).all(|(row, seq)| row.seq == seq);
        let linked = rows.windows(2).all(|two| two[0].hash == two[1].previous);
        rows.len() == length && requests.len() == length && numbered && linked
    }
}
