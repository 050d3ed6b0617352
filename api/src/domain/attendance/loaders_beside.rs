//! Attendance around days, for those who read every row of the youth: a sum of one group's rows would mislead.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use entity::municipality::attendance;
use entity::reach::Within;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::rules_beside::FAR;
use crate::access::loading::MOST_ROWS;
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

/// Whose attendance, around which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Around {
    /// The youth.
    pub youth: Uuid,
    /// The day.
    pub start: NaiveDate,
}

/// Loads attendance around days: one statement, however many.
#[derive(Debug)]
pub struct AttendanceAround(pub Arc<Visit>);

impl Loader<Around> for AttendanceAround {
    type Value = Vec<attendance::Model>;
    type Error = Fault;

    async fn load(&self, keys: &[Around]) -> Result<HashMap<Around, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadAttendance)?;
        let reach = grant.reach().with_all_rows();
        if reach.is_nothing() {
            return Ok(HashMap::new());
        }
        let around = keys.iter().fold(Condition::any(), |any, key| {
            any.add(
                Condition::all()
                    .add(attendance::Column::YouthId.eq(key.youth))
                    .add(attendance::Column::Week.gte(key.start.checked_sub_days(FAR).unwrap_or(key.start)))
                    .add(attendance::Column::Week.lte(key.start.checked_add_days(FAR).unwrap_or(key.start))),
            )
        });
        let rows = attendance::Entity::within(&reach).filter(around).limit(MOST_ROWS);
        let mut by_youth: HashMap<Uuid, Vec<attendance::Model>> = HashMap::new();
        for row in grant.all(rows).await? {
            by_youth.entry(row.youth_id).or_default().push(row);
        }
        let of = |key: &Around| Some((*key, by_youth.get(&key.youth)?.clone()));
        Ok(keys.iter().filter_map(of).collect())
    }
}
