//! One import: when, from where, how it went.

use sea_orm::entity::prelude::*;

/// One import: when, from where, how it went.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// From which register.
    pub source_id: Uuid,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// When it ended; null while it runs or when it was cut off.
    pub finished_at: Option<DateTimeUtc>,
    /// Counts and reasons as JSON, without personal data.
    #[sea_orm(column_type = "Text", nullable)]
    pub report: Option<String>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
