//! That a municipality is similar to another (liknande kommuner) in a service and year.

use sea_orm::entity::prelude::*;

/// That a municipality is similar to another (liknande kommuner) in a service and year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "similar_municipality")]
pub struct Model {
    /// Service: `GR` compulsory school, `GY` upper secondary.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub service: String,
    /// Year.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// Which municipality.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub municipality_code: String,
    /// One that is similar to it.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub similar_code: String,
    /// Who says so.
    #[sea_orm(column_type = "Text")]
    pub source: String,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
