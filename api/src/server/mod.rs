//! The street door: HTTP, its limits, and GraphQL over it. The only room that knows actix.
//!
//! A document is scanned, parsed and measured before anything else walks it, then handed on parsed, so that nothing
//! parses twice. Requests are worked on by the runtime that owns the databases, not by HTTP's workers: a pool's
//! connections belong to the runtime that opened them, and a client that leaves does not break off what it began.
//! No answer leaves before the [`reception::Visit`] is written down.

mod accept;
mod answer;
mod caller;
mod cost;
mod envelope;
mod graphiql;
mod graphql;
mod guard;
pub mod library;
mod live;
pub mod metrics;
pub mod outline;
pub mod reception;
mod refusal;
mod routes;
mod scan;
pub mod settings;
mod shape;
#[cfg(test)]
mod tests;
mod work;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, web};
use async_graphql::{ObjectType, Request, Response, Schema, SchemaBuilder, SubscriptionType};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use prometheus::PullingGauge;
use tokio::sync::watch;

use self::library::Library;
use self::metrics::Metrics;
use self::outline::Outline;
use self::reception::Reception;
use self::settings::Settings;
use crate::support::cache::Cache;
use crate::support::clock::Clock;
use crate::support::events::Bus;
use crate::support::fault::Fault;

/// A schema of whatever roots, as far as the street needs it.
pub trait Engine: Send + Sync + 'static {
    /// Executes one request.
    fn execute(&self, request: Request) -> BoxFuture<'_, Response>;
    /// Executes a subscription.
    fn execute_stream(&self, request: Request) -> BoxStream<'static, Response>;
    /// The schema language, to know types and lists by.
    fn sdl(&self) -> String;
}

impl<Q, M, S> Engine for Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn execute(&self, request: Request) -> BoxFuture<'_, Response> {
        Box::pin(Schema::execute(self, request))
    }

    fn execute_stream(&self, request: Request) -> BoxStream<'static, Response> {
        Box::pin(Schema::execute_stream(self, request))
    }

    fn sdl(&self) -> String {
        Schema::sdl(self)
    }
}

/// Sets a schema up for the street: the library offers no suggestions, and its own limits stand behind ours.
pub fn prepare<Q, M, S>(builder: SchemaBuilder<Q, M, S>) -> SchemaBuilder<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    builder.disable_suggestions()
}

/// A question that is asked again at each request for it.
pub type Ask<T> = Arc<dyn Fn() -> BoxFuture<'static, Result<T, Fault>> + Send + Sync>;

/// What stands behind the door.
pub struct House {
    engine: Arc<dyn Engine>,
    outline: Outline,
    reception: Arc<dyn Reception>,
    cache: Cache,
    ready: Ask<()>,
    keys: Ask<serde_json::Value>,
    library: Library,
    metrics: Arc<Metrics>,
    settings: Settings,
    runtime: tokio::runtime::Handle,
    clock: Clock,
    bus: Bus,
    places: live::Places,
    stopping: watch::Receiver<bool>,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What the door is wired to.
pub struct Wiring {
    /// The schema.
    pub engine: Arc<dyn Engine>,
    /// Who receives callers.
    pub reception: Arc<dyn Reception>,
    /// Where leaky buckets are.
    pub cache: Cache,
    /// Whether the house can work: for `/health/ready`.
    pub ready: Ask<()>,
    /// The public keys of tokens: for `/.well-known/jwks.json`.
    pub keys: Ask<serde_json::Value>,
    /// What is published: for `/kolada/v3` and `/statistics`.
    pub library: Library,
    /// Figures, shared with other rooms.
    pub metrics: Arc<Metrics>,
    /// The clock.
    pub clock: Clock,
    /// Where it is heard what happens.
    pub bus: Bus,
    /// Limits and habits.
    pub settings: Settings,
}

impl std::fmt::Debug for Wiring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wiring").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Opens the door on `listener`: await the server to serve. Call it on the runtime that owns the databases, one of
/// several threads; requests are worked on there.
pub fn start(listener: TcpListener, wiring: Wiring) -> std::io::Result<(Server, SocketAddr, Stopper)> {
    let runtime = tokio::runtime::Handle::try_current().map_err(std::io::Error::other)?;
    let Wiring { engine, reception, cache, ready, keys, library, metrics, clock, bus, settings } = wiring;
    let (tell, stopping) = watch::channel(false);
    let places = live::Places::default();
    count(&metrics, places.clone()).map_err(std::io::Error::other)?;
    let outline = Outline::read(&engine.sdl()).map_err(std::io::Error::other)?;
    let address = listener.local_addr()?;
    let house = House {
        engine,
        outline,
        reception,
        cache,
        ready,
        keys,
        library,
        metrics,
        settings: settings.clone(),
        runtime,
        clock,
        bus,
        places,
        stopping,
    };
    let house = web::Data::new(house);
    let graphiql_open = settings.graphiql;
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(house.clone())
            .wrap(routes::headers())
            .configure(|config| routes::lay(config, graphiql_open))
    })
    .keep_alive(settings.keep_alive)
    .client_request_timeout(settings.head_deadline)
    .max_connections(settings.connections)
    .shutdown_timeout(settings.stop_deadline.as_secs());
    if let Some(workers) = settings.workers {
        server = server.workers(workers);
    }
    let tell = Arc::new(tell);
    server = if settings.signals {
        let tell = tell.clone();
        server.shutdown_signal(async move {
            told_to_stop().await;
            tell.send_replace(true);
        })
    } else {
        server.disable_signals()
    };
    let server = server.listen(listener)?.run();
    let stopper = Stopper { handle: server.handle(), tell };
    Ok((server, address, stopper))
}

/// Stops a server.
#[derive(Clone, Debug)]
pub struct Stopper {
    handle: ServerHandle,
    tell: Arc<watch::Sender<bool>>,
}

impl Stopper {
    /// Closes the door and what stays open; with grace, requests are finished first.
    pub async fn stop(&self, graceful: bool) {
        self.tell.send_replace(true);
        self.handle.stop(graceful).await;
    }
}

/// How many connections are open.
fn count(metrics: &Metrics, places: live::Places) -> Result<(), prometheus::Error> {
    #[allow(clippy::cast_precision_loss, reason = "a figure to be drawn")]
    let open = Box::new(move || places.taken("all") as f64);
    let help = "WebSockets and event streams that are open";
    metrics.registry().register(Box::new(PullingGauge::new("up2_live_connections", help, open)?))
}

/// Ends when SIGTERM or SIGINT comes; open requests are then finished first.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            () = interrupted => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    interrupted.await;
}
