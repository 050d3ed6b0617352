//! How many of those who were erased were counted, so that figures stay as they were.

use sea_orm::entity::prelude::*;

/// How many of those who were erased were counted, so that figures stay as they were.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counted_past")]
pub struct Model {
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kind: String,
    /// The school year, such as 2025/26.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub period: String,
    /// The part of it, such as a track; empty when it has none.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub label: String,
    /// How many.
    pub n: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
