//! Reads and reviews of openings.

use entity::municipality::break_glass;
use entity::reach::Within;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Where a review is kept; bound to its encryption.
pub const REVIEW: &str = "break_glass.review";

/// One opening.
pub async fn find(grant: &Grant, id: Uuid) -> Result<break_glass::Model, Fault> {
    let found = grant.one(break_glass::Entity::within(grant.reach()).filter(break_glass::Column::Id.eq(id)));
    found.await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Those of these openings that are within reach.
pub async fn with_ids(grant: &Grant, ids: &[Uuid]) -> Result<Vec<break_glass::Model>, Fault> {
    let chosen = break_glass::Column::Id.is_in(ids.iter().copied());
    grant.all(break_glass::Entity::within(grant.reach()).filter(chosen)).await
}

/// A page of openings, the latest first.
pub async fn page(grant: &Grant, page: Page, unreviewed: bool) -> Result<Vec<break_glass::Model>, Fault> {
    let all = break_glass::Entity::within(grant.reach());
    let mut chosen = all.clone();
    if unreviewed {
        chosen = chosen.filter(break_glass::Column::ReviewedAt.is_null());
    }
    grant.all(page.cut(chosen, all, break_glass::Column::OpenedAt, break_glass::Column::Id, true)).await
}

/// Writes a review; false when somebody else was first.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn review(grant: &Grant, opening: &break_glass::Model, text: &str) -> Result<bool, Fault> {
    grant.touch([opening.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    let changed = break_glass::Entity::update_many()
        .col_expr(break_glass::Column::ReviewedBy, Expr::value(grant.staff_id()))
        .col_expr(break_glass::Column::ReviewedAt, Expr::value(grant.clock().now()))
        .col_expr(
            break_glass::Column::Review,
            Expr::value(grant.keys().columns.seal(REVIEW, text.as_bytes())),
        )
        .filter(break_glass::Column::Id.eq(opening.id))
        .filter(break_glass::Column::ReviewedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(changed.rows_affected > 0)
}
