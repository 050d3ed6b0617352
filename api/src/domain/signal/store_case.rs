//! Signals and the case that they led to.

use entity::municipality::{signal, signal_event};
use entity::vocabulary::{SignalDeed, SignalState};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveEnum, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::store::{event, known};
use super::types_clock::attended;
use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::Fault;

/// Those of these signals that are within reach.
pub async fn with_ids(grant: &Grant, ids: &[Uuid]) -> Result<Vec<signal::Model>, Fault> {
    grant.all(known(grant).filter(signal::Column::Id.is_in(ids.iter().copied()))).await
}

/// The signals that led to these cases, the latest first.
pub async fn of_cases(grant: &Grant, cases: &[Uuid]) -> Result<Vec<signal::Model>, Fault> {
    let rows = known(grant)
        .filter(signal::Column::CaseId.is_in(cases.iter().copied()))
        .order_by_desc(signal::Column::RaisedAt)
        .order_by_asc(signal::Column::Id)
        .limit(MOST_ROWS);
    grant.all(rows).await
}

/// Lets signals that were read within reach lead to a case: each is attended to, with its line of history. False when
/// somebody has changed one since it was read; then the caller undoes it all.
#[allow(clippy::disallowed_methods, reason = "rows read within reach, each at the version that was read")]
pub async fn take_up(
    grant: &Grant,
    tx: &DatabaseTransaction,
    rows: &[signal::Model],
    case: Uuid,
) -> Result<bool, Fault> {
    let now = grant.clock().now();
    for row in rows {
        let changed = signal::Entity::update_many()
            .col_expr(signal::Column::CaseId, Expr::value(case))
            .col_expr(signal::Column::State, Expr::value(SignalState::Attended.to_value()))
            .col_expr(signal::Column::ChangedAt, Expr::value(now))
            .col_expr(signal::Column::Version, Expr::col(signal::Column::Version).add(1))
            .filter(signal::Column::Id.eq(row.id))
            .filter(signal::Column::Version.eq(row.version))
            .filter(signal::Column::CaseId.is_null())
            .exec(tx)
            .await?;
        if changed.rows_affected == 0 {
            return Ok(false);
        }
        attended(grant, tx, row.id).await?;
        let event = event(grant, row, SignalDeed::Attended, None);
        signal_event::Entity::insert(event.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(true)
}
