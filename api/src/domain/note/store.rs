//! Reads and writes of notes.

use entity::municipality::{enrolment, note, note_remark, note_revision, youth_case};
use entity::reach::Within;
use entity::vocabulary::{Secrecy, Track};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Select,
};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::Page;

/// Where a note is kept; bound to its encryption.
pub const BODY: &str = "note.body";
/// Where each of its versions is.
pub const REVISION: &str = "note_revision.body";
/// Where what the youth says of it is.
pub const REMARK: &str = "note_remark.body";

/// Which notes of a youth a list is about; what is not said does not limit.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// The youth.
    pub youth: Uuid,
    /// Of this class.
    pub secrecy: Option<Secrecy>,
    /// Of this track.
    pub track: Option<Track>,
    /// Of this case.
    pub case: Option<Uuid>,
}

/// One note; `NOT_FOUND` out of reach.
pub async fn find(grant: &Grant, id: Uuid) -> Result<note::Model, Fault> {
    let found = grant.one(note::Entity::within(grant.reach()).filter(note::Column::Id.eq(id)));
    found.await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The notes that a list is about.
pub fn chosen(grant: &Grant, filter: &Filter) -> Select<note::Entity> {
    let mut chosen = note::Entity::within(grant.reach()).filter(note::Column::YouthId.eq(filter.youth));
    if let Some(secrecy) = filter.secrecy {
        chosen = chosen.filter(note::Column::Secrecy.eq(secrecy));
    }
    if let Some(track) = filter.track {
        chosen = chosen.filter(note::Column::Track.eq(track));
    }
    if let Some(case) = filter.case {
        chosen = chosen.filter(note::Column::CaseId.eq(case));
    }
    chosen
}

/// A page of them, the newest first.
pub async fn page(grant: &Grant, filter: &Filter, page: Page) -> Result<Vec<note::Model>, Fault> {
    let reachable = note::Entity::within(grant.reach());
    grant
        .all(page.cut(chosen(grant, filter), reachable, note::Column::CreatedAt, note::Column::Id, true))
        .await
}

/// A case of a youth within reach.
pub async fn case(grant: &Grant, youth: Uuid, id: Uuid) -> Result<Option<youth_case::Model>, Fault> {
    let it = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::Id.eq(id))
        .filter(youth_case::Column::YouthId.eq(youth));
    grant.one(it).await
}

/// The school forms of a youth's enrolments today.
pub async fn forms_today(grant: &Grant, youth: Uuid) -> Result<Vec<String>, Fault> {
    let today = grant.reach().today;
    let goes_on =
        Condition::any().add(enrolment::Column::EndsOn.is_null()).add(enrolment::Column::EndsOn.gte(today));
    let theirs = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::YouthId.eq(youth))
        .filter(enrolment::Column::Cancelled.eq(false))
        .filter(enrolment::Column::StartsOn.lte(today))
        .filter(goes_on)
        .limit(100);
    Ok(grant.all(theirs).await?.into_iter().map(|row| row.school_type).collect())
}

/// Adds a note, with its first version.
pub async fn add(grant: &Grant, row: note::Model, text: &str) -> Result<(), Fault> {
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    note::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    keep(grant, &tx, &row, text).await?;
    Ok(tx.commit().await?)
}

/// Writes another version of a note that was read as `row`; false when somebody was faster, and then nothing changes.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn revise(grant: &Grant, row: &note::Model, text: &str) -> Result<bool, Fault> {
    let (now, version) = (grant.clock().now(), row.version + 1);
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    let changed = note::Entity::update_many()
        .col_expr(note::Column::Body, Expr::value(grant.keys().columns.seal(BODY, text.as_bytes())))
        .col_expr(note::Column::Version, Expr::value(version))
        .col_expr(note::Column::ChangedAt, Expr::value(now))
        .filter(note::Column::Id.eq(row.id))
        .filter(note::Column::Version.eq(row.version))
        .exec(&tx)
        .await?;
    if changed.rows_affected == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    keep(grant, &tx, &note::Model { version, changed_at: now, ..row.clone() }, text).await?;
    tx.commit().await?;
    Ok(true)
}

/// Keeps a version as it was written.
async fn keep(grant: &Grant, tx: &DatabaseTransaction, row: &note::Model, text: &str) -> Result<(), Fault> {
    let version = note_revision::Model {
        id: ids::new_id(row.changed_at),
        youth_id: row.youth_id,
        note_id: row.id,
        version: row.version,
        body: grant.keys().columns.seal(REVISION, text.as_bytes()),
        author_id: row.author_id,
        at: row.changed_at,
    };
    note_revision::Entity::insert(version.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Puts what the youth says beside a note.
pub async fn remark(grant: &Grant, row: &note::Model, by: Uuid, text: &str) -> Result<(), Fault> {
    let now = grant.clock().now();
    let remark = note_remark::Model {
        id: ids::new_id(now),
        youth_id: row.youth_id,
        note_id: row.id,
        body: grant.keys().columns.seal(REMARK, text.as_bytes()),
        author_id: by,
        at: now,
    };
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    note_remark::Entity::insert(remark.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}
