//! The command line: what an operator does, one file a subject. The street outside the rooms: it may use them all.

mod audit;
mod demo;
mod erasures;
mod front;
mod hand_over;
mod import;
mod keys;
mod municipality;
pub mod nightly;
mod output;
mod schema;
pub mod serve;
pub mod settings;
mod source;
mod staff;
mod statistics;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::support::fault::Fault;
use crate::support::language::Language;

/// up2: the API of the development programme for completed education (UP2).
#[derive(Parser, Debug)]
#[command(name = "up2", version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Start a demonstration: 25 municipalities with invented people.
    Demo(demo::DemoOptions),
    /// Serve the API.
    Serve(serve::ServeOptions),
    /// Bring the registry and every municipality's database to the present shape.
    Migrate(municipality::MigrateOptions),
    /// Add and list municipalities.
    Municipality {
        #[command(subcommand)]
        command: municipality::MunicipalityCommand,
    },
    /// Invite staff to sign in.
    Staff {
        #[command(subcommand)]
        command: staff::StaffCommand,
    },
    /// School registers to import from.
    Source {
        #[command(subcommand)]
        command: source::SourceCommand,
    },
    /// Import from a school register.
    Import {
        #[command(subcommand)]
        command: import::ImportCommand,
    },
    /// Hand-overs between municipalities.
    HandOver {
        #[command(subcommand)]
        command: hand_over::HandOverCommand,
    },
    /// Do the work of the night now: signals that time alone raises, and the like. Safe to repeat.
    Nightly(nightly::NightlyOptions),
    /// Check access logs.
    Audit {
        #[command(subcommand)]
        command: audit::AuditCommand,
    },
    /// Erasures that two people have decided.
    Erasures {
        #[command(subcommand)]
        command: erasures::ErasuresCommand,
    },
    /// Official series and similar municipalities, which stand beside published figures.
    Statistics {
        #[command(subcommand)]
        command: statistics::StatisticsCommand,
    },
    /// Signing keys of access tokens.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Print the GraphQL schema.
    Schema,
    /// Check that the parts answer.
    Doctor(serve::DoctorOptions),
}

/// Runs the command given on the command line.
pub fn main() -> ExitCode {
    let line = Line::parse();
    settings::start_logging(if matches!(line.command, Command::Schema) {
        "off"
    } else {
        settings::USUAL_LOG
    });
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => {
            output::complain(&format!("no runtime: {cause}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(Language::English.scope(run(line.command))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::complain(&failure.0);
            ExitCode::FAILURE
        }
    }
}

/// Why a command did not succeed, in words for the operator.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let reference =
            fault.reference().map(|reference| format!(", reference {reference}")).unwrap_or_default();
        Self(format!("{} ({}{reference})", fault.message(), fault.code().name()))
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<std::io::Error> for Failure {
    fn from(cause: std::io::Error) -> Self {
        Self(cause.to_string())
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(options) => demo::demo(options).await,
        Command::Serve(options) => serve::serve(options).await,
        Command::Migrate(options) => municipality::migrate(options).await,
        Command::Municipality { command } => municipality::run(command).await,
        Command::Staff { command } => staff::run(command).await,
        Command::Source { command } => source::run(command).await,
        Command::Import { command } => import::run(command).await,
        Command::HandOver { command } => hand_over::run(command).await,
        Command::Nightly(options) => nightly::nightly(options).await,
        Command::Audit { command } => audit::run(command).await,
        Command::Erasures { command } => erasures::run(command).await,
        Command::Statistics { command } => statistics::run(command).await,
        Command::Keys { command } => keys::run(command).await,
        Command::Schema => schema::print(),
        Command::Doctor(options) => serve::doctor(options).await,
    }
}
