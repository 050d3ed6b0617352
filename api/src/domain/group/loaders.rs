//! Groups by id, and by the youths who are in them today.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::student_group;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use super::store;
use crate::access::loading::ById;
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl ById for student_group::Entity {
    const ACTION: Action = Action::ReadGroups;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(student_group::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &student_group::Model) -> Uuid {
        row.id
    }
}

/// Loads the groups that youths are in today.
#[derive(Debug)]
pub struct GroupsOfYouths(pub Arc<Visit>);

impl Loader<Uuid> for GroupsOfYouths {
    type Value = Vec<student_group::Model>;
    type Error = Fault;

    async fn load(&self, youths: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadGroups)?;
        store::of_youths(&grant, youths).await
    }
}
