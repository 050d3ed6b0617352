//! Reads and writes of consents.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::municipality::{consent, youth};
use entity::reach::Within;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Select};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Where what a consent covers is kept; bound to its encryption.
pub const SCOPE: &str = "consent.scope";
/// Where its receiver is kept; bound to its encryption.
pub const RECEIVER: &str = "consent.receiver";

/// One consent; `NOT_FOUND` out of reach.
pub async fn find(grant: &Grant, id: Uuid) -> Result<consent::Model, Fault> {
    let found = grant.one(consent::Entity::within(grant.reach()).filter(consent::Column::Id.eq(id)));
    found.await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Those of a youth.
pub fn of_youth(grant: &Grant, youth: Uuid) -> Select<consent::Entity> {
    consent::Entity::within(grant.reach()).filter(consent::Column::YouthId.eq(youth))
}

/// A page of a youth's, the newest first.
pub async fn page(grant: &Grant, youth: Uuid, page: Page) -> Result<Vec<consent::Model>, Fault> {
    let theirs = of_youth(grant, youth);
    grant.all(page.cut(theirs.clone(), theirs, consent::Column::CreatedAt, consent::Column::Id, true)).await
}

/// Those of them that are in force today.
pub async fn in_force(grant: &Grant, ids: &[Uuid]) -> Result<BTreeSet<Uuid>, Fault> {
    let those = consent::Entity::within(grant.reach())
        .filter(consent::Column::Id.is_in(ids.iter().copied()))
        .filter(grant.reach().consent_is_in_force());
    Ok(grant.all(those).await?.into_iter().map(|row| row.id).collect())
}

/// The day of birth of a youth within reach; none when unknown.
pub async fn born(grant: &Grant, youth: Uuid) -> Result<Option<NaiveDate>, Fault> {
    let them = grant.one(youth::Entity::within(grant.reach()).filter(youth::Column::Id.eq(youth)));
    Ok(them.await?.and_then(|row| row.birth_date))
}

/// Adds a consent.
pub async fn add(grant: &Grant, row: consent::Model) -> Result<(), Fault> {
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    consent::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Withdraws a consent, unless it was withdrawn before: the first time stands.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn withdraw(grant: &Grant, row: consent::Model) -> Result<consent::Model, Fault> {
    let now = grant.clock().now();
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    consent::Entity::update_many()
        .col_expr(consent::Column::WithdrawnAt, Expr::value(now))
        .filter(consent::Column::Id.eq(row.id))
        .filter(consent::Column::WithdrawnAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(consent::Model { withdrawn_at: row.withdrawn_at.or(Some(now)), ..row })
}
