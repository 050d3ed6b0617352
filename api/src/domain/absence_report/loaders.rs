//! Absence reports by id.

use entity::municipality::absence_report;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::access::Action;
use crate::access::loading::ById;

impl ById for absence_report::Entity {
    const ACTION: Action = Action::ReadAbsenceReports;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(absence_report::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &absence_report::Model) -> Uuid {
        row.id
    }
}
