//! The rules of a municipality.

use entity::municipality::{signal_rule, unit};
use entity::reach::Within;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};

/// Most rules that a municipality has.
pub const MOST: u64 = 100;

/// All rules, by kind, step and name.
pub async fn all(grant: &Grant) -> Result<Vec<signal_rule::Model>, Fault> {
    let rows = signal_rule::Entity::within(grant.reach())
        .order_by_asc(signal_rule::Column::Kind)
        .order_by_asc(signal_rule::Column::Step)
        .order_by_asc(signal_rule::Column::Name)
        .order_by_asc(signal_rule::Column::Id)
        .limit(MOST);
    grant.all(rows).await
}

/// Those that raise signals, the first steps first.
pub async fn active(grant: &Grant) -> Result<Vec<signal_rule::Model>, Fault> {
    let rows = signal_rule::Entity::within(grant.reach())
        .filter(signal_rule::Column::Active.eq(true))
        .order_by_asc(signal_rule::Column::Step)
        .order_by_asc(signal_rule::Column::Id)
        .limit(MOST);
    grant.all(rows).await
}

/// One rule.
pub async fn find(grant: &Grant, id: Uuid) -> Result<signal_rule::Model, Fault> {
    let row = signal_rule::Entity::within(grant.reach()).filter(signal_rule::Column::Id.eq(id));
    grant.one(row).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A unit of the municipality, if it is there.
pub async fn unit(grant: &Grant, id: Uuid) -> Result<Option<unit::Model>, Fault> {
    grant.one(unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(id))).await
}

/// Adds a rule; false when there are as many as there may be.
pub async fn add(grant: &Grant, row: signal_rule::Model) -> Result<bool, Fault> {
    if grant.count(signal_rule::Entity::within(grant.reach())).await? >= MOST {
        return Ok(false);
    }
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    signal_rule::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(true)
}

/// Replaces a rule, if it still has the version before; false when somebody was first.
#[allow(clippy::disallowed_methods, reason = "one rule, of one version; rules are about nobody")]
pub async fn replace(grant: &Grant, row: signal_rule::Model) -> Result<bool, Fault> {
    let (id, before) = (row.id, row.version - 1);
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let changed = signal_rule::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(signal_rule::Column::Id.eq(id))
        .filter(signal_rule::Column::Version.eq(before))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(changed.rows_affected > 0)
}
