//! `up2 hand-over`: what waits between municipalities.

use clap::Subcommand;

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::domain::hand_over::deliver::deliver_all;
use crate::support::clock::Clock;

/// What to do with hand-overs.
#[derive(Subcommand, Debug)]
pub(super) enum HandOverCommand {
    /// Deliver what waits, and bring answers back. Safe to repeat, also after it was cut off.
    Deliver {
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Runs `up2 hand-over`.
pub(super) async fn run(command: HandOverCommand) -> Result<(), Failure> {
    let HandOverCommand::Deliver { data } = command;
    let parts = Parts::open(data.config()?, Clock::system()).await?;
    let ended = deliver_all(&parts.access).await;
    parts.finish().await;
    let ended = ended?;
    output::say(&format!(
        "delivered: {}, answers returned: {}, waiting: {}",
        ended.delivered, ended.returned, ended.waiting
    ));
    if ended.waiting == 0 { Ok(()) } else { Err(Failure("some could not be delivered now".to_owned())) }
}
