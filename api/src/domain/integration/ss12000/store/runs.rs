//! The row of one import: when it ran and how it went.

use chrono::{DateTime, Utc};
use entity::municipality::import_run;
use entity::reach::Within;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::access::Grant;
use crate::domain::integration::ss12000::report::Report;
use crate::support::fault::Fault;
use crate::support::ids;

/// Whether the last import of a source began and did not end.
pub(super) async fn was_cut_off(grant: &Grant, source_id: Uuid) -> Result<bool, Fault> {
    let last = import_run::Entity::within(grant.reach())
        .filter(import_run::Column::SourceId.eq(source_id))
        .order_by_desc(import_run::Column::Id)
        .limit(1);
    Ok(grant.one(last).await?.is_some_and(|run| run.finished_at.is_none()))
}

/// Writes that an import begins.
pub(super) async fn begin(grant: &Grant, source_id: Uuid, now: DateTime<Utc>) -> Result<Uuid, Fault> {
    let id = ids::new_id(now);
    let row = import_run::Model { id, source_id, started_at: now, finished_at: None, report: None };
    let tx = grant.begin().await?;
    import_run::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes that it ended, with its report.
#[allow(clippy::disallowed_methods, reason = "the row of the import that ends; no person is touched")]
pub(super) async fn finish(grant: &Grant, id: Uuid, report: &Report) -> Result<(), Fault> {
    let ended = import_run::ActiveModel {
        finished_at: Set(Some(grant.clock().now())),
        report: Set(Some(report.to_json())),
        ..Default::default()
    };
    let tx = grant.begin().await?;
    import_run::Entity::update_many().set(ended).filter(import_run::Column::Id.eq(id)).exec(&tx).await?;
    Ok(tx.commit().await?)
}
