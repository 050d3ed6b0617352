//! Transfers by youth and by id, and what is told of them besides.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::{DateTime, Utc};
use entity::municipality::{staff, transfer, youth};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::store;
use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl OfYouths for transfer::Entity {
    const ACTION: Action = Action::ReadTransfers;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(transfer::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(transfer::Column::CreatedAt)
            .order_by_desc(transfer::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for transfer::Entity {
    const ACTION: Action = Action::ReadTransfers;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(transfer::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &transfer::Model) -> Uuid {
        row.id
    }
}

/// Who made and who answered transfers.
#[derive(Debug)]
pub struct People(pub Arc<Visit>);

impl Loader<Uuid> for People {
    type Value = staff::Model;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, staff::Model>, Fault> {
        self.0.authorize(Action::ReadTransfers)?.colleagues(ids.iter().copied()).await
    }
}

/// When transfers to other municipalities were delivered.
#[derive(Debug)]
pub struct Deliveries(pub Arc<Visit>);

impl Loader<Uuid> for Deliveries {
    type Value = DateTime<Utc>;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, DateTime<Utc>>, Fault> {
        store::delivered(&self.0.authorize(Action::ReadTransfers)?, ids).await
    }
}

/// Youths whom the head of a receiving unit would see as far as protected data goes.
#[derive(Debug)]
pub struct Received(pub Arc<Visit>);

impl Loader<Uuid> for Received {
    type Value = youth::Model;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, youth::Model>, Fault> {
        store::visible(&self.0.authorize(Action::ReadTransfers)?, ids).await
    }
}
