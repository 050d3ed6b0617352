//! Settings from flags and the environment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Failure;
use crate::access::Access;
use crate::access::password::Passwords;
use crate::access::seal::Seal;
use crate::access::sign_in::Desk;
use crate::access::signing::KeyRing;
use crate::access::tenants::Tenants;
use crate::access::{keys, log};
use crate::support::cache::Cache;
use crate::support::cache_events;
use crate::support::clock::Clock;
use crate::support::config::{Config, Engine, read_master_key};
use crate::support::crypto::Key;

/// Who issues access tokens, and for whom.
const ISSUER: &str = "up2";

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DataOptions {
    /// Folder of the embedded databases.
    #[arg(long, env = "UP2_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL instead: address of the serving login.
    #[arg(long, env = "UP2_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// PostgreSQL: address of the owner role, which adds and migrates; `serve` refuses it.
    #[arg(long, env = "UP2_OWNER_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub owner_database_url: Option<String>,
    /// Redis, which several instances share; without it the cache is in memory.
    #[arg(long, env = "UP2_REDIS_URL", hide_env_values = true, value_name = "URL")]
    pub redis_url: Option<String>,
    /// File with the master key: 64 hexadecimal digits, outside the data folder.
    #[arg(long, env = "UP2_MASTER_KEY_FILE", value_name = "FILE")]
    pub master_key_file: Option<PathBuf>,
    /// File, elsewhere, to which signed heads of access logs are added too.
    #[arg(long, env = "UP2_HEADS_FILE", value_name = "FILE")]
    pub heads_file: Option<PathBuf>,
    /// Most database connections to all municipalities together.
    #[arg(long, env = "UP2_MOST_CONNECTIONS", value_name = "N")]
    pub most_connections: Option<usize>,
}

impl DataOptions {
    /// The settings, with the master key read.
    pub fn config(&self) -> Result<Config, Failure> {
        let key = read_master_key(&self.master_key_path()?)?;
        Ok(self.with_key(key))
    }

    /// The settings with this master key.
    pub fn with_key(&self, master_key: Key) -> Config {
        let engine = match &self.database_url {
            Some(url) => Engine::Postgres { url: url.clone(), owner_url: self.owner_database_url.clone() },
            None => Engine::Sqlite(self.data.clone()),
        };
        Config {
            engine,
            redis_url: self.redis_url.clone(),
            master_key,
            heads_file: self.heads_file.clone(),
            most_connections: self.most_connections,
            public_statistics: true,
        }
    }

    /// The file of the master key; a demonstration keeps its own in the data folder.
    fn master_key_path(&self) -> Result<PathBuf, Failure> {
        let of_demo = self.data.join("keys/master.key");
        match &self.master_key_file {
            Some(path) => Ok(path.clone()),
            None if self.database_url.is_none()
                && of_demo.exists()
                && self.data.join("demo.json").exists() =>
            {
                Ok(of_demo)
            }
            None => Err(Failure(
                "set UP2_MASTER_KEY_FILE to a file with 64 hexadecimal digits: openssl rand -hex 32 > FILE"
                    .to_owned(),
            )),
        }
    }

    /// Refuses a master key that lies in the data folder, where a backup would take both.
    pub fn check_key_apart(&self) -> Result<(), Failure> {
        let Some(path) = &self.master_key_file else {
            return Err(Failure(
                "set UP2_MASTER_KEY_FILE: serve takes no key from the data folder".to_owned(),
            ));
        };
        if self.database_url.is_none() && is_inside(path, &self.data) {
            return Err(Failure(format!(
                "the master key {} lies in the data folder: move it elsewhere",
                path.display()
            )));
        }
        Ok(())
    }
}

fn is_inside(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => path.starts_with(folder),
    }
}

/// The parts of a running installation.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Doors.
    pub access: Arc<Access>,
    /// Sign-in.
    pub desk: Arc<Desk>,
}

impl Parts {
    /// Opens an installation whose registry is there.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, Failure> {
        let cache = match &config.redis_url {
            Some(url) => Cache::redis(url).await?,
            None => Cache::memory(clock.clone()),
        };
        let redis_url = config.redis_url.clone();
        let tenants = Arc::new(Tenants::open(config, clock).await?);
        if let Some(url) = redis_url {
            cache_events::share(tenants.bus(), &url).await?;
        }
        let ring = load_ring(&tenants).await?;
        let desk = Desk::new(tenants.clone(), cache.clone(), ring, Passwords::new()?);
        Ok(Self { access: Arc::new(Access::new(tenants, cache)), desk: Arc::new(desk) })
    }

    /// The signer of log heads.
    pub fn seal(&self) -> Seal {
        Seal::new(self.desk.ring(), self.access.clock().clone())
    }

    /// Ends a command that wrote: signs the heads of the logs that it added to, and closes the databases.
    pub async fn finish(self) {
        let tenants = self.access.tenants();
        tenants.bus().flush().await;
        log::sign_all(tenants, &self.seal(), tenants.config().heads_file.as_deref()).await;
        tenants.close().await;
    }

    /// Takes the registry's signing keys anew.
    pub async fn reload_keys(&self) -> Result<(), Failure> {
        self.desk.replace_ring(load_ring(self.access.tenants()).await?);
        Ok(())
    }
}

async fn load_ring(tenants: &Tenants) -> Result<KeyRing, Failure> {
    Ok(keys::load(tenants.registry(), &tenants.config().master_key, ISSUER, ISSUER).await?)
}

/// What is logged unless `UP2_LOG` says otherwise.
pub const USUAL_LOG: &str = "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,actix_server=warn";

/// Sends logs to standard error: JSON lines, or plain text on a terminal. `usual` is what is logged unless `UP2_LOG`
/// says otherwise.
pub fn start_logging(usual: &str) {
    use std::io::IsTerminal;
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("UP2_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started =
        if std::io::stderr().is_terminal() { base.compact().try_init() } else { base.json().try_init() };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
