//! A figure inside the municipality as it was on the day of its weekly snapshot.

use crate::vocabulary::CellState;
use sea_orm::entity::prelude::*;

/// A figure inside the municipality as it was on the day of its weekly snapshot.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "figure_snapshot")]
pub struct Model {
    /// The Monday it was taken for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub taken_on: Date,
    /// Code of the indicator.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub indicator: String,
    /// Period.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub period: String,
    /// Which unit, with everything below it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    /// Dimensions that it is broken down by, comma between, in the catalogue's order; empty for the total.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub breakdown: String,
    /// Where in them it stands, as `sex=K,year=9`; empty for the total.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub coordinate: String,
    /// What it says.
    pub state: CellState,
    /// Numerator, or how many a mean is of; null unless shown.
    pub n: Option<i64>,
    /// Denominator; null unless shown, and for a mean.
    pub total: Option<i64>,
    /// Share in whole percent, or a mean to one decimal; null unless shown.
    #[sea_orm(column_type = "Double", nullable)]
    pub value: Option<f64>,
    /// People with data of those in the population, in whole percent, rounded down; null unless shown.
    pub coverage: Option<i32>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
