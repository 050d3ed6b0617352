//! A municipality in a folder of its own with a registered source, for tests.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::path::PathBuf;
use std::sync::Arc;

use entity::municipality::source;
use entity::vocabulary::Dialect;
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::folder;
use super::sheets::Documents;
use crate::access::tenants::{self, Tenants};
use crate::access::{Access, Grant, Job};
use crate::support::cache::Cache;
use crate::support::clock::Clock;
use crate::support::config::{Config, Engine};
use crate::support::crypto::Key;

/// The municipality, the grant of an import, the source.
pub(super) struct House {
    pub(super) grant: Grant,
    pub(super) source: source::Model,
    pub(super) folder: tempfile::TempDir,
}

/// A new one.
pub(super) async fn house() -> House {
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
    tenants::add(&config, "0180", None, clock.now()).await.unwrap().outcome.unwrap();
    let tenants = Arc::new(Tenants::open(config, clock.clone()).await.unwrap());
    let access = Access::new(tenants, Cache::memory(clock));
    let grant = access.job(Job::Import, "0180").await.unwrap();
    // The ids of rows follow from that of the source: the same in every house, so that houses can be compared.
    let source = source::Model {
        id: Uuid::from_u128(7),
        name: "sis".into(),
        dialect: Dialect::A,
        municipality_codes: "0180".into(),
        base_url: None,
        token_url: None,
        client_id: None,
        client_secret: None,
        seen_until: None,
        created_at: grant.clock().now(),
    };
    let tx = grant.begin().await.unwrap();
    source::Entity::insert(source.clone().into_active_model()).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
    House { grant, source, folder }
}

/// The sample documents.
pub(super) fn sample() -> Documents {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data/ss12000");
    folder::read(&path).unwrap()
}
