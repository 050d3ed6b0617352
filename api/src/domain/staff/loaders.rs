//! Staff and assignments by id, and assignments by who holds them.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{assignment, staff};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use super::store;
use crate::access::loading::ById;
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl ById for staff::Entity {
    const ACTION: Action = Action::ReadStaff;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(staff::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &staff::Model) -> Uuid {
        row.id
    }
}

impl ById for assignment::Entity {
    const ACTION: Action = Action::ReadStaff;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(assignment::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &assignment::Model) -> Uuid {
        row.id
    }
}

/// Loads the assignments of members of staff.
#[derive(Debug)]
pub struct AssignmentsOfStaff(pub Arc<Visit>);

impl Loader<Uuid> for AssignmentsOfStaff {
    type Value = Vec<assignment::Model>;
    type Error = Fault;

    async fn load(&self, staff: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadStaff)?;
        store::assignments_of(&grant, staff).await
    }
}
