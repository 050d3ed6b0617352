//! Results by youth.

use entity::municipality::school_result;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::{MOST_ROWS, OfYouths};

impl OfYouths for school_result::Entity {
    const ACTION: Action = Action::ReadResults;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(school_result::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(school_result::Column::Term)
            .order_by_asc(school_result::Column::SubjectCode)
            .limit(MOST_ROWS)
    }
}
