//! Municipalities as database handles: who asks for a municipality gets a handle that reaches it and nothing else.
//!
//! What always holds: a [`MunicipalityDb`] is opened only here; its identity row was checked; its connections never
//! change municipality. Pools are opened on first use and closed when a bound over all of them is reached, the
//! least recently used first.

mod beside;
mod destroy;
mod handle;
pub mod official;
mod owner;
mod postgres;
mod provision;
mod public;
pub mod published;
mod registry;
mod skr;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use entity::registry::municipality;
use sea_orm::DbBackend;
use tokio::sync::Mutex;

pub use beside::{import_official, import_similar};
pub use destroy::destroy;
pub use handle::MunicipalityDb;
pub use owner::{Owner, erase_from_log};
pub use provision::{Migrated, add, add_in, migrate, rotate_keys};
pub use registry::RegistryDb;
pub(super) use skr::add_skr_account;

use crate::support::clock::Clock;
use crate::support::config::{Config, Engine};
use crate::support::db::{Db, POOL_SIZE, Statements};
use crate::support::events::Bus;
use crate::support::fault::Fault;

/// Connections to all municipalities together, unless a setting says otherwise.
const MOST_CONNECTIONS: usize = 80;

/// The handles of all municipalities of one installation.
#[derive(Debug)]
pub struct Tenants {
    registry: RegistryDb,
    config: Config,
    clock: Clock,
    statements: Statements,
    open: Mutex<Open>,
    most_open: usize,
    bus: Bus,
}

/// The open handles, with the turn at which each was last used.
#[derive(Debug, Default)]
struct Open {
    turn: u64,
    /// Municipalities used since their logs were last signed.
    used: BTreeSet<String>,
    handles: HashMap<String, (u64, Arc<MunicipalityDb>)>,
}

impl Open {
    /// The open handle of a municipality, used now.
    fn touch(&mut self, code: &str) -> Option<Arc<MunicipalityDb>> {
        self.turn += 1;
        let (used, handle) = self.handles.get_mut(code)?;
        *used = self.turn;
        self.used.insert(code.to_owned());
        Some(handle.clone())
    }
}

impl Tenants {
    /// Opens the registry; municipalities follow when they are asked for.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, Fault> {
        let statements = Statements::default();
        let registry = RegistryDb(match &config.engine {
            Engine::Sqlite(folder) => Db::sqlite(&folder.join("registry.db"), false, &statements).await?,
            Engine::Postgres { url, .. } => Db::postgres(postgres::options(url)?, POOL_SIZE, &statements),
        });
        registry.ping().await?;
        let most_open = (config.most_connections.unwrap_or(MOST_CONNECTIONS) / POOL_SIZE as usize).max(1);
        if matches!(config.engine, Engine::Postgres { .. }) {
            // The registry's own pool comes on top.
            postgres::check_room(registry.0.read(), (most_open + 1) * POOL_SIZE as usize).await?;
        }
        Ok(Self {
            registry,
            config,
            clock,
            statements,
            open: Mutex::default(),
            most_open,
            bus: Bus::default(),
        })
    }

    /// The registry.
    pub fn registry(&self) -> &RegistryDb {
        &self.registry
    }

    /// Statements sent so far.
    pub fn statements(&self) -> &Statements {
        &self.statements
    }

    /// How many municipalities are open now.
    pub async fn open_count(&self) -> usize {
        self.open.lock().await.handles.len()
    }

    /// Where changes are told and heard.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The clock of this installation.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The settings of this installation.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The handle of a municipality; only `access` can ask, with a code from a verified token or at sign-in.
    pub(in crate::access) async fn handle(&self, code: &str) -> Result<Arc<MunicipalityDb>, Fault> {
        if let Some(handle) = self.open.lock().await.touch(code) {
            return Ok(handle);
        }
        // The lock is not held while a database opens: one that does not answer must not hold up all the others.
        let row = self.registry.municipality(code).await?;
        let handle = Arc::new(handle::open(row, &self.config, &self.statements, &self.bus).await?);
        let mut open = self.open.lock().await;
        // Another request may have opened it meanwhile; its handle stands.
        if let Some(handle) = open.touch(code) {
            return Ok(handle);
        }
        if open.handles.len() >= self.most_open {
            close_least_recent(&mut open);
        }
        let turn = open.turn;
        open.handles.insert(code.to_owned(), (turn, handle.clone()));
        // Only what opened is remembered: the code may be anything that somebody typed at the desk.
        open.used.insert(code.to_owned());
        Ok(handle)
    }

    /// Forgets the handles of municipalities migrated since they were opened, so that the next use opens them anew:
    /// statements that a connection planned before a migration fail after it (sqlx issue 1250). And those of
    /// municipalities that were destroyed, whose keys are held no longer than that.
    pub async fn forget_migrated(&self) -> Result<(), Fault> {
        let rows: HashMap<String, municipality::Model> =
            self.registry.municipalities().await?.into_iter().map(|row| (row.code.clone(), row)).collect();
        let mut open = self.open.lock().await;
        open.handles.retain(|code, (_, handle)| rows.get(code).is_some_and(|row| handle.is_of(row)));
        open.used.retain(|code| rows.contains_key(code));
        Ok(())
    }

    /// The handles that are open, and those used since this was last asked and closed since, opened again: for the
    /// job that signs heads.
    pub(in crate::access) async fn used_handles(&self) -> Vec<Arc<MunicipalityDb>> {
        let codes: BTreeSet<String> = {
            let mut open = self.open.lock().await;
            let used = std::mem::take(&mut open.used);
            open.handles.keys().cloned().chain(used).collect()
        };
        let mut handles = Vec::new();
        for code in codes {
            match self.handle(&code).await {
                Ok(handle) => handles.push(handle),
                Err(fault) => {
                    tracing::warn!(%code, ?fault, "log not signed: the municipality does not open");
                    self.open.lock().await.used.insert(code);
                }
            }
        }
        handles
    }

    /// Closes everything.
    pub async fn close(&self) {
        for (_, (_, handle)) in self.open.lock().await.handles.drain() {
            handle.db().clone().close().await;
        }
        self.registry.0.clone().close().await;
    }

    /// Which engine the registry is on.
    pub fn backend(&self) -> DbBackend {
        self.registry.0.backend()
    }
}

/// Forgets the handle that was used the longest ago. Its connections close when the last request that holds it ends.
fn close_least_recent(open: &mut Open) {
    let least = open.handles.iter().min_by_key(|(_, (used, _))| *used).map(|(code, _)| code.clone());
    if let Some(code) = least {
        open.handles.remove(&code);
    }
}
