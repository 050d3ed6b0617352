//! When upper secondary school was begun: told by the head teacher, and by the night where enrolments say it.

use std::collections::BTreeSet;

use async_graphql::Context;
use entity::municipality::completion;
use uuid::Uuid;

use super::rules_completion::{self as rules, CompletionFault};
use super::store_completion as store;
use super::types_completion::{CompletionRowInput, RecordCompletionsInput, RecordCompletionsPayload};
use crate::access::{Action, Authorize, Grant};
use crate::support::batch::Batch;
use crate::support::fault::Fault;
use crate::support::ids;

/// Youths of one round of the night.
const ROUND: u64 = 500;

/// Records rows, each kept or refused for itself.
pub async fn record(
    ctx: &Context<'_>,
    input: RecordCompletionsInput,
) -> Result<RecordCompletionsPayload, Fault> {
    let grant = ctx.authorize(Action::RecordCompletion)?;
    let batch = match Batch::of(input.rows.len()) {
        Ok(batch) => checked(&grant, batch, input.rows).await?,
        Err(refused) => return Ok(refused.into()),
    };
    let (rows, outcome) = batch.settle(input.on_error);
    store::record(&grant, rows).await?;
    Ok(outcome.into())
}

/// Reads the rows and checks each against the rules, the reach and what is stored.
async fn checked(
    grant: &Grant,
    mut batch: Batch<completion::Model>,
    rows: Vec<CompletionRowInput>,
) -> Result<Batch<completion::Model>, Fault> {
    let (today, code) = (grant.reach().today, grant.municipality_code());
    let read = batch.read(rows, |row| {
        let row = row.read(code)?;
        rules::check(&row, today)?;
        Ok(row)
    });
    let youths: BTreeSet<Uuid> = read.iter().map(|(_, row)| row.youth_id).collect();
    if youths.is_empty() {
        return Ok(batch);
    }
    let writable = grant.writable(&youths, today, today).await?;
    let enrolments = store::enrolments(grant, &youths).await?;
    let stored = store::stored(grant, read.iter().map(|(_, row)| row.id)).await?;
    for (index, mut row) in read {
        if let Err(refused) = writable.check(row.youth_id, None, today, today) {
            batch.refuse(index, refused.into());
            continue;
        }
        let theirs = enrolments.get(&row.youth_id).map_or(&[][..], Vec::as_slice);
        let Some(unit) = rules::unit_of(theirs, row.began_on) else {
            batch.refuse(index, CompletionFault::NotEnrolled.into());
            continue;
        };
        row.unit_id = unit;
        let before = stored.get(&row.id);
        if let Some(before) = before {
            // What came from a register and is corrected by hand belongs to that hand from then on.
            row.source_ref.clone_from(&before.source_ref);
            row.source_id = before.source_id;
            row.source_id = before.source_id.filter(|_| row == *before);
        }
        batch.take(index, row.id, row, before);
    }
    Ok(batch)
}

/// Notes the beginning of those of whom nothing is known yet, where their enrolments say it.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    let mut after = Uuid::nil();
    loop {
        let youths = store::unknown(grant, after, ROUND).await?;
        let Some(last) = youths.last() else { return Ok(()) };
        after = *last;
        let enrolments = store::enrolments(grant, &youths).await?;
        let own = grant.own_authority();
        let is_own = |number: &Option<String>| number.is_none() || own.is_none() || number.as_deref() == own;
        let begun = enrolments.values().filter_map(|theirs| rules::beginning(theirs));
        let rows = begun.filter(|first| is_own(&first.school_authority)).map(|first| completion::Model {
            id: ids::of_completion(first.youth_id),
            youth_id: first.youth_id,
            unit_id: first.unit_id,
            programme_code: first.programme_code.clone(),
            began_on: first.starts_on,
            outcome: None,
            ended_on: None,
            source_id: None,
            source_ref: None,
        });
        store::record(grant, rows.collect()).await?;
    }
}
