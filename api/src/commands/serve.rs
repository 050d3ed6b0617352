//! `up2 serve` and `up2 doctor`.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use clap::{ArgAction, Args};
use prometheus::PullingGauge;
use tokio::task::JoinHandle;

use super::front::Front;
use super::settings::{DataOptions, Parts};
use super::{Failure, nightly, output};
use crate::access::{keys, log, tenants};
use crate::domain::hand_over::deliver::deliver_all;
use crate::domain::statistics::documents;
use crate::schema;
use crate::server::metrics::Metrics;
use crate::server::settings::Settings;
use crate::server::{self, Stopper, Wiring};
use crate::support::clock::Clock;
use crate::support::config::{Config, Engine};

/// How often heads of access logs are signed.
const SIGN_EVERY: Duration = Duration::from_secs(60);

/// How often what waits between municipalities is tried again. What is handed over is delivered at once; this is for what
/// could not be.
const DELIVER_EVERY: Duration = Duration::from_secs(600);

/// Options of `up2 serve`.
#[derive(Args, Debug)]
pub struct ServeOptions {
    /// Address to listen on.
    #[arg(long, env = "UP2_LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Open the schema to be asked for, and GraphiQL.
    #[arg(long, env = "UP2_INTROSPECTION")]
    introspection: bool,
    /// Whether published statistics are read without a sign-in.
    #[arg(long, env = "UP2_PUBLIC_STATISTICS", value_name = "BOOL", default_value_t = true, action = ArgAction::Set)]
    public_statistics: bool,
    /// Origin whose pages may read answers, such as `https://example.se`; may be repeated.
    #[arg(long = "origin", env = "UP2_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    origins: Vec<String>,
    /// A proxy in front writes the client's address last into X-Forwarded-For.
    #[arg(long, env = "UP2_BEHIND_PROXY")]
    behind_proxy: bool,
    #[command(flatten)]
    data: DataOptions,
}

/// Serves until told to stop.
pub async fn serve(options: ServeOptions) -> Result<(), Failure> {
    if options.data.owner_database_url.is_some() {
        return Err(Failure(
            "unset UP2_OWNER_DATABASE_URL: the serving process never holds the owner role".to_owned(),
        ));
    }
    options.data.check_key_apart()?;
    let settings = Settings {
        introspection: options.introspection,
        graphiql: options.introspection,
        public_statistics: options.public_statistics,
        origins: options.origins,
        behind_proxy: options.behind_proxy,
        ..Settings::default()
    };
    let config = Config { public_statistics: options.public_statistics, ..options.data.config()? };
    let clock = Clock::system();
    if let Engine::Sqlite(_) = config.engine {
        // An embedded node owns its files: it makes and migrates them itself. On PostgreSQL only the owner does.
        tenants::migrate(&config, clock.now(), |_, _| {}).await?;
    }
    let listener = TcpListener::bind(options.listen)?;
    let running = start(listener, config, clock, settings).await?;
    output::say(&format!("serving http://{}/graphql", running.address));
    let nights = tokio::spawn(nightly::every_night(running.parts.access.clone()));
    let stopped = running.until_stopped().await;
    nights.abort();
    stopped
}

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its parts.
    pub parts: Parts,
    /// Stops it.
    pub handle: Stopper,
    serving: JoinHandle<std::io::Result<()>>,
    signing: JoinHandle<()>,
    delivering: JoinHandle<()>,
}

/// Opens an installation and serves it on `listener`. Call on the multi-threaded runtime that is to own the databases.
pub async fn start(
    listener: TcpListener,
    config: Config,
    clock: Clock,
    settings: Settings,
) -> Result<Running, Failure> {
    let parts = Parts::open(config, clock).await?;
    let metrics = metrics(&parts).map_err(|cause| Failure(cause.to_string()))?;
    let schema = server::prepare(schema::builder()).finish();
    let (ready, keys, shelves) = (parts.clone(), parts.clone(), parts.clone());
    let wiring = Wiring {
        engine: Arc::new(schema),
        reception: Arc::new(Front::new(parts.clone())),
        cache: parts.access.cache().clone(),
        ready: Arc::new(move || {
            let parts = ready.clone();
            Box::pin(async move {
                parts.access.tenants().registry().ping().await?;
                parts.access.cache().ping().await
            })
        }),
        keys: Arc::new(move || {
            let jwks = keys.desk.ring().jwks(keys.access.clock().now());
            Box::pin(async move { Ok(jwks) })
        }),
        library: Arc::new(move |shelf, asked| {
            let parts = shelves.clone();
            Box::pin(async move { documents::read(parts.access.tenants().registry(), shelf, &asked).await })
        }),
        metrics,
        clock: parts.access.clock().clone(),
        bus: parts.access.tenants().bus().clone(),
        settings,
    };
    let (server, address, handle) = server::start(listener, wiring)?;
    let signing = tokio::spawn(keep(parts.clone()));
    let delivering = tokio::spawn(deliver(parts.clone()));
    Ok(Running { address, handle, serving: tokio::spawn(server), signing, delivering, parts })
}

