//! An official series (Kolada), with the metadata that it came with.

use sea_orm::entity::prelude::*;

/// An official series (Kolada), with the metadata that it came with.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "official_series")]
pub struct Model {
    /// Its id at the source, such as `N15428`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    /// Title, as the source says it.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Description, as the source says it.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Whether it is divided by sex.
    pub divided_by_gender: bool,
    /// Whom to name as source.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// When it was read.
    pub imported_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
