//! Enrolments by youth, and by id.

use entity::municipality::enrolment;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::{ById, MOST_ROWS, OfYouths};

impl OfYouths for enrolment::Entity {
    const ACTION: Action = Action::ReadEnrolments;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(enrolment::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(enrolment::Column::StartsOn)
            .order_by_desc(enrolment::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for enrolment::Entity {
    const ACTION: Action = Action::ReadEnrolments;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(enrolment::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &enrolment::Model) -> Uuid {
        row.id
    }
}
