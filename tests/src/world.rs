//! One running system an engine, shared by all tests of a binary.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use api::support::clock::Clock;

use crate::client::{Account, Client};

/// A running system with the demonstration's municipalities and people.
#[derive(Debug)]
pub struct World {
    /// Where rows and counters are.
    pub engine: Engine,
    /// Address of the instance, such as `http://127.0.0.1:34567`.
    pub url: String,
    /// The clock that the system goes by: it starts on 2025-11-24.
    pub clock: Clock,
    /// The data folder.
    pub folder: PathBuf,
    /// Who can sign in.
    pub accounts: Vec<Account>,
    signed_in: Mutex<HashMap<String, Client>>,
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
        shared(WORLD.get_or_init(|| start(Engine::SqliteAndMemory)))
    }

    /// The same system on PostgreSQL with Redis.
    pub fn postgres() -> &'static Self {
        static WORLD: OnceLock<Result<World, String>> = OnceLock::new();
        let engine = Engine::PostgresAndRedis {
            owner_url: from_tests_run("UP2_TEST_OWNER_DATABASE_URL"),
            redis_url: from_tests_run("UP2_TEST_REDIS_URL"),
        };
        shared(WORLD.get_or_init(|| start(engine)))
    }

    /// A client that is nobody yet.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// The first account with this role in a municipality.
    #[track_caller]
    pub fn account(&self, municipality: &str, role: &str) -> &Account {
        self.accounts
            .iter()
            .find(|account| account.municipality == municipality && account.role == role)
            .unwrap_or_else(|| panic!("nobody is {role} in {municipality}"))
    }

    /// A client signed in with this role in a municipality: once a world, since a code of the second factor is good
    /// for one sign-in only. A test that signs out signs in by [`Client::sign_in`] with an account of its own.
    #[track_caller]
    pub fn signed_in(&self, municipality: &str, role: &str) -> Client {
        let account = self.account(municipality, role);
        let mut signed_in = self.signed_in.lock().expect("no test panicked while it signed in");
        let key = format!("{municipality}/{}", account.user);
        signed_in.entry(key).or_insert_with(|| self.client().sign_in(account, self.clock.now())).clone()
    }
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

/// THE SEAM: starts the system in this process, in a thread of its own, on a free port of 127.0.0.1, in a new folder
/// (`tempfile::tempdir().keep()`; tests/run clears it), seeded as `up2 demo` seeds, with `Clock::starting_at` noon of
/// 2025-11-24; on PostgreSQL it migrates with the owner's address first and serves without it.
fn start(engine: Engine) -> Result<World, String> {
    let _ = World {
        engine,
        url: String::new(),
        clock: Clock::system(),
        folder: PathBuf::new(),
        accounts: Vec::new(),
        signed_in: Mutex::default(),
    };
    Err("api has no server yet".to_owned())
}
