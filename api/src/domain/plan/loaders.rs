//! Goals, measures and follow-ups by id and youth; history and follow-ups by measure; types by id.

use entity::municipality::{follow_up, goal, measure, measure_event, measure_type};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::{ById, MOST_ROWS, OfParents, OfYouths};

macro_rules! by_id {
    ($($table:ident),+) => {$(
        impl ById for $table::Entity {
            const ACTION: Action = Action::ReadPlans;

            fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
                select.filter($table::Column::Id.is_in(ids.iter().copied()))
            }

            fn id(row: &$table::Model) -> Uuid {
                row.id
            }
        }
    )+};
}

by_id!(goal, measure, measure_type, follow_up);

impl OfYouths for goal::Entity {
    const ACTION: Action = Action::ReadPlans;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(goal::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(goal::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl OfYouths for measure::Entity {
    const ACTION: Action = Action::ReadPlans;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(measure::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(measure::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl OfYouths for follow_up::Entity {
    const ACTION: Action = Action::ReadPlans;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(follow_up::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_asc(follow_up::Column::PlannedOn)
            .order_by_asc(follow_up::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl OfParents for measure_event::Entity {
    const ACTION: Action = Action::ReadPlans;

    fn of(select: Select<Self>, measures: &[Uuid]) -> Select<Self> {
        select
            .filter(measure_event::Column::MeasureId.is_in(measures.iter().copied()))
            .order_by_asc(measure_event::Column::Id)
            .limit(MOST_ROWS)
    }

    fn parent(row: &measure_event::Model) -> Option<Uuid> {
        Some(row.measure_id)
    }
}

impl OfParents for follow_up::Entity {
    const ACTION: Action = Action::ReadPlans;

    fn of(select: Select<Self>, measures: &[Uuid]) -> Select<Self> {
        select
            .filter(follow_up::Column::MeasureId.is_in(measures.iter().copied()))
            .order_by_asc(follow_up::Column::PlannedOn)
            .order_by_asc(follow_up::Column::Id)
            .limit(MOST_ROWS)
    }

    fn parent(row: &follow_up::Model) -> Option<Uuid> {
        row.measure_id
    }
}
