//! Signals by youth, rules by id; history, attention and colleagues by signal.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{signal, signal_event, signal_rule};
use entity::vocabulary::SignalKind;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{store, store_case};
use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl OfYouths for signal::Entity {
    const ACTION: Action = Action::ReadSignals;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(signal::Column::YouthId.is_in(youths.iter().copied()))
            .filter(signal::Column::Kind.ne(SignalKind::ReportingIncomplete))
            .order_by_desc(signal::Column::RaisedAt)
            .order_by_asc(signal::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for signal_rule::Entity {
    const ACTION: Action = Action::ReadSignals;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(signal_rule::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &signal_rule::Model) -> Uuid {
        row.id
    }
}

impl ById for signal::Entity {
    const ACTION: Action = Action::ReadSignals;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(signal::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &signal::Model) -> Uuid {
        row.id
    }
}

/// The signals that led to cases.
#[derive(Debug)]
pub struct SignalsOfCases(pub Arc<Visit>);

impl Loader<Uuid> for SignalsOfCases {
    type Value = Vec<signal::Model>;
    type Error = Fault;

    async fn load(&self, cases: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadSignals)?;
        let mut of_cases: HashMap<Uuid, Self::Value> = HashMap::new();
        for row in store_case::of_cases(&grant, cases).await? {
            if let Some(case) = row.case_id {
                of_cases.entry(case).or_default().push(row);
            }
        }
        Ok(of_cases)
    }
}

/// The history of signals.
#[derive(Debug)]
pub struct EventsOfSignals(pub Arc<Visit>);

impl Loader<Uuid> for EventsOfSignals {
    type Value = Vec<signal_event::Model>;
    type Error = Fault;

    async fn load(&self, signals: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadSignals)?;
        let mut of_signals: HashMap<Uuid, Self::Value> = HashMap::new();
        for row in store::events(&grant, signals).await? {
            of_signals.entry(row.signal_id).or_default().push(row);
        }
        Ok(of_signals)
    }
}

/// The signals that nobody has attended to; the others have no value.
#[derive(Debug)]
pub struct Unattended(pub Arc<Visit>);

impl Loader<Uuid> for Unattended {
    type Value = ();
    type Error = Fault;

    async fn load(&self, signals: &[Uuid]) -> Result<HashMap<Uuid, ()>, Fault> {
        let grant = self.0.authorize(Action::ReadSignals)?;
        Ok(store::unattended_of(&grant, signals).await?.into_iter().map(|id| (id, ())).collect())
    }
}
