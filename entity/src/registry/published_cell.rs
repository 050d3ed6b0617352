//! One cell (cell) of a published figure.

use crate::vocabulary::CellState;
use sea_orm::entity::prelude::*;

/// One cell (cell) of a published figure.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "published_cell")]
pub struct Model {
    /// In which publication.
    #[sea_orm(primary_key, auto_increment = false)]
    pub publication_id: Uuid,
    /// Code of the indicator.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub indicator: String,
    /// Period, as the figure's.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub period: String,
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
    /// Of a mean that is shown, what the values add up to: kept for what is published later, and told to nobody.
    pub sum: Option<i64>,
    /// Share in whole percent, or a mean to one decimal; null unless shown.
    #[sea_orm(column_type = "Double", nullable)]
    pub value: Option<f64>,
    /// Whether a later correction was too small to be shown, so that the earlier value stands.
    pub not_revised: bool,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
