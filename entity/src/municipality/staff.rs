//! A person who works for the municipality (personal).

use sea_orm::entity::prelude::*;

/// A person who works for the municipality (personal).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Given name.
    #[sea_orm(column_type = "Text")]
    pub given_name: String,
    /// Family name.
    #[sea_orm(column_type = "Text")]
    pub family_name: String,
    /// Family and given name, folded for search and order.
    #[sea_orm(column_type = "Text")]
    pub sort_name: String,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
    /// When the register stopped knowing the person; null while employed.
    pub removed_at: Option<DateTimeUtc>,
    /// When first seen.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
