//! Cases by youth and by id, clocks by id, what hangs on cases, and the names of colleagues: one statement a relation.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{case_event, duty_clock, youth_case};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::store;
use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl OfYouths for youth_case::Entity {
    const ACTION: Action = Action::ReadCases;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(youth_case::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(youth_case::Column::OpenedAt)
            .order_by_desc(youth_case::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for youth_case::Entity {
    const ACTION: Action = Action::ReadCases;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(youth_case::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &youth_case::Model) -> Uuid {
        row.id
    }
}

impl ById for duty_clock::Entity {
    const ACTION: Action = Action::ReadCases;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(duty_clock::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &duty_clock::Model) -> Uuid {
        row.id
    }
}

/// Loads the history of cases.
#[derive(Debug)]
pub struct EventsOfCases(pub Arc<Visit>);

impl Loader<Uuid> for EventsOfCases {
    type Value = Vec<case_event::Model>;
    type Error = Fault;

    async fn load(&self, cases: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadCases)?;
        let mut by_case: HashMap<Uuid, Self::Value> = HashMap::new();
        for row in store::events_of(&grant, cases).await? {
            by_case.entry(row.case_id).or_default().push(row);
        }
        Ok(by_case)
    }
}

/// Loads the clocks of cases.
#[derive(Debug)]
pub struct ClocksOfCases(pub Arc<Visit>);

impl Loader<Uuid> for ClocksOfCases {
    type Value = Vec<duty_clock::Model>;
    type Error = Fault;

    async fn load(&self, cases: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadCases)?;
        let mut by_case: HashMap<Uuid, Self::Value> = HashMap::new();
        for row in store::clocks_of(&grant, cases).await? {
            if let Some(case) = row.case_id {
                by_case.entry(case).or_default().push(row);
            }
        }
        Ok(by_case)
    }
}

/// Loads whether open cases lack somebody responsible who reaches the youth.
#[derive(Debug)]
pub struct LackingCases(pub Arc<Visit>);

impl Loader<Uuid> for LackingCases {
    type Value = bool;
    type Error = Fault;

    async fn load(&self, cases: &[Uuid]) -> Result<HashMap<Uuid, bool>, Fault> {
        let grant = self.0.authorize(Action::ReadCases)?;
        let lacking = store::lacking(&grant, cases).await?;
        Ok(cases.iter().map(|id| (*id, lacking.contains(id))).collect())
    }
}
