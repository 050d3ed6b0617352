//! A value of an official series.

use sea_orm::entity::prelude::*;

/// A value of an official series.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "official_value")]
pub struct Model {
    /// Which series.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub series_id: String,
    /// Which municipality.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub municipality_code: String,
    /// Which year.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// T all, K women, M men.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub gender: String,
    /// Value; null when the source has none.
    #[sea_orm(column_type = "Double", nullable)]
    pub value: Option<f64>,
    /// Whether the source has taken it back.
    pub deleted: bool,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
