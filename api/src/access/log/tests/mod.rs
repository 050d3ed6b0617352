//! The access log on a real file: what is written verifies, and what is changed behind its back is found.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and plays the intruder too")]

mod writing;

use std::collections::HashSet;
use std::sync::Arc;

use chrono::DateTime;
use entity::municipality::access_log;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::Entry;
use crate::access::tenants::{self, MunicipalityDb, Tenants};
use crate::support::clock::Clock;
use crate::support::config::{Config, Engine};
use crate::support::crypto::Key;
use crate::support::ids;

/// An installation with one municipality in a folder that goes when it is dropped.
struct House {
    tenants: Tenants,
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
    };
    let clock = Clock::starting_at("2025-11-24T08:00:00Z".parse().unwrap());
    let added = tenants::add(&config, "0483", None, clock.now()).await.unwrap();
    added.outcome.unwrap();
    let tenants = Tenants::open(config, clock).await.unwrap();
    let municipality = tenants.handle("0483").await.unwrap();
    House { tenants, municipality, folder }
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
