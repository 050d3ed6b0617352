//! Hand-overs by id.

use entity::municipality::hand_over_in;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::ById;

impl ById for hand_over_in::Entity {
    const ACTION: Action = Action::ReceiveHandOvers;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(hand_over_in::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &hand_over_in::Model) -> Uuid {
        row.id
    }
}
