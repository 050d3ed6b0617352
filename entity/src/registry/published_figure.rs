//! One indicator of a publication.

use crate::vocabulary::Rung;
use sea_orm::entity::prelude::*;

/// One indicator of a publication.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "published_figure")]
pub struct Model {
    /// In which publication.
    #[sea_orm(primary_key, auto_increment = false)]
    pub publication_id: Uuid,
    /// Code of the indicator.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub indicator: String,
    /// Period; of a pool the first and the last, as `2022/23–2024/25`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub period: String,
    /// Version of the definition.
    pub definition_version: i32,
    /// How finely it is shown.
    pub rung: Rung,
    /// Youths with data of those in the population, in whole percent, rounded down.
    pub coverage: i32,
    /// Keyed hash of what it was worked out from, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub input_hash: String,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
