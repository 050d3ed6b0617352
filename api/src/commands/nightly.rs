//! `up2 nightly`, and the same each night in `up2 serve`: what time alone brings about, municipality by municipality.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::{Access, Grant, Job};
use crate::domain::{case, kaa, plan, signal, statistics};
use crate::support::clock::Clock;
use crate::support::fault::Fault;

/// The job of which one instance takes a municipality's night.
const JOB: &str = "nightly";
/// How often a server looks whether a night has come.
const LOOK_EVERY: Duration = Duration::from_secs(300);

/// Options of `up2 nightly`.
#[derive(Args, Debug)]
pub(super) struct NightlyOptions {
    /// Municipality code; all municipalities when left out.
    #[arg(long, value_name = "CODE")]
    municipality: Option<String>,
    #[command(flatten)]
    data: DataOptions,
}

/// Does the night's work now, whether or not it was done today: doing it twice changes nothing.
pub(super) async fn nightly(options: NightlyOptions) -> Result<(), Failure> {
    let parts = Parts::open(options.data.config()?, Clock::system()).await?;
    let done = of_all(&parts, options.municipality).await;
    parts.finish().await;
    done
}

async fn of_all(parts: &Parts, only: Option<String>) -> Result<(), Failure> {
    let codes = match only {
        Some(code) => vec![code],
        None => codes(&parts.access).await?,
    };
    let mut failed = Vec::new();
    for code in codes {
        match run(&parts.access, &code).await {
            Ok(()) => output::say(&format!("{code} done")),
            Err(fault) => {
                tracing::error!(%code, ?fault, "the night's work failed");
                failed.push(code);
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("failed in {}", failed.join(", ")))) }
}

/// Does the night's work of one municipality. A slice that fails does not stop the others; the first fault is told.
pub async fn run(access: &Access, municipality: &str) -> Result<(), Fault> {
    let grant = access.job(Job::Nightly, municipality).await?;
    work(&grant).await
}

/// What each slice does at night, in the order in which it depends on what came before.
async fn work(grant: &Grant) -> Result<(), Fault> {
    let done = [
        ("signal", signal::nightly::nightly(grant).await),
        ("kaa", kaa::nightly::nightly(grant).await),
        ("case", case::nightly::nightly(grant).await),
        ("plan", plan::nightly::nightly(grant).await),
        ("statistics", statistics::nightly::nightly(grant).await),
    ];
    let mut first = Ok(());
    for (slice, outcome) in done {
        if let Err(fault) = outcome {
            let municipality = grant.municipality_code();
            tracing::error!(%slice, %municipality, ?fault, "a slice's night failed");
            first = first.and(Err(fault));
        }
    }
    first
}

/// Once a day after 01:00 does the night's work of each municipality that no other instance has taken. A fault in one
/// does not stop the others.
pub(super) async fn every_night(access: Arc<Access>) {
    let mut done = None;
    loop {
        let night = access.clock().night();
        if done != Some(night) {
            match codes(&access).await {
                Ok(codes) => {
                    for code in codes {
                        if let Err(fault) = take(&access, &code, night).await {
                            tracing::error!(%code, ?fault, "the night's work failed");
                        }
                    }
                    done = Some(night);
                }
                Err(fault) => tracing::warn!(?fault, "municipalities not read"),
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Does a night of a municipality, if nobody has taken it: true when it was done here.
pub async fn take(access: &Access, municipality: &str, night: chrono::NaiveDate) -> Result<bool, Fault> {
    let grant = access.job(Job::Nightly, municipality).await?;
    if !grant.takes_job(JOB, night).await? {
        return Ok(false);
    }
    work(&grant).await?;
    grant.ends_job(JOB, night).await?;
    Ok(true)
}

async fn codes(access: &Access) -> Result<Vec<String>, Fault> {
    Ok(access.tenants().registry().municipalities().await?.into_iter().map(|row| row.code).collect())
}
