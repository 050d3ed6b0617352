//! Investigations by youth and by id, and who opened them.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{investigation, staff};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl OfYouths for investigation::Entity {
    const ACTION: Action = Action::ReadInvestigations;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(investigation::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(investigation::Column::OpenedAt)
            .order_by_desc(investigation::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for investigation::Entity {
    const ACTION: Action = Action::ReadInvestigations;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(investigation::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &investigation::Model) -> Uuid {
        row.id
    }
}

/// Who opened investigations.
#[derive(Debug)]
pub struct Openers(pub Arc<Visit>);

impl Loader<Uuid> for Openers {
    type Value = staff::Model;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, staff::Model>, Fault> {
        self.0.authorize(Action::ReadInvestigations)?.colleagues(ids.iter().copied()).await
    }
}
