//! Reads and writes of enrolments.

use entity::municipality::{enrolment, unit, youth};
use entity::reach::Within;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};

/// One enrolment.
pub async fn find(grant: &Grant, id: Uuid) -> Result<enrolment::Model, Fault> {
    let found =
        grant.one(enrolment::Entity::within(grant.reach()).filter(enrolment::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Whether a youth is within reach; `NOT_FOUND` otherwise.
pub async fn check_youth(grant: &Grant, id: Uuid) -> Result<(), Fault> {
    let known = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(id))
        .filter(youth::Column::RemovedAt.is_null());
    grant.one(known).await?.map(|_| ()).ok_or_else(|| Fault::of(Code::NotFound))
}

/// A unit that the grant reaches with changes; none otherwise.
pub async fn own_unit(grant: &Grant, id: Uuid) -> Result<Option<unit::Model>, Fault> {
    if !grant.reaches_below(id).await? {
        return Ok(None);
    }
    grant.one(unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(id))).await
}

/// Adds an enrolment.
pub async fn add(grant: &Grant, row: enrolment::Model) -> Result<(), Fault> {
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    enrolment::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Changes an enrolment that was found within reach.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn change(grant: &Grant, row: enrolment::Model) -> Result<enrolment::Model, Fault> {
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    let row = row.into_active_model().reset_all().update(&tx).await?;
    tx.commit().await?;
    Ok(row)
}
