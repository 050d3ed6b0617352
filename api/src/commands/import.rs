//! `up2 import`: takes in what a registered school register says, from a folder or from its live server.

use std::path::PathBuf;

use chrono::{DateTime, Days, Utc};
use clap::{Args, Subcommand};
use entity::municipality::source;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::{Grant, Job};
use crate::domain::integration::ss12000::live::{Live, Settings, Wish};
use crate::domain::integration::ss12000::sheets::Documents;
use crate::domain::integration::ss12000::store::{Outcome, Progress, Terms, import};
use crate::domain::integration::ss12000::{folder, sources};
use crate::support::clock::Clock;
use crate::support::language::Language;

/// Attendance is asked for anew this far back: registers correct it afterwards.
const ATTENDANCE_DAYS: u64 = 60;
/// A school year of attendance, where everything is asked for.
const YEAR_DAYS: u64 = 400;

/// What to import.
#[derive(Subcommand, Debug)]
pub(super) enum ImportCommand {
    /// Import from a register that speaks SS 12000. Safe to repeat, also after it was cut off.
    Ss12000(Box<ImportOptions>),
}

/// Options of `up2 import ss12000`.
#[derive(Args, Debug)]
pub(super) struct ImportOptions {
    /// Municipality code.
    #[arg(long, value_name = "CODE")]
    municipality: String,
    /// Name of the source (up2 source list).
    #[arg(long, value_name = "NAME")]
    source: String,
    /// Folder with organisations.json, persons.json and so on, instead of the live server.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Ask the live server for everything, not only for what has changed.
    #[arg(long, conflicts_with = "folder")]
    since_beginning: bool,
    /// Allow that more than half of the youths are removed.
    #[arg(long)]
    allow_mass_removal: bool,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataOptions,
}

/// Runs `up2 import`.
pub(super) async fn run(command: ImportCommand) -> Result<(), Failure> {
    let ImportCommand::Ss12000(options) = command;
    let parts = Parts::open(options.data.config()?, Clock::system()).await?;
    let ended = take_in(&parts, &options).await;
    parts.finish().await;
    tell(&ended?, options.json);
    Ok(())
}

async fn take_in(parts: &Parts, options: &ImportOptions) -> Result<Outcome, Failure> {
    let grant = parts.access.job(Job::Import, &options.municipality).await?;
    let source = sources::find(&grant, &options.source).await?;
    let Some(folder) = options.folder.clone() else {
        return from_server(&grant, &source, options).await;
    };
    let documents = blocking(move || folder::read(&folder).map_err(|error| error.to_string())).await?;
    write(&grant, &source, documents, options).await
}

/// Asks for changes; when they do not suffice, for everything.
async fn from_server(
    grant: &Grant,
    source: &source::Model,
    options: &ImportOptions,
) -> Result<Outcome, Failure> {
    let since = source.seen_until.filter(|_| !options.since_beginning);
    let outcome = from_server_since(grant, source, options, since).await?;
    if !outcome.wants_whole {
        return Ok(outcome);
    }
    tracing::info!("changes alone do not suffice: asking for everything");
    from_server_since(grant, source, options, None).await
}

async fn from_server_since(
    grant: &Grant,
    source: &source::Model,
    options: &ImportOptions,
    since: Option<DateTime<Utc>>,
) -> Result<Outcome, Failure> {
    let (started, today) = (grant.clock().now(), grant.reach().today);
    let back = if since.is_some() { ATTENDANCE_DAYS } else { YEAR_DAYS };
    let from = today.checked_sub_days(Days::new(back)).unwrap_or(today);
    let wish = Wish { since, attendance: Some((from, today)) };
    let settings = sources::settings(grant, source)?;
    let documents = blocking(move || fetch(settings, &wish)).await?;
    let latest = documents.latest_change();
    let outcome = write(grant, source, documents, options).await?;
    if !outcome.wants_whole {
        sources::note_seen(grant, source.id, latest, started).await?;
    }
    Ok(outcome)
}

fn fetch(settings: Settings, wish: &Wish) -> Result<Documents, String> {
    let bar = bar("{spinner} {pos} {msg}");
    let mut live = Live::new(settings).map_err(|error| error.to_string())?;
    let fetched = live.fetch(wish, &mut |resource, rows| {
        bar.set_message(resource.to_owned());
        bar.set_position(rows as u64);
    });
    bar.finish_and_clear();
    fetched.map_err(|error| error.to_string())
}

async fn write(
    grant: &Grant,
    source: &source::Model,
    documents: Documents,
    options: &ImportOptions,
) -> Result<Outcome, Failure> {
    let bar = bar("{bar:40} {pos}/{len} {msg}");
    let watch = |progress: Progress| {
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        bar.set_message(progress.table);
        Ok(())
    };
    let terms = Terms { allow_mass_removal: options.allow_mass_removal, watch: &watch };
    let outcome = import(grant, source, documents, terms).await;
    bar.finish_and_clear();
    Ok(outcome?)
}

/// Drawn on a terminal, nothing elsewhere.
fn bar(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, Failure> {
    let ended = tokio::task::spawn_blocking(work).await;
    Ok(ended.map_err(|_| Failure("the work was cut off".to_owned()))??)
}

fn tell(outcome: &Outcome, as_json: bool) {
    let report = &outcome.report;
    output::say(&if as_json { report.to_json() } else { report.to_text(Language::English) });
}
