//! The one row that says which municipality this database belongs to.

use sea_orm::entity::prelude::*;

/// The one row that says which municipality this database belongs to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i16,
    /// Official code of four digits.
    #[sea_orm(column_type = "Text")]
    pub municipality_code: String,
    /// The municipality as a legal person (organisationsnummer), ten digits; null when not recorded.
    #[sea_orm(column_type = "Text", nullable)]
    pub organisation_number: Option<String>,
    /// IANA name of the zone in which a day begins.
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
