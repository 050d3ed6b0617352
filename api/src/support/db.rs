//! One database, on either engine: how to connect, read and begin a transaction.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqlErr, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions, TransactionTrait,
};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::fault::Fault;

/// Whether a row was refused because another has what a unique index keeps single. On PostgreSQL the transaction is over
/// by that: the caller drops it.
pub fn is_taken(cause: &DbErr) -> bool {
    matches!(cause.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Most connections of one pool; a setting would only move the bound that counts, the one over all pools.
pub const POOL_SIZE: u32 = 4;

/// Statements sent since start, for /metrics and for tests that forbid one statement a row.
#[derive(Clone, Debug, Default)]
pub struct Statements(Arc<AtomicU64>);

impl Statements {
    /// How many so far.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A database: on SQLite one connection that writes and a few that read, on PostgreSQL one pool for both.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

impl Db {
    #[allow(clippy::disallowed_methods, reason = "the one place that opens pools")]
    /// Opens a SQLite file; `create` makes it when it is missing.
    pub async fn sqlite(path: &Path, create: bool, statements: &Statements) -> Result<Self, Fault> {
        if !create && !path.exists() {
            return Err(Fault::unavailable(&"database file is missing"));
        }
        if create {
            make_private(path).map_err(|cause| Fault::unavailable(&cause))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: an entry of the access log is on disk before the answer it belongs to leaves.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30))
            .foreign_keys(true)
            .disable_statement_logging();
        let pool = |most| {
            SqlitePoolOptions::new()
                .min_connections(0)
                .max_connections(most)
                .acquire_timeout(Duration::from_secs(30))
                .idle_timeout(Duration::from_secs(300))
                .connect_lazy_with(options.clone())
        };
        let counted = |pool| counted(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool), statements);
        Ok(Self { write: counted(pool(1)), read: counted(pool(POOL_SIZE)) })
    }

    #[allow(clippy::disallowed_methods, reason = "the one place that opens pools")]
    /// Opens a PostgreSQL database; the login's own settings say which schema it works in.
    pub fn postgres(options: PgConnectOptions, most: u32, statements: &Statements) -> Self {
        let pool = PgPoolOptions::new()
            .min_connections(0)
            .max_connections(most)
            .acquire_timeout(Duration::from_secs(10))
            .idle_timeout(Duration::from_secs(60))
            .connect_lazy_with(options.disable_statement_logging());
        let both = counted(SqlxPostgresConnector::from_sqlx_postgres_pool(pool), statements);
        Self { read: both.clone(), write: both }
    }

    /// For reading.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For single writes and migrations; several writes that belong together use [`Db::begin`].
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a transaction that writes: on SQLite it takes the write lock at once, since deferred ones lose writes.
    ///
    /// Runs in a task of its own: a `begin` that is dropped half way leaves its connection inside a transaction
    /// (sqlx issue 4385). Here it always ends, and an unwanted transaction is rolled back when dropped.
    pub async fn begin(&self) -> Result<DatabaseTransaction, Fault> {
        let write = self.write.clone();
        let begun = tokio::spawn(async move {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            write.begin_with_options(options).await
        });
        Ok(begun.await.map_err(|cause| Fault::internal(&cause))??)
    }

    /// Which engine it is.
    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// Closes all connections; those in use are waited for.
    pub async fn close(self) {
        for pool in [self.read, self.write] {
            if let Err(cause) = pool.close().await {
                tracing::warn!(?cause, "pool did not close");
            }
        }
    }
}

/// Makes a file that only its owner reads, or has it so; SQLite gives its WAL the same rights.
///
/// One that is there is never opened: closing it would let go of every lock that this process holds on it through
/// SQLite.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => close_to_others(path),
        Err(cause) => Err(cause),
    }
}

fn close_to_others(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

fn counted(mut connection: DatabaseConnection, statements: &Statements) -> DatabaseConnection {
    let counter = statements.0.clone();
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    connection
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_database_file_is_read_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0483.db");
        std::fs::write(&path, "").unwrap();
        super::make_private(&path).unwrap();
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
