//! What is worked out each night: rows of terms, beginnings of upper secondary studies, and once a week the snapshots.

use super::{completions, roll_up, snapshots};
use crate::access::Grant;
use crate::support::fault::Fault;

/// In the order in which each reads what came before.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    roll_up::nightly(grant).await?;
    completions::nightly(grant).await?;
    snapshots::nightly(grant).await
}
