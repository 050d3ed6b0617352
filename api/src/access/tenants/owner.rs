//! The owner's hand in one municipality's database: for what no serving login may do, to delete for good.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};
use uuid::Uuid;

use super::provision;
use crate::access::log;
use crate::support::config::{Config, Engine};
use crate::support::db::{Db, Statements};
use crate::support::fault::{Code, Fault};

/// How long and how often it is waited for those who still read what was there before.
const TRIES: usize = 120;
const BETWEEN_TRIES: Duration = Duration::from_millis(500);

/// Tables of the access log that an erasure takes rows from, besides those of the person.
const OF_THE_LOG: [&str; 2] = ["access_subject", "access_reason"];

/// The owner of one municipality's database, with one connection.
#[derive(Debug)]
pub struct Owner {
    db: Db,
}

impl Owner {
    /// Opens the database as its owner; on SQLite deleted content is overwritten from here on.
    pub async fn open(config: &Config, code: &str) -> Result<Self, Fault> {
        let db = match &config.engine {
            Engine::Sqlite(folder) => {
                Db::sqlite(&folder.join(format!("{code}.db")), false, &Statements::default()).await?
            }
            Engine::Postgres { .. } => provision::owner_of(config, code).await?,
        };
        let owner = Self { db };
        if owner.is_sqlite() {
            owner.run("PRAGMA secure_delete = ON").await?;
        }
        Ok(owner)
    }

    /// Begins a transaction.
    pub async fn begin(&self) -> Result<DatabaseTransaction, Fault> {
        self.db.begin().await
    }

    /// Makes free pages and files clean of what was deleted from these tables; may be repeated.
    ///
    /// SQLite: the file is written anew, and the write-ahead log emptied. PostgreSQL: the tables and their indexes are
    /// written anew, and so are the planner's samples of them. The server's own write-ahead log, standbys and backups are
    /// the operator's, and age out by their own retention.
    pub async fn clean(&self, tables: &[&str]) -> Result<(), Fault> {
        self.write_anew(&[tables, &OF_THE_LOG].concat()).await
    }

    /// The owner by a connection that is open.
    pub(super) fn of(db: Db) -> Self {
        Self { db }
    }

    /// The same for these tables alone.
    pub(super) async fn write_anew(&self, tables: &[&str]) -> Result<(), Fault> {
        if self.is_sqlite() {
            self.run("VACUUM").await?;
            return self.empty_sqlite_log().await;
        }
        self.wait_for_older_readers().await?;
        for table in tables {
            self.run(&format!("VACUUM (FULL, ANALYZE) \"{table}\"")).await?;
        }
        // Samples of values stand in the catalog, where the old ones would stay as dead rows. The owner of the database
        // may do this; another gets a warning from the server, and the samples go when autovacuum comes by.
        self.run("VACUUM (FULL) pg_catalog.pg_statistic").await
    }

    /// Closes the connection.
    pub async fn close(self) {
        self.db.close().await;
    }

    fn is_sqlite(&self) -> bool {
        self.db.backend() == DbBackend::Sqlite
    }

    /// A reader that began before the deletion keeps the log from being emptied; it is waited for.
    async fn empty_sqlite_log(&self) -> Result<(), Fault> {
        for _ in 0..TRIES {
            if !self.answers_one("PRAGMA wal_checkpoint(TRUNCATE)").await? {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
        Err(still_read())
    }

    /// What a transaction that began earlier may still see would be copied into the new files; it is waited for, whether it
    /// holds a snapshot or only an id of its own. Of sessions of other logins PostgreSQL does not tell the owner what kind
    /// they are; those are the serving logins above all, so they are waited for.
    #[allow(clippy::disallowed_methods, reason = "the owner's statements about sessions, none about rows")]
    async fn wait_for_older_readers(&self) -> Result<(), Fault> {
        let now = "SELECT pg_current_xact_id()::xid::text AS id";
        let row = self.db.write().query_one_raw(Statement::from_string(DbBackend::Postgres, now)).await?;
        let now: String = row.ok_or_else(|| Fault::internal(&"no transaction id"))?.try_get("", "id")?;
        let older = format!(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() \
             AND (backend_type IS NULL OR backend_type IN ('client backend', 'autovacuum worker')) \
             AND (age(backend_xmin) >= age('{now}'::xid) OR age(backend_xid) >= age('{now}'::xid))) \
             THEN 1 ELSE 0 END AS busy"
        );
        for _ in 0..TRIES {
            if !self.answers_one(&older).await? {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
        Err(still_read())
    }

    #[allow(clippy::disallowed_methods, reason = "the owner's statements about files, none about rows")]
    async fn run(&self, statement: &str) -> Result<(), Fault> {
        self.db.write().execute_unprepared(statement).await?;
        Ok(())
    }

    /// Whether the first column, called `busy`, is 1.
    #[allow(clippy::disallowed_methods, reason = "the owner's statements about files, none about rows")]
    async fn answers_one(&self, statement: &str) -> Result<bool, Fault> {
        let statement = Statement::from_string(self.db.backend(), statement);
        let row = self.db.write().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get::<i32>("", "busy")).transpose()? == Some(1))
    }
}

fn still_read() -> Fault {
    Fault::of(Code::Unavailable).saying(
        "Någon läser ännu det som fanns före raderingen: kör om när den är klar.",
        "Somebody still reads what was there before the erasure: run it again when they are done.",
    )
}

/// Destroys the link from a youth to the access log, and the reasons about them; whether there was one. The chain stays
/// whole. Needs the owner: no serving login can do it.
pub async fn erase_from_log(config: &Config, code: &str, youth: Uuid) -> Result<bool, Fault> {
    let owner = Owner::open(config, code).await?;
    let erased = log::erase(&owner.db, youth).await;
    owner.close().await;
    erased
}
