//! `up2 source`: the school registers that a municipality imports from, and which role a duty of theirs gives.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use entity::vocabulary::{Dialect, Role};
use sea_orm::ActiveEnum;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::{Grant, Job};
use crate::domain::integration::ss12000::plan::Secret;
use crate::domain::integration::ss12000::sources::{self, NewSource, Pattern, Server};
use crate::domain::integration::ss12000::store;
use crate::support::clock::Clock;

/// What to do with sources.
#[derive(Subcommand, Debug)]
pub(super) enum SourceCommand {
    /// Register a school register that speaks SS 12000.
    Add(Box<AddOptions>),
    /// List the sources.
    List(Place),
    /// Show which role a duty of a register gives, the first rule that matches deciding.
    Duties(Place),
    /// Set which role a duty gives, from the next import that gives the duty.
    MapDuty(MapOptions),
}

/// In which municipality.
#[derive(Args, Debug)]
pub(super) struct Place {
    /// Municipality code.
    #[arg(long, value_name = "CODE")]
    municipality: String,
    #[command(flatten)]
    data: DataOptions,
}

/// A dialect of SS 12000.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum DialectName {
    /// The working specification of 2020.
    A,
    /// Skolverket's subset for the national tests.
    B,
    /// Version 2.1 with a flat list of removals.
    C,
}

/// Options of `up2 source add`.
#[derive(Args, Debug)]
pub(super) struct AddOptions {
    #[command(flatten)]
    place: Place,
    /// Short name, unique in the municipality.
    #[arg(long)]
    name: String,
    /// Dialect that it speaks.
    #[arg(long, value_enum)]
    dialect: DialectName,
    /// Municipality codes that it may speak for; rows of others are not taken.
    #[arg(long, value_delimiter = ',', required = true, value_name = "CODE,…")]
    codes: Vec<String>,
    /// Address under which the resources of a live server lie.
    #[arg(long, value_name = "URL", requires_all = ["token_url", "client_id", "client_secret_file"])]
    base_url: Option<String>,
    /// Address that gives tokens.
    #[arg(long, value_name = "URL", requires = "base_url")]
    token_url: Option<String>,
    /// OAuth 2 client id.
    #[arg(long, value_name = "ID", requires = "base_url")]
    client_id: Option<String>,
    /// File with the OAuth 2 client secret, which is kept encrypted.
    #[arg(long, value_name = "FILE", requires = "base_url")]
    client_secret_file: Option<PathBuf>,
}

/// Options of `up2 source map-duty`.
#[derive(Args, Debug)]
pub(super) struct MapOptions {
    #[command(flatten)]
    place: Place,
    /// Value of dutyRole; without it any.
    #[arg(long, value_name = "TEXT")]
    duty_role: Option<String>,
    /// Value of description; without it any.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Value of assignmentRoleType: the rule then speaks of groups, and otherwise of the duty as a whole.
    #[arg(long, value_name = "TEXT")]
    assignment_role_type: Option<String>,
    /// Role such as STUDENT_HEALTH, or NONE.
    #[arg(long)]
    role: String,
    /// Place among the rules, the lowest first; without it a new rule stands before all others.
    #[arg(long, value_name = "N")]
    priority: Option<i32>,
}

/// Runs `up2 source`.
pub(super) async fn run(command: SourceCommand) -> Result<(), Failure> {
    let server = match &command {
        SourceCommand::Add(options) => server(options)?,
        _ => None,
    };
    let parts = Parts::open(place_of(&command).data.config()?, Clock::system()).await?;
    let grant = parts.access.job(Job::CommandLine, &place_of(&command).municipality).await?;
    let ended = match command {
        SourceCommand::Add(options) => add(&grant, *options, server).await,
        SourceCommand::List(_) => list(&grant).await,
        SourceCommand::Duties(_) => duties(&grant).await,
        SourceCommand::MapDuty(options) => map_duty(&grant, options).await,
    };
    parts.finish().await;
    ended
}

fn place_of(command: &SourceCommand) -> &Place {
    match command {
        SourceCommand::Add(options) => &options.place,
        SourceCommand::List(place) | SourceCommand::Duties(place) => place,
        SourceCommand::MapDuty(options) => &options.place,
    }
}

async fn add(grant: &Grant, options: AddOptions, server: Option<Server>) -> Result<(), Failure> {
    let dialect = match options.dialect {
        DialectName::A => Dialect::A,
        DialectName::B => Dialect::B,
        DialectName::C => Dialect::C,
    };
    let new = NewSource { name: options.name, dialect, codes: options.codes, server };
    let row = sources::register(grant, new).await?;
    output::say(&format!("{}: registered, speaks for {}", row.name, row.municipality_codes));
    Ok(())
}

fn server(options: &AddOptions) -> Result<Option<Server>, Failure> {
    let (Some(base_url), Some(token_url), Some(client_id), Some(file)) =
        (&options.base_url, &options.token_url, &options.client_id, &options.client_secret_file)
    else {
        return Ok(None);
    };
    let secret = std::fs::read_to_string(file)
        .map_err(|cause| Failure(format!("{} cannot be read: {cause}", file.display())))?;
    if secret.trim().is_empty() {
        return Err(Failure(format!("{} is empty", file.display())));
    }
    Ok(Some(Server {
        base_url: base_url.clone(),
        token_url: token_url.clone(),
        client_id: client_id.clone(),
        client_secret: Secret::new(secret.trim()),
    }))
}

async fn list(grant: &Grant) -> Result<(), Failure> {
    for row in sources::all(grant).await? {
        let from = row.base_url.as_deref().unwrap_or("folders");
        let seen = row.seen_until.map(|at| format!(", seen until {at}")).unwrap_or_default();
        let dialect = row.dialect.to_value();
        output::say(&format!("{} (dialect {dialect}, {}): {from}{seen}", row.name, row.municipality_codes));
    }
    Ok(())
}

async fn duties(grant: &Grant) -> Result<(), Failure> {
    let any = |text: Option<String>| text.unwrap_or_else(|| "*".to_owned());
    output::say("priority  dutyRole / description / assignmentRoleType: role");
    for row in store::rules(grant).await? {
        let role = row.role.map_or_else(|| "NONE".to_owned(), |role| role.to_value());
        let pattern = [any(row.duty_role), any(row.description), any(row.assignment_role_type)].join(" / ");
        output::say(&format!("{:>8}  {pattern}: {role}", row.priority));
    }
    Ok(())
}

async fn map_duty(grant: &Grant, options: MapOptions) -> Result<(), Failure> {
    let word = options.role.trim().to_uppercase();
    let role = match word.as_str() {
        "NONE" => None,
        word => Some(
            Role::try_from_value(&word.to_owned())
                .map_err(|_| Failure("give a role such as STUDENT_HEALTH, or NONE".to_owned()))?,
        ),
    };
    let MapOptions { duty_role, description, assignment_role_type, priority, .. } = options;
    let pattern = Pattern { duty_role, description, assignment_role_type };
    sources::map_duty(grant, pattern, role, priority).await?;
    output::say("the rule counts from the next import that gives the duty: a folder, or --since-beginning");
    Ok(())
}
