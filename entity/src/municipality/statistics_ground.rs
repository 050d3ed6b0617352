//! The legal ground (rättslig grund) on which figures of a purpose are made.

use crate::vocabulary::StatisticsPurpose;
use sea_orm::entity::prelude::*;

/// The legal ground (rättslig grund) on which figures of a purpose are made.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statistics_ground")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which purpose.
    pub purpose: StatisticsPurpose,
    /// The ground, in words.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Who recorded it.
    pub recorded_by: Uuid,
    /// When.
    pub recorded_at: DateTimeUtc,
    /// When it was ended; null while it stands.
    pub ended_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
