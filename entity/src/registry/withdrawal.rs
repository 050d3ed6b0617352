//! That a publication was withdrawn: readers no longer see it, and that it was known is not forgotten.

use sea_orm::entity::prelude::*;

/// That a publication was withdrawn: readers no longer see it, and that it was known is not forgotten.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "withdrawal")]
pub struct Model {
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub publication_id: Uuid,
    /// Why; names nobody.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// When.
    pub at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
