//! That a daily job was begun on a day: whoever inserts the row does the work.

use sea_orm::entity::prelude::*;

/// That a daily job was begun on a day: whoever inserts the row does the work.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_run")]
pub struct Model {
    /// Name of the job.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub job: String,
    /// The day in Sweden.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// When it ended; null while it runs, and when it was cut off or failed.
    pub finished_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
