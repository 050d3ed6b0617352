//! Reads and writes of shares, and of what is shared.

use std::collections::BTreeSet;

use entity::municipality::{consent, note, secrecy_share};
use entity::reach::Within;
use entity::vocabulary::{ClassifiedKind, Secrecy};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rules::ConsentFound;
use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::{Code, Fault};

/// Where a reason is kept; bound to its encryption.
pub const REASON: &str = "secrecy_share.reason";

/// A thing that can be shared.
#[derive(Clone, Copy, Debug)]
pub struct Classified {
    /// What it is.
    pub kind: ClassifiedKind,
    /// Which.
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// Its class.
    pub secrecy: Secrecy,
    /// Its writer.
    pub author_id: Uuid,
}

/// The thing, as far as the grant reads it; `NOT_FOUND` otherwise.
pub async fn classified(grant: &Grant, kind: ClassifiedKind, id: Uuid) -> Result<Classified, Fault> {
    match kind {
        ClassifiedKind::Note => {
            let found = grant.one(note::Entity::within(grant.reach()).filter(note::Column::Id.eq(id)));
            let row = found.await?.ok_or_else(|| Fault::of(Code::NotFound))?;
            let note::Model { id, youth_id, secrecy, author_id, .. } = row;
            Ok(Classified { kind, id, youth_id, secrecy, author_id })
        }
    }
}

/// A consent about a youth, as far as the grant reads it.
pub async fn consent(grant: &Grant, youth: Uuid, id: Uuid) -> Result<Option<ConsentFound>, Fault> {
    let it = consent::Entity::within(grant.reach())
        .filter(consent::Column::Id.eq(id))
        .filter(consent::Column::YouthId.eq(youth));
    let Some(row) = grant.one(it.clone()).await? else { return Ok(None) };
    let is_in_force = grant.count(it.filter(grant.reach().consent_is_in_force())).await? > 0;
    Ok(Some(ConsentFound { purpose: row.purpose, is_in_force }))
}

/// One share; `NOT_FOUND` out of reach.
pub async fn find(grant: &Grant, id: Uuid) -> Result<secrecy_share::Model, Fault> {
    let it = secrecy_share::Entity::within(grant.reach()).filter(secrecy_share::Column::Id.eq(id));
    grant.one(it).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The shares of these things, the newest first; those taken back too.
pub async fn of_objects(grant: &Grant, objects: &[Uuid]) -> Result<Vec<secrecy_share::Model>, Fault> {
    let theirs = secrecy_share::Entity::within(grant.reach())
        .filter(secrecy_share::Column::ObjectId.is_in(objects.iter().copied()))
        .order_by_desc(secrecy_share::Column::CreatedAt)
        .order_by_desc(secrecy_share::Column::Id)
        .limit(MOST_ROWS);
    grant.all(theirs).await
}

/// Those of these shares that open something today.
pub async fn in_force(grant: &Grant, ids: impl IntoIterator<Item = Uuid>) -> Result<BTreeSet<Uuid>, Fault> {
    let those = secrecy_share::Entity::within(grant.reach())
        .filter(secrecy_share::Column::Id.is_in(ids))
        .filter(grant.reach().share_is_in_force());
    Ok(grant.all(those).await?.into_iter().map(|row| row.id).collect())
}

/// Whether the same stands already: the same thing, receiver and ground.
pub async fn is_shared(grant: &Grant, row: &secrecy_share::Model) -> Result<bool, Fault> {
    let mut same = secrecy_share::Entity::within(grant.reach())
        .filter(secrecy_share::Column::ObjectId.eq(row.object_id))
        .filter(secrecy_share::Column::EndedAt.is_null())
        .filter(secrecy_share::Column::Ground.eq(row.ground));
    if let Some(staff) = row.to_staff_id {
        same = same.filter(secrecy_share::Column::ToStaffId.eq(staff));
    }
    if let Some(role) = row.to_role {
        same = same.filter(secrecy_share::Column::ToRole.eq(role));
    }
    if let Some(consent) = row.consent_id {
        same = same.filter(secrecy_share::Column::ConsentId.eq(consent));
    }
    Ok(grant.count(same).await? > 0)
}

/// Adds a share.
pub async fn add(grant: &Grant, row: secrecy_share::Model) -> Result<(), Fault> {
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    secrecy_share::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Takes a share back, unless it was before: the first time stands.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn end(grant: &Grant, row: secrecy_share::Model) -> Result<secrecy_share::Model, Fault> {
    let now = grant.clock().now();
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    secrecy_share::Entity::update_many()
        .col_expr(secrecy_share::Column::EndedAt, Expr::value(now))
        .filter(secrecy_share::Column::Id.eq(row.id))
        .filter(secrecy_share::Column::EndedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(secrecy_share::Model { ended_at: row.ended_at.or(Some(now)), ..row })
}
