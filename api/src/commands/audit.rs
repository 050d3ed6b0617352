//! `up2 audit`: checks of access logs.

use clap::Subcommand;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::log::Verified;
use crate::support::clock::Clock;
use crate::support::language::Language;

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
}

/// Runs `up2 audit`.
pub(super) async fn run(command: AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify { municipality, data } = command;
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
