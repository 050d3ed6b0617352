//! How long a municipality keeps one type of record (gallringsfrist).

use sea_orm::entity::prelude::*;

/// How long a municipality keeps one type of record (gallringsfrist).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_rule")]
pub struct Model {
    /// The type of record: the name of its table.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub record_type: String,
    /// Months to keep.
    pub months: i32,
    /// Whether it is followed.
    pub active: bool,
    /// Counts its changes, from 1.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: Uuid,
    /// When.
    pub changed_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
