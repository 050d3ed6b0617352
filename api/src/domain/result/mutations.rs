//! Root field: recordResults.

use std::collections::BTreeSet;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::municipality::school_result;

use super::rules::RowFault;
use super::types::{RecordResultsInput, RecordResultsPayload, ResultRowInput, after_recording};
use super::{rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::batch::Batch;
use crate::support::fault::Fault;

/// Mutations of results.
#[derive(Debug, Default)]
pub struct ResultMutations;

#[Object]
impl ResultMutations {
    /// Records grades and warnings (betyg, F-varningar), and corrects what was recorded: a row is one youth, subject
    /// and term, and the last one sent stands. The same row again changes nothing. A row that cannot be used is
    /// refused with its index.
    async fn record_results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rows.")] input: RecordResultsInput,
    ) -> Option<Result<RecordResultsPayload, Fault>> {
        Some(record(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: RecordResultsInput) -> Result<RecordResultsPayload, Fault> {
    let grant = ctx.authorize(Action::RecordResults)?;
    let batch = match Batch::of(input.rows.len()) {
        Ok(batch) => checked(&grant, batch, input.rows).await?,
        Err(refused) => return Ok(refused.into()),
    };
    let (rows, outcome) = batch.settle(input.on_error);
    let youths = rows.iter().map(|row| row.youth_id).collect();
    store::record(&grant, rows).await?;
    after_recording(ctx, youths).await;
    Ok(outcome.into())
}

/// A row with the days of its term.
type Dated = (school_result::Model, (NaiveDate, NaiveDate));

/// Reads the rows and checks each against the rules, the reach and what is stored.
async fn checked(
    grant: &Grant,
    mut batch: Batch<school_result::Model>,
    rows: Vec<ResultRowInput>,
) -> Result<Batch<school_result::Model>, Fault> {
    let (today, code) = (grant.reach().today, grant.municipality_code());
    let mut read: Vec<(usize, Dated)> = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        match row.read(code).and_then(|row| Ok((rules::check(&row, today)?, row))) {
            Ok((days, row)) => read.push((index, (row, days))),
            Err(error) => batch.refuse(index, error),
        }
    }
    let days = || read.iter().map(|(_, (_, days))| *days);
    let (Some(first), Some(last)) = (days().map(|days| days.0).min(), days().map(|days| days.1).max()) else {
        return Ok(batch);
    };
    let youths: BTreeSet<_> = read.iter().map(|(_, (row, _))| row.youth_id).collect();
    let writable = grant.writable(&youths, first, last).await?;
    let mut reached = Vec::new();
    for (index, (row, (from, to))) in read {
        match writable.check(row.youth_id, row.group_id, from, to) {
            Ok(()) => reached.push((index, row)),
            Err(refused) => batch.refuse(index, refused.into()),
        }
    }
    let stored = store::stored(grant, reached.iter().map(|(_, row)| row.id)).await?;
    for (index, mut row) in reached {
        if stored.of_others.contains(&row.id) {
            batch.refuse(index, RowFault::OfAnotherGroup.into());
            continue;
        }
        let before = stored.reached.get(&row.id);
        rules::keep_source(&mut row, before);
        batch.take(index, row.id, row, before);
    }
    Ok(batch)
}
