//! Erasure (radering) of one youth from the log: the link and the reasons go, the chain stays whole.
//!
//! What remains proves that someone read a person, not whom.

use entity::municipality::{access_reason, access_subject};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::commit::lock_head;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// Destroys the link from the youth to the log, the key of the reasons, and the reasons; whether there was a link.
///
/// On PostgreSQL the serving login cannot do this: `owner` is a connection of the owner's, in the municipality's
/// schema.
pub async fn erase(owner: &Db, youth: Uuid) -> Result<bool, Fault> {
    let tx = owner.begin().await?;
    let erased = erase_in(&tx, youth).await?;
    tx.commit().await?;
    Ok(erased)
}

/// The same within a transaction of the owner's.
#[allow(
    clippy::disallowed_methods,
    reason = "the log's own tables; erasure is decided by two people elsewhere"
)]
pub async fn erase_in(tx: &DatabaseTransaction, youth: Uuid) -> Result<bool, Fault> {
    // Under the lock on the end no entry is being added with this key, and after it none can be.
    lock_head(tx).await?;
    let of_youth = access_subject::Column::YouthId.eq(youth);
    let Some(subject) = access_subject::Entity::find().filter(of_youth).one(tx).await? else {
        return Ok(false);
    };
    access_reason::Entity::delete_many()
        .filter(access_reason::Column::SubjectKey.eq(subject.subject_key))
        .exec(tx)
        .await?;
    access_subject::Entity::delete_by_id(subject.subject_key).exec(tx).await?;
    Ok(true)
}
