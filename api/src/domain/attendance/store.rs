//! Reads of attendance.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::municipality::attendance;
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::Fault;

/// The rows of youths since a Monday, in one statement.
pub async fn since(
    grant: &Grant,
    youths: &[Uuid],
    monday: NaiveDate,
) -> Result<HashMap<Uuid, Vec<attendance::Model>>, Fault> {
    let rows = attendance::Entity::within(grant.reach())
        .filter(attendance::Column::YouthId.is_in(youths.iter().copied()))
        .filter(attendance::Column::Week.gte(monday))
        .limit(MOST_ROWS);
    let mut by_youth: HashMap<Uuid, Vec<attendance::Model>> = HashMap::new();
    for row in grant.all(rows).await? {
        by_youth.entry(row.youth_id).or_default().push(row);
    }
    Ok(by_youth)
}
