//! One running system an engine, shared by all tests of a binary; each test gets a municipality of its own in it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use api::access::tenants::{self, official};
use api::commands::serve;
use api::commands::settings::Parts;
use api::server::Stopper;
use api::server::settings::Settings;
use api::support::clock::Clock;
use api::support::config::{Config, Engine as Database};
use api::support::crypto::Key;
use tokio::runtime::Runtime;

use crate::chain::Chain;
use crate::client::Client;
use crate::psql::{as_superuser, with_database};

/// A running system.
#[derive(Debug)]
pub struct World {
    /// Where rows and counters are.
    pub engine: Engine,
    /// Address of the instance, such as `http://127.0.0.1:34567`.
    pub url: String,
    /// The clock that the system goes by: it starts at noon of 2025-11-24.
    pub clock: Clock,
    /// The data folder.
    pub folder: PathBuf,
    /// The system's own parts, for what no client can see.
    pub parts: Parts,
    /// Stops the instance.
    pub stopper: Stopper,
    /// The settings with the owner's address, as an operator has them.
    pub operator: Config,
    runtime: Runtime,
}

/// Where rows and counters are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite files and memory.
    SqliteAndMemory,
    /// PostgreSQL and Redis.
    PostgresAndRedis {
        /// Address of the database for the owner.
        owner_url: String,
        /// Address of Redis.
        redis_url: String,
    },
}

impl World {
    /// The system on SQLite with the cache in memory.
    pub fn sqlite() -> &'static Self {
        static WORLD: OnceLock<Result<World, String>> = OnceLock::new();
        shared(WORLD.get_or_init(Self::new_on_sqlite))
    }

    /// The same system on PostgreSQL with Redis.
    pub fn postgres() -> &'static Self {
        static WORLD: OnceLock<Result<World, String>> = OnceLock::new();
        shared(WORLD.get_or_init(Self::new_on_postgres))
    }

    /// Another system on the same engine as this one, for a test that counts or breaks things.
    pub fn another(&self) -> Self {
        let started = match self.engine {
            Engine::SqliteAndMemory => Self::new_on_sqlite(),
            Engine::PostgresAndRedis { .. } => Self::new_on_postgres(),
        };
        started.unwrap_or_else(|cause| panic!("the system does not start: {cause}"))
    }

    /// Another instance of this system: the same data, another server.
    pub fn second_instance(&self) -> Self {
        self.instance_with(usual_settings())
    }

    /// Another instance of this system whose door has other settings.
    pub fn instance_with(&self, settings: Settings) -> Self {
        start(self.engine.clone(), self.operator.clone(), self.folder.clone(), self.clock.clone(), settings)
            .unwrap_or_else(|cause| panic!("the instance does not start: {cause}"))
    }

    /// The same with at most so many connections to all municipalities together.
    pub fn small_instance(&self, most_connections: usize) -> Self {
        let operator = Config { most_connections: Some(most_connections), ..self.operator.clone() };
        start(self.engine.clone(), operator, self.folder.clone(), self.clock.clone(), usual_settings())
            .unwrap_or_else(|cause| panic!("the small instance does not start: {cause}"))
    }

    /// Another instance of this system, at which published statistics are read by whoever has signed in.
    pub fn instance_for_the_signed_in(&self) -> Self {
        let operator = Config { public_statistics: false, ..self.operator.clone() };
        start(self.engine.clone(), operator, self.folder.clone(), self.clock.clone(), usual_settings())
            .unwrap_or_else(|cause| panic!("the instance does not start: {cause}"))
    }

    /// Another instance of this system that reaches Redis at another address.
    pub fn instance_by_redis(&self, redis_url: String) -> Self {
        let operator = Config { redis_url: Some(redis_url), ..self.operator.clone() };
        start(self.engine.clone(), operator, self.folder.clone(), self.clock.clone(), usual_settings())
            .unwrap_or_else(|cause| panic!("the instance does not start: {cause}"))
    }

    fn new_on_sqlite() -> Result<Self, String> {
        let folder = new_folder()?;
        let config = config(Database::Sqlite(folder.clone()), None);
        start(Engine::SqliteAndMemory, config, folder, at_noon(), usual_settings())
    }

    fn new_on_postgres() -> Result<Self, String> {
        static DATABASES: AtomicUsize = AtomicUsize::new(1);
        let n = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("up2_world_{n}");
        as_superuser(&format!("CREATE DATABASE {name} OWNER up2_owner"))?;
        let owner_url = with_database(&from_tests_run("UP2_TEST_OWNER_DATABASE_URL"), &name);
        let redis_url = from_tests_run("UP2_TEST_REDIS_URL");
        let serving = crate::psql::with_login(&owner_url, &format!("up2_serve_{n}"), "serving");
        let database = Database::Postgres { url: serving, owner_url: Some(owner_url.clone()) };
        let engine = Engine::PostgresAndRedis { owner_url, redis_url: redis_url.clone() };
        start(engine, config(database, Some(redis_url)), new_folder()?, at_noon(), usual_settings())
    }

    /// A client that is nobody yet.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// A municipality of the test's own, with a small governance chain in it.
    pub fn municipality(&self) -> Chain<'_> {
        Chain::new(self, &self.new_municipality())
    }

    /// A municipality of the test's own, empty.
    pub fn new_municipality(&self) -> String {
        let code = next_code();
        let added =
            self.wait(tenants::add(&self.operator, &code, Some(crate::chain::OWN_NUMBER), self.clock.now()));
        added.expect("a municipality is added").outcome.expect("a municipality is migrated");
        code
    }

    /// Destroys a municipality whose test is over, so that its code can be another test's. One that does not go keeps
    /// its code.
    pub(crate) fn retire(&self, code: &str) {
        let gone = self.wait(async {
            tenants::destroy(&self.operator, code).await?;
            self.parts.access.tenants().forget_migrated().await
        });
        if gone.is_ok() {
            FREE.lock().expect("no test panicked here").push_back(code.to_owned());
        }
    }

    /// Waits for what the system itself does.
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// How many statements a question takes: the fewest of five, after one that opens what is not open yet. A busy
    /// machine may cut a batch in two, so that single counts vary; one statement a row is there each time.
    pub fn fewest_statements(&self, mut ask: impl FnMut()) -> u64 {
        ask();
        let count = || {
            let before = self.statements();
            ask();
            self.statements() - before
        };
        std::iter::repeat_with(count).take(5).min().unwrap_or_default()
    }

    /// How many statements were sent to the databases so far.
    pub fn statements(&self) -> u64 {
        self.parts.access.tenants().statements().count()
    }
}

