//! A day on which the municipality's schools are closed (lovdag, studiedag), besides weekends and public holidays.

use sea_orm::entity::prelude::*;

/// A day on which the municipality's schools are closed (lovdag, studiedag), besides weekends and public holidays.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closed_day")]
pub struct Model {
    /// The day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// What it is called, such as "Höstlov".
    #[sea_orm(column_type = "Text")]
    pub name: String,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
