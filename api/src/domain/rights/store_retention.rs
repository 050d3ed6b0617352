//! Reads and writes of the rules of retention, and what would go by them.

use entity::municipality::retention_rule;
use entity::reach::Within;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::deletion::{self, Counts, Due, Purpose};
use crate::access::Grant;
use crate::support::fault::Fault;

/// All rules that were ever set.
pub async fn rules(grant: &Grant) -> Result<Vec<retention_rule::Model>, Fault> {
    let rules = retention_rule::Entity::within(grant.reach());
    grant.all(rules.order_by_asc(retention_rule::Column::RecordType)).await
}

/// Sets a rule whose version was `row.version - 1`; false when it has another now.
#[allow(clippy::disallowed_methods, reason = "a rule, which is about nobody, unless it has changed")]
pub async fn set(grant: &Grant, row: retention_rule::Model) -> Result<bool, Fault> {
    use retention_rule::Column::{Active, ChangedAt, ChangedBy, Months, RecordType, Version};
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let changed = if row.version == 1 {
        let unless_there = OnConflict::column(RecordType).do_nothing().to_owned();
        let rule = row.into_active_model();
        retention_rule::Entity::insert(rule).on_conflict(unless_there).exec_without_returning(&tx).await?
    } else {
        let update = retention_rule::Entity::update_many()
            .col_expr(Months, Expr::val(row.months))
            .col_expr(Active, Expr::val(row.active))
            .col_expr(ChangedBy, Expr::val(row.changed_by))
            .col_expr(ChangedAt, Expr::val(row.changed_at))
            .col_expr(Version, Expr::val(row.version))
            .filter(RecordType.eq(row.record_type))
            .filter(Version.eq(row.version - 1));
        update.exec(&tx).await?.rows_affected
    };
    tx.commit().await?;
    Ok(changed == 1)
}

/// Rows by table that would go: they are deleted as in earnest, and the transaction is rolled back, so that the two
/// cannot differ.
pub async fn dry_run(grant: &Grant, due: &[Due]) -> Result<Counts, Fault> {
    let tx = grant.begin().await?;
    let deleted = deletion::of_age(&tx, due, grant.reach().today, Purpose::DryRun).await;
    tx.rollback().await?;
    Ok(deleted?.counts)
}
