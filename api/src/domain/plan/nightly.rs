//! Each night: where is the youth 6, 12 and 24 months after a case was closed (varaktig etablering).
//!
//! What is planned follows from the case alone, with ids made from it, so that a second run changes nothing. A case that
//! was opened again, or closed on another day since, loses what was planned for the day before and not done. On its day each gets its
//! duty clock.

use std::collections::BTreeSet;

use chrono::Months;
use entity::municipality::{follow_up, youth, youth_case};
use entity::reach::Within;
use entity::vocabulary::{FollowUpKind, Secrecy};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::rules_follow_up::{AFTER_CLOSING, due};
use super::types_clock::{self, Duties, NewClock};
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::ids;

/// Cases of one step: so much is in memory at a time.
const STEP: u64 = 500;

/// How far back a case may have been closed and still be asked about, in months: more than the last follow-up.
const BACK: Months = Months::new(25);

/// Plans what is missing, and takes away what no longer holds.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    let mut after = Uuid::nil();
    loop {
        let cases = cases(grant, after).await?;
        let Some(last) = cases.last() else { return Ok(()) };
        after = last.id;
        let wanted: Vec<_> = cases.iter().flat_map(planned).collect();
        let ids: BTreeSet<_> = wanted.iter().map(|row| row.id).collect();
        let stored = stored(grant, cases.iter().map(|case| case.id)).await?;
        let stale: Vec<_> = stored
            .iter()
            .filter(|row| row.done_on.is_none() && !ids.contains(&row.id))
            .map(|row| row.id)
            .collect();
        let known: BTreeSet<_> = stored.iter().map(|row| row.id).collect();
        let recent: BTreeSet<_> =
            cases.iter().filter(|case| is_recent(grant, case)).map(|case| case.id).collect();
        let is_new = |row: &follow_up::Model| !known.contains(&row.id) && recent.contains(&row.case_id);
        let new: Vec<_> = wanted.into_iter().filter(is_new).collect();
        let today = grant.reach().today;
        let is_due = |row: &&follow_up::Model| {
            let waits = row.done_on.is_none() && row.planned_on <= today;
            waits && ids.contains(&row.id) && recent.contains(&row.case_id)
        };
        let of = |row: &follow_up::Model| {
            let case = cases.iter().find(|case| case.id == row.case_id)?;
            Some(types_clock::of(row, case))
        };
        let clocks = stored.iter().chain(&new).filter(is_due).filter_map(of).collect();
        store(grant, new, stale, clocks).await?;
    }
}

/// Cases of people whom their register still knows, in the order of their ids.
async fn cases(grant: &Grant, after: Uuid) -> Result<Vec<youth_case::Model>, Fault> {
    let known = youth::Entity::within(grant.reach())
        .select_only()
        .column(youth::Column::Id)
        .filter(youth::Column::RemovedAt.is_null())
        .into_query();
    let rows = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::Id.gt(after))
        .filter(youth_case::Column::YouthId.in_subquery(known))
        .order_by_asc(youth_case::Column::Id)
        .limit(STEP);
    grant.all(rows).await
}

/// Whether a case was closed so lately that it is still asked what became of the youth.
fn is_recent(grant: &Grant, case: &youth_case::Model) -> bool {
    let latest = case.closed_at.and_then(|closed_at| closed_at.date_naive().checked_add_months(BACK));
    latest.is_some_and(|latest| latest >= grant.reach().today)
}

/// What is to be planned after a case was closed; nothing while it is open.
fn planned(case: &youth_case::Model) -> Vec<follow_up::Model> {
    let Some(closed_at) = case.closed_at else { return Vec::new() };
    let closed_on = closed_at.date_naive();
    let one = |(kind, months): (FollowUpKind, u32)| {
        Some(follow_up::Model {
            id: ids::of_source(case.id, "follow-up", &format!("{months}/{closed_on}")),
            youth_id: case.youth_id,
            case_id: case.id,
            measure_id: None,
            track: case.track,
            secrecy: Secrecy::General,
            author_id: None,
            kind,
            planned_on: due(closed_on, months)?,
            done_on: None,
            done_by: None,
            result: None,
            outcome: None,
            status: None,
            version: 1,
        })
    };
    AFTER_CLOSING.into_iter().filter_map(one).collect()
}

async fn stored(grant: &Grant, cases: impl Iterator<Item = Uuid>) -> Result<Vec<follow_up::Model>, Fault> {
    let rows = follow_up::Entity::within(grant.reach())
        .filter(follow_up::Column::CaseId.is_in(cases))
        .filter(follow_up::Column::Kind.ne(FollowUpKind::Planned))
        .limit(crate::access::loading::MOST_ROWS);
    grant.all(rows).await
}

#[allow(
    clippy::disallowed_methods,
    reason = "rows that this job planned, found by the same grant, and not done"
)]
async fn store(
    grant: &Grant,
    new: Vec<follow_up::Model>,
    stale: Vec<Uuid>,
    clocks: Vec<NewClock>,
) -> Result<(), Fault> {
    if new.is_empty() && stale.is_empty() && clocks.is_empty() {
        return Ok(());
    }
    let duties = Duties::load(grant).await?;
    let tx = grant.begin().await?;
    for some in new.chunks(crate::support::batch::ROWS_A_STATEMENT) {
        let rows = some.iter().cloned().map(follow_up::ActiveModel::from);
        let once = OnConflict::column(follow_up::Column::Id).do_nothing().to_owned();
        follow_up::Entity::insert_many(rows).on_conflict(once).exec_without_returning(&tx).await?;
    }
    types_clock::start_all(grant, &tx, &duties, clocks).await?;
    for id in &stale {
        types_clock::taken_away(grant, &tx, *id).await?;
    }
    for some in stale.chunks(crate::support::batch::ROWS_A_STATEMENT) {
        follow_up::Entity::delete_many()
            .filter(follow_up::Column::Id.is_in(some.iter().copied()))
            .filter(follow_up::Column::DoneOn.is_null())
            .exec(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
