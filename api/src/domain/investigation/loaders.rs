//! Investigations by youth.

use entity::municipality::investigation;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::{MOST_ROWS, OfYouths};

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
