//! Each night the rules are applied to everybody: time alone moves the windows, and takes a staircase to its next step.

use uuid::Uuid;

use super::evaluate::{Evaluation, ROUND};
use super::store_figures;
use crate::access::Grant;
use crate::support::fault::Fault;

/// Applies the active rules to every youth, some hundred at a time.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    let evaluation = Evaluation::begin(grant).await?;
    let mut after = Uuid::nil();
    loop {
        let youths = store_figures::youths_after(grant, after, ROUND as u64).await?;
        let Some(last) = youths.last() else { return Ok(()) };
        after = *last;
        evaluation.round(&youths).await?;
    }
}
