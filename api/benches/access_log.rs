//! How much faster the access log is when many callers share a commit: 64 callers at once, each entry awaited.
//!
//! `cargo bench -p api --bench access_log --profile dev`; with `UP2_BENCH_DATABASE_URL` (a login that may create
//! schemas) on PostgreSQL too. The goal is five times the throughput of one commit a call.

#![allow(clippy::disallowed_methods, reason = "a benchmark measures time and makes its own tables")]

use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::access::log::{Entry, Writer};
use api::support::clock::Clock;
use api::support::crypto::{Key, Keys};
use api::support::db::{Db, Statements};
use api::support::ids;
use futures::future::join_all;
use migration::{MigratorTrait, MunicipalityMigrator};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

const CALLERS: usize = 64;
const LASTS: Duration = Duration::from_secs(4);
const SCHEMA: &str = "up2_bench_access_log";
const GOAL: f64 = 5.0;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let db = Db::sqlite(&folder.path().join("bench.db"), true, &Statements::default()).await.map_err(said)?;
    measure("SQLite, synchronous FULL", &db).await?;
    db.close().await;
    if let Ok(url) = std::env::var("UP2_BENCH_DATABASE_URL") {
        let options: sqlx::postgres::PgConnectOptions = url.parse()?;
        let db = Db::postgres(options.options([("search_path", SCHEMA)]), 4, &Statements::default());
        let drop = format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE");
        db.write().execute_unprepared(&format!("{drop}; CREATE SCHEMA {SCHEMA}")).await?;
        measure("PostgreSQL", &db).await?;
        db.write().execute_unprepared(&drop).await?;
    }
    Ok(())
}

async fn measure(engine: &str, db: &Db) -> Outcome<()> {
    MunicipalityMigrator::up(db.write(), None).await?;
    db.write().execute_unprepared("INSERT INTO access_log_head (id, seq, hash) VALUES (1, 0, '')").await?;
    let keys = Keys::of(&Key::random());
    let alone = entries_a_second(Writer::gathering(db.clone(), keys.clone(), 1)).await?;
    let together = entries_a_second(Writer::new(db.clone(), keys)).await?;
    let ratio = together / alone;
    writeln!(
        std::io::stdout(),
        "{engine}: {alone:.0} entries a second one commit a call, {together:.0} grouped: {ratio:.1} times{}",
        if ratio < GOAL { " (below the goal)" } else { "" }
    )?;
    Ok(())
}

async fn entries_a_second(writer: Writer) -> Outcome<f64> {
    let (writer, started) = (Arc::new(writer), Instant::now());
    let callers = (0..CALLERS).map(|_| tokio::spawn(call_until_over(writer.clone(), started)));
    let mut entries = 0.0;
    for caller in join_all(callers).await {
        entries += caller??;
    }
    Ok(entries / started.elapsed().as_secs_f64())
}

/// Reads of a few youths, one entry a call, as a caller that opens one page after another.
async fn call_until_over(writer: Arc<Writer>, started: Instant) -> Result<f64, String> {
    let youths: Vec<_> = (0..8).map(|_| ids::random_id()).collect();
    let clock = Clock::system();
    let mut entries = 0.0;
    for youth in youths.iter().cycle() {
        if started.elapsed() > LASTS {
            break;
        }
        writer.append(vec![entry(&clock, *youth)]).await.map_err(said)?;
        entries += 1.0;
    }
    Ok(entries)
}

fn entry(clock: &Clock, youth: Uuid) -> Entry {
    Entry {
        at: clock.now(),
        request_id: ids::random_id(),
        actor: ids::random_id().to_string(),
        assignments: ids::random_id().to_string(),
        action: "READ_YOUTH".into(),
        youth: Some(youth),
        reason: None,
    }
}

/// A fault does not print itself; here there is no client to hide it from.
fn said(fault: api::support::fault::Fault) -> String {
    format!("{fault:?}")
}
