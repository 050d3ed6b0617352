//! A municipality that takes part, and where its database is.

use sea_orm::entity::prelude::*;

/// A municipality that takes part, and where its database is.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "municipality")]
pub struct Model {
    /// Official code of four digits.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub code: String,
    /// Official name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Official code of the county.
    #[sea_orm(column_type = "Text")]
    pub county_code: String,
    /// Official name of the county.
    #[sea_orm(column_type = "Text")]
    pub county_name: String,
    /// Another database server or database for it; null for the common one.
    #[sea_orm(column_type = "Text", nullable)]
    pub database_url: Option<String>,
    /// Password of its login role, encrypted (PostgreSQL).
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub database_password: Option<Vec<u8>>,
    /// Its key for personal columns, wrapped by the master key.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub data_key: Vec<u8>,
    /// Last migration applied; null before the first.
    #[sea_orm(column_type = "Text", nullable)]
    pub version: Option<String>,
    /// Why the last migration failed; null when it did not.
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    /// When added.
    pub added_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
