//! `up2 audit`: checks of access logs.

use async_graphql::ID;
use clap::Subcommand;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::log::Verified;
use crate::access::{Job, tenants};
use crate::support::clock::Clock;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};

/// What to do with access logs.
#[derive(Subcommand, Debug)]
pub(super) enum AuditCommand {
    /// Check that no entry was changed, removed or reordered, against the signed heads.
    Verify {
        /// Only this municipality; otherwise all.
        #[arg(long, value_name = "CODE")]
        municipality: Option<String>,
        #[command(flatten)]
        data: DataOptions,
    },
    /// Erase one youth from the access log: what remains proves that somebody read a person, not whom. The data
    /// protection officer decides it together with a second person; an operator carries it out.
    Erase {
        /// Municipality code.
        #[arg(long, value_name = "CODE")]
        municipality: String,
        /// Global id of the youth.
        #[arg(long, value_name = "ID")]
        youth: String,
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Runs `up2 audit`.
pub(super) async fn run(command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::Verify { municipality, data } => verify(municipality, &data).await,
        AuditCommand::Erase { municipality, youth, data } => erase(&municipality, youth, &data).await,
    }
}

async fn erase(municipality: &str, youth: String, data: &DataOptions) -> Result<(), Failure> {
    let youth = GlobalId::local(&ID(youth), Kind::Youth, municipality)?;
    let config = data.config()?;
    let parts = Parts::open(config.clone(), Clock::system()).await?;
    // The use of the job is in the log, about nobody.
    parts.access.job(Job::CommandLine, municipality).await?;
    parts.finish().await;
    let erased = tenants::erase_from_log(&config, municipality, youth).await?;
    output::say(if erased {
        "erased: the log no longer knows whom it was about"
    } else {
        "the log knows nobody by this id"
    });
    Ok(())
}

async fn verify(municipality: Option<String>, data: &DataOptions) -> Result<(), Failure> {
    let parts = Parts::open(data.config()?, Clock::system()).await?;
    let codes = match municipality {
        Some(code) => vec![code],
        None => parts
            .access
            .tenants()
            .registry()
            .municipalities()
            .await?
            .into_iter()
            .map(|row| row.code)
            .collect(),
    };
    let mut broken = 0;
    for code in codes {
        let verified = parts.access.verify_log(&code, &parts.seal()).await?;
        broken += usize::from(!verified.is_whole());
        tell(&code, &verified);
    }
    if broken == 0 { Ok(()) } else { Err(Failure(format!("{broken} access log(s) were changed"))) }
}

fn tell(code: &str, verified: &Verified) {
    let state = if verified.is_whole() { "whole" } else { "CHANGED" };
    output::say(&format!(
        "{code}: {state}, {} entries, last {}, {} signed heads",
        verified.entries, verified.last_seq, verified.signed_heads
    ));
    for problem in &verified.problems.listed {
        output::say(&format!("{code}: {}", problem.sentence(Language::English)));
    }
}
