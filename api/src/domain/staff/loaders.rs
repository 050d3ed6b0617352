//! Staff by id.

use entity::municipality::staff;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::ById;

impl ById for staff::Entity {
    const ACTION: Action = Action::ReadStaff;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(staff::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &staff::Model) -> Uuid {
        row.id
    }
}
