//! Units by id.

use entity::municipality::unit;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::ById;

impl ById for unit::Entity {
    const ACTION: Action = Action::ReadUnits;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(unit::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &unit::Model) -> Uuid {
        row.id
    }
}
