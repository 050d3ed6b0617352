//! Consents by youth and by id, and which of them are in force.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::consent;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::store;
use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl OfYouths for consent::Entity {
    const ACTION: Action = Action::ReadConsents;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(consent::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(consent::Column::CreatedAt)
            .order_by_desc(consent::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for consent::Entity {
    const ACTION: Action = Action::ReadConsents;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(consent::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &consent::Model) -> Uuid {
        row.id
    }
}

/// Which consents are in force today, by the condition that opens what rests on them.
#[derive(Debug)]
pub struct ConsentsInForce(pub Arc<Visit>);

impl Loader<Uuid> for ConsentsInForce {
    type Value = ();
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, ()>, Fault> {
        let grant = self.0.authorize(Action::ReadConsents)?;
        Ok(store::in_force(&grant, ids).await?.into_iter().map(|id| (id, ())).collect())
    }
}
