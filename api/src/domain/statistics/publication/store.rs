//! Rows of drafts.

use entity::municipality::statistics_draft;
use entity::reach::Within;
use entity::vocabulary::DraftState;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, Select};
use uuid::Uuid;

use super::draft::Draft;
use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Where a cube is kept; bound to its encryption.
const CUBE: &str = "statistics_draft.cube";

fn drafts(grant: &Grant) -> Select<statistics_draft::Entity> {
    statistics_draft::Entity::within(grant.reach())
}

/// A page of drafts, the latest first.
pub async fn page(grant: &Grant, page: Page) -> Result<Vec<statistics_draft::Model>, Fault> {
    let (at, id) = (statistics_draft::Column::PreparedAt, statistics_draft::Column::Id);
    grant.all(page.cut(drafts(grant), drafts(grant), at, id, true)).await
}

/// How many drafts there are.
pub async fn count(grant: &Grant) -> Result<u64, Fault> {
    grant.count(drafts(grant)).await
}

/// One draft; `NOT_FOUND` otherwise.
pub async fn find(grant: &Grant, id: Uuid) -> Result<statistics_draft::Model, Fault> {
    let found = grant.one(drafts(grant).filter(statistics_draft::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Seals what was prepared.
pub fn sealed(grant: &Grant, draft: &Draft) -> Result<Vec<u8>, Fault> {
    let text = serde_json::to_vec(draft).map_err(|cause| Fault::internal(&cause))?;
    Ok(grant.keys().columns.seal(CUBE, &text))
}

/// What was prepared.
pub fn opened(grant: &Grant, row: &statistics_draft::Model) -> Result<Draft, Fault> {
    let text = grant.keys().columns.open(CUBE, &row.cube)?;
    serde_json::from_slice(&text).map_err(|cause| Fault::internal(&cause))
}

/// Stores a draft.
pub async fn add(grant: &Grant, row: statistics_draft::Model) -> Result<(), Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    statistics_draft::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// How a draft was decided.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its state now.
    pub state: DraftState,
    /// By whom.
    pub by: Uuid,
    /// Why it was refused.
    pub refusal: Option<String>,
    /// The publication that it became.
    pub publication: Option<Uuid>,
}

/// Decides a draft; false when somebody else did meanwhile.
#[allow(
    clippy::disallowed_methods,
    reason = "a row found within reach by the same grant, unless it has changed"
)]
pub async fn decide(grant: &Grant, row: &statistics_draft::Model, decision: Decision) -> Result<bool, Fault> {
    use statistics_draft::Column;
    let tx = grant.begin().await?;
    let decided = statistics_draft::Entity::update_many()
        .col_expr(Column::State, Expr::val(decision.state.to_value()))
        .col_expr(Column::DecidedBy, Expr::val(decision.by))
        .col_expr(Column::DecidedAt, Expr::val(grant.clock().now()))
        .col_expr(Column::Refusal, Expr::val(decision.refusal))
        .col_expr(Column::PublicationId, Expr::val(decision.publication))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(row.id))
        .filter(Column::State.eq(DraftState::Draft))
        .filter(Column::Version.eq(row.version))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(decided.rows_affected == 1)
}
