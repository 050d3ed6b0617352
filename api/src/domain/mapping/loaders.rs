//! Mappings by id and youth, answers by mapping, questionnaires with their questions.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{mapping, mapping_answer};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::store::{self, Published};
use crate::access::loading::{ById, MOST_ROWS, OfParents, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl ById for mapping::Entity {
    const ACTION: Action = Action::ReadMappings;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(mapping::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &mapping::Model) -> Uuid {
        row.id
    }
}

impl OfYouths for mapping::Entity {
    const ACTION: Action = Action::ReadMappings;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(mapping::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(mapping::Column::StartedAt)
            .order_by_desc(mapping::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for mapping_answer::Entity {
    const ACTION: Action = Action::ReadMappings;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(mapping_answer::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &mapping_answer::Model) -> Uuid {
        row.id
    }
}

impl OfParents for mapping_answer::Entity {
    const ACTION: Action = Action::ReadMappings;

    fn of(select: Select<Self>, mappings: &[Uuid]) -> Select<Self> {
        select
            .filter(mapping_answer::Column::MappingId.is_in(mappings.iter().copied()))
            .order_by_asc(mapping_answer::Column::Id)
            .limit(MOST_ROWS)
    }

    fn parent(row: &mapping_answer::Model) -> Option<Uuid> {
        Some(row.mapping_id)
    }
}

/// Loads questionnaires with their questions: two statements, however many.
#[derive(Debug)]
pub struct Questionnaires(pub Arc<Visit>);

impl Loader<Uuid> for Questionnaires {
    type Value = Arc<Published>;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = store::reader(&self.0)?;
        let loaded = store::published(&grant, store::Which::These(ids)).await?;
        Ok(loaded.into_iter().map(|one| (one.row.id, Arc::new(one))).collect())
    }
}
