//! `up2 municipality` and `up2 migrate`.

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::settings::DataOptions;
use super::{Failure, output};
use crate::access::tenants::{self, Migrated, Tenants};
use crate::support::clock::Clock;

/// What to do with municipalities.
#[derive(Subcommand, Debug)]
pub(super) enum MunicipalityCommand {
    /// Add a municipality of the official list; doing it again changes nothing.
    Add {
        /// Official code of four digits, such as 0483.
        code: String,
        /// The municipality's own organisation number (organisationsnummer), ten digits.
        #[arg(long, value_name = "NUMBER")]
        organisation_number: Option<String>,
        /// PostgreSQL: a database of its own, made beforehand for the owner role, such as postgres://host/database.
        #[arg(long, value_name = "URL")]
        own_database_url: Option<String>,
        #[command(flatten)]
        data: DataOptions,
    },
    /// Destroy a municipality: its key, its database, its login. Everything encrypted under the key, in backups and
    /// exports too, can never be read again. Restart the servers after it: one that has the municipality open holds its
    /// key in memory.
    Erase {
        /// Official code.
        code: String,
        /// The code once more: there is no way back.
        #[arg(long, value_name = "CODE")]
        yes: String,
        #[command(flatten)]
        data: DataOptions,
    },
    /// List those that take part, with the version of their database.
    List {
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Options of `up2 migrate`.
#[derive(Args, Debug)]
pub(super) struct MigrateOptions {
    /// Only show the versions.
    #[arg(long)]
    status: bool,
    #[command(flatten)]
    data: DataOptions,
}

/// Runs `up2 municipality`.
pub(super) async fn run(command: MunicipalityCommand) -> Result<(), Failure> {
    match command {
        MunicipalityCommand::Add { code, organisation_number, own_database_url, data } => {
            add(&code, organisation_number, own_database_url.as_deref(), &data).await
        }
        MunicipalityCommand::Erase { code, yes, data } => erase(&code, &yes, &data).await,
        MunicipalityCommand::List { data } => list(&data).await,
    }
}

async fn add(
    code: &str,
    number: Option<String>,
    place: Option<&str>,
    data: &DataOptions,
) -> Result<(), Failure> {
    if number
        .as_ref()
        .is_some_and(|number| number.len() != 10 || !number.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Err(Failure("an organisation number is ten digits without a hyphen".to_owned()));
    }
    let clock = Clock::system();
    let migrated = tenants::add_in(&data.config()?, code, place, number.as_deref(), clock.now()).await?;
    report(&migrated)
}

fn report(migrated: &Migrated) -> Result<(), Failure> {
    match &migrated.outcome {
        Ok(version) => output::say(&format!("{}: ready at {version}", migrated.code)),
        Err(failure) => return Err(Failure(format!("{} failed: {failure}", migrated.code))),
    }
    Ok(())
}

async fn erase(code: &str, yes: &str, data: &DataOptions) -> Result<(), Failure> {
    if code != yes {
        return Err(Failure(format!("nothing was destroyed: say --yes {code}")));
    }
    tenants::destroy(&data.config()?, code).await?;
    output::say(&format!("{code}: key and database destroyed; restart the servers"));
    Ok(())
}

async fn list(data: &DataOptions) -> Result<(), Failure> {
    let tenants = Tenants::open(data.config()?, Clock::system()).await?;
    for row in tenants.registry().municipalities().await? {
        let version = row.version.as_deref().unwrap_or("never migrated");
        let failure = row.failure.map(|failure| format!(", last failure: {failure}")).unwrap_or_default();
        output::say(&format!("{} {} ({}): {version}{failure}", row.code, row.name, row.county_name));
    }
    Ok(())
}

/// Runs `up2 migrate`.
pub(super) async fn migrate(options: MigrateOptions) -> Result<(), Failure> {
    if options.status {
        return list(&options.data).await;
    }
    let bar = ProgressBar::new(0).with_style(ProgressStyle::default_bar());
    let ended = tenants::migrate(&options.data.config()?, Clock::system().now(), |_, total| {
        bar.set_length(total as u64);
        bar.inc(1);
    })
    .await?;
    bar.finish_and_clear();
    let failed: Vec<String> = ended
        .iter()
        .filter_map(|one| one.outcome.as_ref().err().map(|failure| format!("{}: {failure}", one.code)))
        .collect();
    output::say(&format!("migrated: {} of {}", ended.len() - failed.len(), ended.len()));
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("failed:\n{}", failed.join("\n")))) }
}
