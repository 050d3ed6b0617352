//! `up2 keys`: signing keys of access tokens.

use clap::Subcommand;

use super::settings::DataOptions;
use super::{Failure, output};
use crate::access::tenants;
use crate::support::clock::Clock;

/// What to do with signing keys.
#[derive(Subcommand, Debug)]
pub(super) enum KeysCommand {
    /// Make a new signing key. It is published at once and signs ten minutes later; older ones are accepted until the
    /// last token that they may have signed has ended.
    Rotate {
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Runs `up2 keys`.
pub(super) async fn run(command: KeysCommand) -> Result<(), Failure> {
    let KeysCommand::Rotate { data } = command;
    let kid = tenants::rotate_keys(&data.config()?, Clock::system().now()).await?;
    output::say(&format!("new key {kid}: published now, signs in ten minutes"));
    Ok(())
}