/// Figures of requests, and how many statements were sent to the databases.
fn metrics(parts: &Parts) -> Result<Arc<Metrics>, prometheus::Error> {
    let metrics = Metrics::new()?;
    let statements = parts.access.tenants().statements().clone();
    #[allow(clippy::cast_precision_loss, reason = "a figure to be drawn")]
    let count = Box::new(move || statements.count() as f64);
    let gauge =
        PullingGauge::new("up2_database_statements", "Statements sent to the databases since start", count)?;
    metrics.registry().register(Box::new(gauge))?;
    Ok(Arc::new(metrics))
}

impl Running {
    /// Waits until the server has stopped, then signs the heads once more and closes the databases.
    pub async fn until_stopped(self) -> Result<(), Failure> {
        let served = self.serving.await.map_err(|cause| Failure(cause.to_string()))?;
        self.signing.abort();
        self.delivering.abort();
        self.parts.finish().await;
        Ok(served?)
    }
}

/// Takes new signing keys, forgets what was migrated and signs the heads of access logs, again and again.
async fn keep(parts: Parts) {
    let reload_every = keys::RELOAD.to_std().unwrap_or(SIGN_EVERY);
    let mut tick = tokio::time::interval(SIGN_EVERY.min(reload_every));
    loop {
        tick.tick().await;
        if let Err(failure) = parts.reload_keys().await {
            tracing::warn!(?failure, "signing keys not reloaded");
        }
        if let Err(fault) = parts.access.tenants().forget_migrated().await {
            tracing::warn!(?fault, "versions of municipalities not read");
        }
        sign(&parts).await;
    }
}

/// Delivers what waits between municipalities, again and again.
async fn deliver(parts: Parts) {
    loop {
        tokio::time::sleep(DELIVER_EVERY).await;
        if let Err(fault) = deliver_all(&parts.access).await {
            tracing::warn!(?fault, "hand-overs not delivered");
        }
    }
}

async fn sign(parts: &Parts) {
    let tenants = parts.access.tenants();
    log::sign_all(tenants, &parts.seal(), tenants.config().heads_file.as_deref()).await;
}

/// Options of `up2 doctor`.
#[derive(Args, Debug)]
pub struct DoctorOptions {
    /// Ask a running server whether it is ready, such as `http://127.0.0.1:8080`.
    #[arg(long, value_name = "URL")]
    ready: Option<String>,
    #[command(flatten)]
    data: DataOptions,
}

/// Checks that the parts answer.
pub async fn doctor(options: DoctorOptions) -> Result<(), Failure> {
    if let Some(url) = options.ready {
        return ask_ready(url).await;
    }
    let parts = Parts::open(options.data.config()?, Clock::system()).await?;
    parts.access.tenants().registry().ping().await?;
    parts.access.cache().ping().await?;
    for row in parts.access.tenants().registry().municipalities().await? {
        match parts.access.job(crate::access::Job::CommandLine, &row.code).await {
            Ok(_) => output::say(&format!("{} opens", row.code)),
            Err(fault) => return Err(Failure(format!("{} does not open: {}", row.code, fault.message()))),
        }
    }
    output::say("all parts answer");
    Ok(())
}

async fn ask_ready(url: String) -> Result<(), Failure> {
    let asked = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).build().into();
        agent.get(format!("{}/health/ready", url.trim_end_matches('/'))).call().map(|_| ())
    });
    asked
        .await
        .map_err(|cause| Failure(cause.to_string()))?
        .map_err(|cause| Failure(format!("not ready: {cause}")))
}