/// Codes whose tests are over, the longest first.
static FREE: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());

/// A code that no other test has now: the roles of a PostgreSQL server are common to all its databases. One that was
/// another test's comes only when there are no others left.
pub fn next_code() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    official::all().nth(NEXT.fetch_add(1, Ordering::Relaxed)).map_or_else(
        || {
            let freed = FREE.lock().expect("no test panicked here").pop_front();
            freed.expect("fewer municipalities at once than Sweden has")
        },
        |official| official.code,
    )
}

/// What `tests/run` tells the tests.
#[track_caller]
pub fn from_tests_run(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run tests/run, which starts the servers"))
}

fn shared(world: &'static Result<World, String>) -> &'static World {
    world.as_ref().unwrap_or_else(|cause| panic!("the system does not start: {cause}"))
}

/// A folder that `tests/run` clears away.
fn new_folder() -> Result<PathBuf, String> {
    tempfile::tempdir().map(tempfile::TempDir::keep).map_err(|cause| cause.to_string())
}

fn at_noon() -> Clock {
    Clock::starting_at("2025-11-24T11:00:00Z".parse().expect("a time"))
}

fn config(engine: Database, redis_url: Option<String>) -> Config {
    Config {
        engine,
        redis_url,
        master_key: Key::random(),
        heads_file: None,
        most_connections: Some(60),
        public_statistics: true,
    }
}

/// The settings of every instance, unless a test wants others.
pub fn usual_settings() -> Settings {
    Settings { introspection: true, graphiql: true, workers: Some(1), signals: false, ..Settings::default() }
}

fn start(
    engine: Engine,
    operator: Config,
    folder: PathBuf,
    clock: Clock,
    settings: Settings,
) -> Result<World, String> {
    api::commands::settings::start_logging("warn");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|cause| cause.to_string())?;
    let mut serving = operator.clone();
    if let Database::Postgres { owner_url, .. } = &mut serving.engine {
        *owner_url = None;
    }
    let running = runtime.block_on(async {
        tenants::migrate(&operator, clock.now(), |_, _| {}).await.map_err(|fault| fault.message())?;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|cause| cause.to_string())?;
        serve::start(listener, serving, clock.clone(), settings).await.map_err(|failure| failure.0)
    })?;
    let url = format!("http://{}", running.address);
    let (parts, stopper) = (running.parts.clone(), running.handle.clone());
    Ok(World { engine, url, clock, folder, parts, stopper, operator, runtime })
}
