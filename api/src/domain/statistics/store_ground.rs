//! The legal grounds on which figures of a purpose are made.

use std::collections::BTreeSet;

use entity::municipality::statistics_ground;
use entity::reach::Within;
use entity::vocabulary::StatisticsPurpose;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, SqlErr};

use super::catalogue;
use super::store_snapshot::drop_all;
use crate::access::Grant;
use crate::support::fault::Fault;

/// Most that a list has.
const MOST: u64 = 100;

/// The purposes whose ground stands: figures of others are not made, shown or published.
pub async fn standing(grant: &Grant) -> Result<BTreeSet<StatisticsPurpose>, Fault> {
    let rows = statistics_ground::Entity::within(grant.reach())
        .filter(statistics_ground::Column::EndedAt.is_null())
        .limit(MOST);
    Ok(grant.all(rows).await?.into_iter().map(|row| row.purpose).collect())
}

/// Those that were ever recorded, the latest first.
pub async fn all(grant: &Grant) -> Result<Vec<statistics_ground::Model>, Fault> {
    let rows = statistics_ground::Entity::within(grant.reach())
        .order_by_desc(statistics_ground::Column::RecordedAt)
        .order_by_desc(statistics_ground::Column::Id)
        .limit(MOST);
    grant.all(rows).await
}

/// Records a ground; false when one of its purpose stands already.
pub async fn record(grant: &Grant, row: statistics_ground::Model) -> Result<bool, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    match statistics_ground::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Ok(false);
        }
        stored => stored?,
    };
    tx.commit().await?;
    Ok(true)
}

/// Ends the ground of a purpose and forgets the snapshots that rested on it; false when none stood.
#[allow(clippy::disallowed_methods, reason = "the one row of a purpose, about nobody")]
pub async fn end(grant: &Grant, purpose: StatisticsPurpose) -> Result<bool, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let ended = statistics_ground::Entity::update_many()
        .col_expr(statistics_ground::Column::EndedAt, Expr::value(grant.clock().now()))
        .filter(statistics_ground::Column::Purpose.eq(purpose))
        .filter(statistics_ground::Column::EndedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    for indicator in catalogue::ALL.iter().filter(|indicator| indicator.purpose == Some(purpose)) {
        drop_all(grant, indicator.code).await?;
    }
    Ok(ended.rows_affected > 0)
}
