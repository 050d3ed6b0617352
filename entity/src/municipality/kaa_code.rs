//! A code of a list of the KAA register: data that a municipality replaces.

use crate::vocabulary::KaaList;
use sea_orm::entity::prelude::*;

/// A code of a list of the KAA register: data that a municipality replaces.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kaa_code")]
pub struct Model {
    /// Of which list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: KaaList,
    /// The code: capitals, digits and underscores.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub code: String,
    /// What it is called in Swedish.
    #[sea_orm(column_type = "Text")]
    pub label_sv: String,
    /// What it is called in English.
    #[sea_orm(column_type = "Text")]
    pub label_en: String,
    /// The code that SCB uses for it; null when not known.
    #[sea_orm(column_type = "Text", nullable)]
    pub scb_code: Option<String>,
    /// First day on which it can be used.
    pub valid_from: Date,
    /// Last day; null while it is in use.
    pub valid_to: Option<Date>,
    /// Its place in the list.
    pub position: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
