//! Investigations by youth and by id.

use entity::municipality::investigation;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::{ById, MOST_ROWS, OfYouths};

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
