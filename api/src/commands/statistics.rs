//! `up2 statistics`: all publications as one file for an auditor; and what stands beside them, read from files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::tenants::{self, official};
use crate::domain::statistics::beside::rules_official::{self, NotRead};
use crate::domain::statistics::beside::rules_similar;
use crate::domain::statistics::disclosure::audit as auditor;
use crate::domain::statistics::publication::export;
use crate::support::clock::Clock;

/// What to do with statistics. On PostgreSQL what imports takes the owner's address.
#[derive(Subcommand, Debug)]
pub(super) enum StatisticsCommand {
    /// Write everything that was ever published, what was withdrawn too, as one JSON file that an outside auditor can read;
    /// the format is documented in `api/src/domain/statistics/disclosure/export.rs`.
    Export {
        /// The file; what is there is replaced.
        file: PathBuf,
        #[command(flatten)]
        data: DataOptions,
    },
    /// Audit such a file: what could anybody work out from it. Fails when anything is found.
    Audit {
        /// The file.
        file: PathBuf,
    },
    /// Import official series from pages of Kolada's API v3 that were saved before: of `/kpi` (metadata), of `/data/…`
    /// (values), or a JSON list of both. Doing it again replaces what changed.
    ImportOfficial {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        data: DataOptions,
    },
    /// Import similar municipalities (liknande kommuner) from a CSV file of service (GR or GY), year, municipality, similar
    /// and source. A service and year in the file is replaced as a whole.
    ImportSimilar {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Runs `up2 statistics`.
pub(super) async fn run(command: StatisticsCommand) -> Result<(), Failure> {
    match command {
        StatisticsCommand::Export { file, data } => export(&file, &data).await,
        StatisticsCommand::Audit { file } => audit(&file),
        StatisticsCommand::ImportOfficial { file, data } => import_official(&file, &data).await,
        StatisticsCommand::ImportSimilar { file, data } => import_similar(&file, &data).await,
    }
}

async fn export(file: &Path, data: &DataOptions) -> Result<(), Failure> {
    let parts = Parts::open(data.config()?, Clock::system()).await?;
    let everything = export::everything(parts.access.tenants().registry()).await;
    parts.finish().await;
    let everything = everything?;
    let text = serde_json::to_string_pretty(&everything).map_err(|cause| Failure(cause.to_string()))?;
    std::fs::write(file, text)
        .map_err(|cause| Failure(format!("cannot write {}: {cause}", file.display())))?;
    output::say(&format!("exported: {} units", everything.units.len()));
    Ok(())
}

fn audit(file: &Path) -> Result<(), Failure> {
    let report = auditor::audit(&read(file)?)
        .map_err(|cause| Failure(format!("cannot audit {}: {cause}", file.display())))?;
    output::say(&format!("asked after {} hidden figures", report.asked));
    for violation in &report.violations {
        output::say(&format!("{:?}: {}", violation.kind, violation.place));
    }
    if report.violations.is_empty() {
        output::say("nothing found");
        return Ok(());
    }
    Err(Failure(format!("{} violations", report.violations.len())))
}

async fn import_official(file: &Path, data: &DataOptions) -> Result<(), Failure> {
    let (text, codes, clock) = (read(file)?, codes(), Clock::system());
    let parts = Parts::open(data.config()?, clock.clone()).await?;
    let known = parts.access.tenants().registry().official_series().await?;
    parts.finish().await;
    let known = known.into_iter().map(|series| series.id).collect();
    let official = rules_official::read(&text, &known, |code| codes.contains(code), clock.now());
    let official = official.map_err(|cause| match cause {
        NotRead::Shape(cause) => {
            Failure(format!("{} is no page of Kolada's API v3: {cause}", file.display()))
        }
        NotRead::NoMetadata(id) => Failure(format!("import the metadata of {id} (/kpi/{id}) first")),
    })?;
    let said = format!(
        "imported: {} series, {} values; passed over: {}",
        official.series.len(),
        official.values.len(),
        official.passed_over
    );
    tenants::import_official(&data.config()?, official.series, official.values).await?;
    output::say(&said);
    Ok(())
}

async fn import_similar(file: &Path, data: &DataOptions) -> Result<(), Failure> {
    let codes = codes();
    let rows = rules_similar::read(&read(file)?, |code| codes.contains(code))?;
    let count = rows.len();
    tenants::import_similar(&data.config()?, rows).await?;
    output::say(&format!("imported: {count} pairs of similar municipalities"));
    Ok(())
}

fn codes() -> BTreeSet<String> {
    official::all().map(|official| official.code).collect()
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|cause| Failure(format!("cannot read {}: {cause}", file.display())))
}
