//! Writes of results, and the reads that they need.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::school_result;
use entity::reach::Within;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::fault::Fault;

/// What is stored of the rows of a batch.
#[derive(Debug, Default)]
pub struct Stored {
    /// Rows within reach.
    pub reached: HashMap<Uuid, school_result::Model>,
    /// Ids of rows that are there, but out of reach: those of another teacher's group.
    pub of_others: BTreeSet<Uuid>,
}

/// What is stored of these rows, whose youths were found within reach: two statements.
pub async fn stored(grant: &Grant, ids: impl Iterator<Item = Uuid>) -> Result<Stored, Fault> {
    let those = school_result::Column::Id.is_in(ids);
    let reached = grant.all(school_result::Entity::within(grant.reach()).filter(those.clone())).await?;
    let reached: HashMap<_, _> = reached.into_iter().map(|row| (row.id, row)).collect();
    #[allow(
        clippy::disallowed_methods,
        reason = "a teacher is told that another group's result stands there, never what it says"
    )]
    let all = grant.all(school_result::Entity::find().filter(those)).await?;
    let of_others = all.into_iter().map(|row| row.id).filter(|id| !reached.contains_key(id)).collect();
    Ok(Stored { reached, of_others })
}

/// Stores rows whose youths and groups were found within reach; all of them or none.
pub async fn record(grant: &Grant, rows: Vec<school_result::Model>) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    grant.touch(rows.iter().map(|row| row.youth_id))?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(school_result::ActiveModel::from);
        school_result::Entity::insert_many(some)
            .on_conflict(the_last_stands())
            .exec_without_returning(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

fn the_last_stands() -> OnConflict {
    OnConflict::column(school_result::Column::Id)
        .update_columns([
            school_result::Column::Grade,
            school_result::Column::Warning,
            school_result::Column::GroupId,
            school_result::Column::SourceId,
            school_result::Column::SourceRef,
        ])
        .to_owned()
}
