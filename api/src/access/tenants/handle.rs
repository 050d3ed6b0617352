//! The handle of one municipality.

use chrono::{DateTime, Utc};
use entity::municipality::identity;
use entity::registry::municipality;
use sea_orm::EntityTrait;

use super::postgres;
use crate::access::log::Writer;
use crate::support::config::{Config, Engine};
use crate::support::crypto::{Key, Keys};
use crate::support::db::{Db, POOL_SIZE, Statements};
use crate::support::events::Bus;
use crate::support::fault::Fault;

/// One municipality's database, with its keys and the writer of its access log.
#[derive(Debug)]
pub struct MunicipalityDb {
    code: String,
    db: Db,
    keys: Keys,
    log: Writer,
    organisation_number: Option<String>,
    version: Option<String>,
    added_at: DateTime<Utc>,
    key_seal: Vec<u8>,
    bus: Bus,
}

impl MunicipalityDb {
    /// Official code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The municipality's own organisation number, if recorded.
    pub fn organisation_number(&self) -> Option<&str> {
        self.organisation_number.as_deref()
    }

    /// Whether the registry still says of it what it said when it was opened.
    pub(super) fn is_of(&self, row: &municipality::Model) -> bool {
        self.version == row.version && self.added_at == row.added_at && self.key_seal == row.data_key
    }

    /// Its connections; inside `access` only.
    pub(in crate::access) fn db(&self) -> &Db {
        &self.db
    }

    /// Where changes are told.
    pub(in crate::access) fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The writer of its access log.
    pub(in crate::access) fn log(&self) -> &Writer {
        &self.log
    }
}

/// Opens the database of a municipality and checks that it is that municipality's.
pub(super) async fn open(
    row: municipality::Model,
    config: &Config,
    statements: &Statements,
    bus: &Bus,
) -> Result<MunicipalityDb, Fault> {
    let db = connect(&row, config, statements).await?;
    let identity = identity_of(&db).await?;
    if identity.municipality_code != row.code {
        let found = identity.municipality_code;
        return Err(Fault::internal(&format!("database of {} belongs to {found}", row.code)));
    }
    let keys = Keys::of(&data_key(&row, config)?);
    let log = Writer::new(db.clone(), keys.clone());
    Ok(MunicipalityDb {
        code: row.code,
        db,
        keys,
        log,
        organisation_number: identity.organisation_number,
        version: row.version,
        added_at: row.added_at,
        key_seal: row.data_key,
        bus: bus.clone(),
    })
}

async fn connect(row: &municipality::Model, config: &Config, statements: &Statements) -> Result<Db, Fault> {
    match &config.engine {
        Engine::Sqlite(folder) => {
            Db::sqlite(&folder.join(format!("{}.db", row.code)), false, statements).await
        }
        Engine::Postgres { url, .. } => {
            let base = row.database_url.as_deref().unwrap_or(url);
            let sealed = row
                .database_password
                .as_deref()
                .ok_or_else(|| Fault::internal(&"no login for municipality"))?;
            let password = config.master_key.open_text("registry.database_password", sealed)?;
            let options = postgres::options(base)?.username(&postgres::role(&row.code)).password(&password);
            Ok(Db::postgres(options, POOL_SIZE, statements))
        }
    }
}

/// The municipality's own key, unwrapped.
pub(super) fn data_key(row: &municipality::Model, config: &Config) -> Result<Key, Fault> {
    let bytes = config.master_key.open(&format!("registry.data_key.{}", row.code), &row.data_key)?;
    Key::from_bytes(&bytes).ok_or_else(|| Fault::internal(&"data key of wrong length"))
}

#[allow(clippy::disallowed_methods, reason = "the check that makes a handle; the row is no person's")]
async fn identity_of(db: &Db) -> Result<identity::Model, Fault> {
    let found = identity::Entity::find_by_id(1_i16).one(db.read()).await?;
    found.ok_or_else(|| Fault::internal(&"database without identity"))
}
