//! A type of measures (insatstyp): a national category, or a local type that maps onto one.

use sea_orm::entity::prelude::*;

/// A type of measures (insatstyp): a national category, or a local type that maps onto one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "measure_type")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in Swedish.
    #[sea_orm(column_type = "Text")]
    pub name_sv: String,
    /// Name in English.
    #[sea_orm(column_type = "Text")]
    pub name_en: String,
    /// The national category that a local type maps onto; null for a national one.
    pub national_id: Option<Uuid>,
    /// Whether it says nothing by itself, so that a measure must say in words what it is.
    pub is_other: bool,
    /// Whether new measures may have it.
    pub active: bool,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
