//! Reads and writes of closed days.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use entity::municipality::closed_day;
use entity::reach::Within;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::Fault;

/// The closed days within a span, in their order.
pub async fn within(
    grant: &Grant,
    span: &RangeInclusive<NaiveDate>,
) -> Result<Vec<closed_day::Model>, Fault> {
    let days = closed_day::Entity::within(grant.reach())
        .filter(closed_day::Column::Day.between(*span.start(), *span.end()))
        .order_by_asc(closed_day::Column::Day)
        .limit(MOST_ROWS);
    grant.all(days).await
}

/// Puts these closed days in place of those of a span.
#[allow(clippy::disallowed_methods, reason = "a calendar is about nobody; a school year is set as a whole")]
pub async fn set(
    grant: &Grant,
    span: &RangeInclusive<NaiveDate>,
    days: Vec<closed_day::Model>,
) -> Result<(), Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    closed_day::Entity::delete_many()
        .filter(closed_day::Column::Day.between(*span.start(), *span.end()))
        .exec(&tx)
        .await?;
    if !days.is_empty() {
        let days = days.into_iter().map(IntoActiveModel::into_active_model);
        closed_day::Entity::insert_many(days).exec_without_returning(&tx).await?;
    }
    Ok(tx.commit().await?)
}
