//! Caseload, and how many duties are late: counts, hidden where they are small and the reader may see no person.

use async_graphql::Context;
use entity::municipality::youth_case::Column;
use entity::vocabulary::{CaseState, Track};
use futures::future::try_join_all;
use uuid::Uuid;

use super::store::{self, Filter};
use super::types_figures::{Caseload, DutyCount, ResponsibleCount, StateCount};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::Fault;

/// Most of those responsible that a caseload lists.
const MOST: usize = 100;

/// The open cases within reach.
pub async fn caseload(ctx: &Context<'_>) -> Result<Caseload, Fault> {
    let grant = ctx.authorize(Action::ReadCaseload)?;
    let open = Filter { open: Some(true), ..Filter::default() };
    let overdue = Filter { overdue: true, ..open.clone() };
    let states: Vec<(CaseState, i64)> = grant.count_by(store::chosen(&grant, &open), Column::State).await?;
    let all = by_responsible(&grant, &open).await?;
    let late = by_responsible(&grant, &overdue).await?;
    let lacking = store::count(&grant, &Filter { lacking: true, ..open }).await?;
    let mut people: Vec<_> =
        all.iter().filter_map(|(who, open)| Some(of_one((*who)?, *open, &late))).collect();
    people.sort_by_key(|person| std::cmp::Reverse(person.open));
    people.truncate(MOST);
    Ok(Caseload {
        open: all.iter().map(|(_, count)| count).sum(),
        without_responsible: i64::try_from(lacking).unwrap_or(i64::MAX),
        overdue: late.iter().map(|(_, count)| count).sum(),
        by_state: in_order(states),
        by_responsible: people,
    })
}

type ByResponsible = Vec<(Option<Uuid>, i64)>;

async fn by_responsible(grant: &Grant, filter: &Filter) -> Result<ByResponsible, Fault> {
    grant.count_by(store::chosen(grant, filter), Column::ResponsibleId).await
}

fn of_one(staff_id: Uuid, open: i64, late: &ByResponsible) -> ResponsibleCount {
    let overdue = late.iter().find(|(who, _)| *who == Some(staff_id)).map_or(0, |(_, count)| *count);
    ResponsibleCount { open, overdue, staff_id }
}

fn in_order(mut states: Vec<(CaseState, i64)>) -> Vec<StateCount> {
    states.sort();
    states.into_iter().map(|(state, count)| StateCount { state: state.into(), count }).collect()
}

/// How many duties are late, by unit, kind and track.
pub async fn duty_counts(ctx: &Context<'_>) -> Result<Vec<DutyCount>, Fault> {
    let grant = ctx.authorize(Action::ReadDutyCounts)?;
    let counts = grant.late_duties().await?;
    let told = counts.into_iter().map(|late| {
        let overdue = late.is_read.then_some(late.count).or_else(|| shown(late.count, late.track));
        DutyCount::of(ctx, late, overdue)
    });
    Ok(try_join_all(told).await?.into_iter().flatten().collect())
}

/// A count, where it is not so small that it could single somebody out (the primary rule of disclosure control).
fn shown(count: i64, track: Track) -> Option<i64> {
    let least = if track == Track::Kaa { 10 } else { 5 };
    (count >= least).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_could_single_somebody_out_is_hidden() {
        assert_eq!(shown(4, Track::Compulsory), None);
        assert_eq!(shown(5, Track::Compulsory), Some(5));
        assert_eq!(shown(9, Track::Kaa), None);
        assert_eq!(shown(10, Track::Kaa), Some(10));
    }
}
