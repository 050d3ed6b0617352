//! Transfers by youth.

use entity::municipality::transfer;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::{MOST_ROWS, OfYouths};

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
