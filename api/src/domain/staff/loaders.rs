//! Staff and their assignments by id.

use entity::municipality::{assignment, staff};
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

impl ById for assignment::Entity {
    const ACTION: Action = Action::ReadStaff;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(assignment::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &assignment::Model) -> Uuid {
        row.id
    }
}
