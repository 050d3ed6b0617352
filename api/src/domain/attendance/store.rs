//! Reads and writes of attendance.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::municipality::attendance;
use entity::reach::Within;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::batch::ROWS_A_STATEMENT;
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

/// Those of these rows that are stored, in one statement.
pub async fn stored(
    grant: &Grant,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, attendance::Model>, Fault> {
    let rows = attendance::Entity::within(grant.reach()).filter(attendance::Column::Id.is_in(ids));
    Ok(grant.all(rows).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// Stores rows whose youths and groups were found within reach; all of them or none.
pub async fn record(grant: &Grant, rows: Vec<attendance::Model>) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    grant.touch(rows.iter().map(|row| row.youth_id))?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(attendance::ActiveModel::from);
        attendance::Entity::insert_many(some)
            .on_conflict(the_last_stands())
            .exec_without_returning(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

fn the_last_stands() -> OnConflict {
    OnConflict::column(attendance::Column::Id)
        .update_columns([
            attendance::Column::ValidMinutes,
            attendance::Column::InvalidMinutes,
            attendance::Column::OtherMinutes,
            attendance::Column::ReportedMinutes,
            attendance::Column::OfferedMinutes,
            attendance::Column::SourceId,
            attendance::Column::SourceRef,
        ])
        .to_owned()
}
