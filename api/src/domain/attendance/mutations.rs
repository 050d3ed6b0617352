//! Root field: recordAttendance.

use std::collections::BTreeSet;

use async_graphql::{Context, Object};
use chrono::{Days, NaiveDate};
use entity::municipality::attendance;

use super::types::{AttendanceRowInput, RecordAttendanceInput, RecordAttendancePayload, after_recording};
use super::{rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::batch::Batch;
use crate::support::fault::Fault;

/// Mutations of attendance.
#[derive(Debug, Default)]
pub struct AttendanceMutations;

#[Object]
impl AttendanceMutations {
    /// Records attendance (närvaro), and corrects what was recorded: a row is one youth, week and group, and the last
    /// one sent stands. The same row again changes nothing. A row that cannot be used is refused with its index.
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rows.")] input: RecordAttendanceInput,
    ) -> Option<Result<RecordAttendancePayload, Fault>> {
        Some(record(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: RecordAttendanceInput) -> Result<RecordAttendancePayload, Fault> {
    let grant = ctx.authorize(Action::RecordAttendance)?;
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

/// Reads the rows and checks each against the rules, the reach and what is stored.
async fn checked(
    grant: &Grant,
    mut batch: Batch<attendance::Model>,
    rows: Vec<AttendanceRowInput>,
) -> Result<Batch<attendance::Model>, Fault> {
    let (today, code) = (grant.reach().today, grant.municipality_code());
    let read = batch.read(rows, |row| {
        let row = row.read(code)?;
        rules::check(&row, today)?;
        Ok(row)
    });
    let (Some(first), Some(last)) =
        (read.iter().map(|row| row.1.week).min(), read.iter().map(|row| row.1.week).max())
    else {
        return Ok(batch);
    };
    let youths: BTreeSet<_> = read.iter().map(|(_, row)| row.youth_id).collect();
    let writable = grant.writable(&youths, first, sunday(last)).await?;
    let stored = store::stored(grant, read.iter().map(|(_, row)| row.id)).await?;
    for (index, mut row) in read {
        if let Err(refused) = writable.check(row.youth_id, row.group_id, row.week, sunday(row.week)) {
            batch.refuse(index, refused.into());
            continue;
        }
        let before = stored.get(&row.id);
        rules::keep_source(&mut row, before);
        batch.take(index, row.id, row, before);
    }
    Ok(batch)
}

fn sunday(monday: NaiveDate) -> NaiveDate {
    monday + Days::new(6)
}
