//! One publication (publicering) of a municipality: everything of one safety unit that was decided at once.

use crate::vocabulary::UnitBasis;
use sea_orm::entity::prelude::*;

/// One publication (publicering) of a municipality: everything of one safety unit that was decided at once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    #[sea_orm(column_type = "Text")]
    pub municipality_code: String,
    /// Of which period, as `2024/25`, `2025VT`, `2025H1` or `2025-10`.
    #[sea_orm(column_type = "Text")]
    pub period: String,
    /// Which youths are counted.
    pub basis: UnitBasis,
    /// Counts the publications of this unit, from 1.
    pub edition: i32,
    /// The k that was used: fewer than so many are never shown.
    pub floor: i32,
    /// The day that the figures were worked out for.
    pub as_of: Date,
    /// When.
    pub published_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
