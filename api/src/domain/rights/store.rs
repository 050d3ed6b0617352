//! Reads and writes of erasures and legal holds.

use chrono::NaiveDate;
use entity::municipality::{erasure, legal_hold};
use entity::reach::Within;
use entity::vocabulary::{ErasureKind, ErasureState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveEnum, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::deletion::{Counts, hold_in_force};
use super::tables::{self, Person};
use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::Page;

/// Where a reason is kept; bound to its encryption.
pub const REASON: &str = "erasure.reason";
/// Where the reason of a hold is kept.
pub const HOLD_REASON: &str = "legal_hold.reason";

/// Rows about a person, by table.
pub async fn counts(grant: &Grant, person: &Person) -> Result<Counts, Fault> {
    let mut counts = Counts::new();
    for table in tables::all() {
        let rows = table.count(grant, person).await?;
        if rows > 0 {
            counts.insert(table.name.to_owned(), rows);
        }
    }
    Ok(counts)
}

fn erasures(grant: &Grant) -> Select<erasure::Entity> {
    erasure::Entity::within(grant.reach())
}

/// A page of erasures, the latest first.
pub async fn page(grant: &Grant, page: Page) -> Result<Vec<erasure::Model>, Fault> {
    let rows =
        page.cut(erasures(grant), erasures(grant), erasure::Column::ProposedAt, erasure::Column::Id, true);
    grant.all(rows).await
}

/// One erasure; `NOT_FOUND` otherwise.
pub async fn find(grant: &Grant, id: Uuid) -> Result<erasure::Model, Fault> {
    let found = grant.one(erasures(grant).filter(erasure::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Whether a proposal to erase a youth waits or was approved.
pub async fn is_proposed(grant: &Grant, youth: Uuid) -> Result<bool, Fault> {
    let open = erasures(grant)
        .filter(erasure::Column::YouthId.eq(youth))
        .filter(erasure::Column::State.is_in([ErasureState::Proposed, ErasureState::Approved]));
    Ok(grant.count(open).await? > 0)
}

/// Proposes an erasure: of a youth with a reason, or of what is due.
pub async fn propose(
    grant: &Grant,
    by: Uuid,
    youth: Option<(Uuid, &str)>,
    scope: String,
    counts: &Counts,
) -> Result<erasure::Model, Fault> {
    let now = grant.clock().now();
    let row = erasure::Model {
        id: ids::new_id(now),
        kind: if youth.is_some() { ErasureKind::Person } else { ErasureKind::Retention },
        state: ErasureState::Proposed,
        youth_id: youth.map(|(youth, _)| youth),
        reason: youth.map(|(_, reason)| grant.keys().columns.seal(REASON, reason.as_bytes())),
        scope,
        counts: serde_json::to_string(counts).map_err(|cause| Fault::internal(&cause))?,
        proposed_by: by,
        proposed_at: now,
        decided_by: None,
        decided_at: None,
        carried_out_at: None,
        cleaned_at: None,
    };
    log(grant, row.youth_id).await?;
    let tx = grant.begin().await?;
    erasure::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(row)
}

/// Decides a proposal; false when somebody else did meanwhile.
#[allow(
    clippy::disallowed_methods,
    reason = "a row found within reach by the same grant, unless it has changed"
)]
pub async fn decide(
    grant: &Grant,
    row: &erasure::Model,
    by: Uuid,
    state: ErasureState,
) -> Result<bool, Fault> {
    log(grant, row.youth_id).await?;
    let tx = grant.begin().await?;
    let decided = erasure::Entity::update_many()
        .col_expr(erasure::Column::State, Expr::val(state.to_value()))
        .col_expr(erasure::Column::DecidedBy, Expr::val(by))
        .col_expr(erasure::Column::DecidedAt, Expr::val(grant.clock().now()))
        .filter(erasure::Column::Id.eq(row.id))
        .filter(erasure::Column::State.eq(ErasureState::Proposed))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(decided.rows_affected == 1)
}

async fn log(grant: &Grant, youth: Option<Uuid>) -> Result<(), Fault> {
    match youth {
        Some(youth) => {
            grant.touch([youth])?;
            grant.log_now().await
        }
        None => grant.log_about_nobody().await,
    }
}

/// The holds of a youth, the latest first.
pub async fn holds(grant: &Grant, youth: Uuid) -> Result<Vec<legal_hold::Model>, Fault> {
    let rows = legal_hold::Entity::within(grant.reach())
        .filter(legal_hold::Column::YouthId.eq(youth))
        .order_by_desc(legal_hold::Column::Id)
        .limit(100);
    grant.all(rows).await
}

/// One hold; `NOT_FOUND` otherwise.
pub async fn hold(grant: &Grant, id: Uuid) -> Result<legal_hold::Model, Fault> {
    let hold = legal_hold::Entity::within(grant.reach()).filter(legal_hold::Column::Id.eq(id));
    grant.one(hold).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Whether a youth is under a hold today.
pub async fn is_held(grant: &Grant, youth: Uuid) -> Result<bool, Fault> {
    let holds = legal_hold::Entity::within(grant.reach())
        .filter(legal_hold::Column::YouthId.eq(youth))
        .filter(hold_in_force(grant.reach().today));
    Ok(grant.count(holds).await? > 0)
}

/// Places a hold.
pub async fn place(
    grant: &Grant,
    by: Uuid,
    youth: Uuid,
    reason: &str,
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
) -> Result<legal_hold::Model, Fault> {
    let now = grant.clock().now();
    let row = legal_hold::Model {
        id: ids::new_id(now),
        youth_id: youth,
        reason: grant.keys().columns.seal(HOLD_REASON, reason.as_bytes()),
        starts_on,
        ends_on,
        placed_by: by,
        placed_at: now,
        lifted_by: None,
        lifted_at: None,
    };
    log(grant, Some(youth)).await?;
    let tx = grant.begin().await?;
    legal_hold::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(row)
}

/// Lifts a hold; false when somebody else did meanwhile.
#[allow(
    clippy::disallowed_methods,
    reason = "a row found within reach by the same grant, unless it has changed"
)]
pub async fn lift(grant: &Grant, row: &legal_hold::Model, by: Uuid) -> Result<bool, Fault> {
    log(grant, Some(row.youth_id)).await?;
    let tx = grant.begin().await?;
    let lifted = legal_hold::Entity::update_many()
        .col_expr(legal_hold::Column::LiftedBy, Expr::val(by))
        .col_expr(legal_hold::Column::LiftedAt, Expr::val(grant.clock().now()))
        .filter(legal_hold::Column::Id.eq(row.id))
        .filter(legal_hold::Column::LiftedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(lifted.rows_affected == 1)
}
