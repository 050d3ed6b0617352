//! `up2 erasures`: carries out what two people have decided.

use clap::Subcommand;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::Job;
use crate::access::tenants::Owner;
use crate::domain::rights::carry_out::{CarriedOut, carry_out};
use crate::support::clock::Clock;

/// What to do with erasures.
#[derive(Subcommand, Debug)]
pub(super) enum ErasuresCommand {
    /// Carry out all approved erasures, and make free pages and files clean. Needs the owner; run it each night. It may
    /// be run again at any time, also after it was cut off.
    Run {
        /// Only this municipality; otherwise all.
        #[arg(long, value_name = "CODE")]
        municipality: Option<String>,
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Runs `up2 erasures`.
pub(super) async fn run(command: ErasuresCommand) -> Result<(), Failure> {
    let ErasuresCommand::Run { municipality, data } = command;
    let (config, clock) = (data.config()?, Clock::system());
    let parts = Parts::open(config.clone(), clock.clone()).await?;
    let codes = match municipality {
        Some(code) => vec![code],
        None => {
            let rows = parts.access.tenants().registry().municipalities().await?;
            rows.into_iter().map(|row| row.code).collect()
        }
    };
    for code in &codes {
        // The use of the job is in the log, about nobody.
        parts.access.job(Job::CommandLine, code).await?;
    }
    parts.finish().await;
    let mut failed = 0;
    for code in codes {
        let owner = Owner::open(&config, &code).await?;
        let done = carry_out(&owner, clock.now(), clock.today()).await;
        owner.close().await;
        match done {
            Ok(done) => tell(&code, &done),
            Err(fault) => {
                failed += 1;
                output::complain(&format!("{code}: {}", Failure::from(fault).0));
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(Failure(format!("{failed} municipalities failed: run it again"))) }
}

fn tell(code: &str, done: &CarriedOut) {
    let clean = if done.cleaned { ", files made clean" } else { "" };
    let held = if done.held > 0 { format!(", {} under a legal hold wait", done.held) } else { String::new() };
    output::say(&format!("{code}: {} carried out, {} rows{held}{clean}", done.done, done.rows));
}
