//! A publication being prepared (utkast till publicering).

use crate::vocabulary::{DraftState, UnitBasis};
use sea_orm::entity::prelude::*;

/// A publication being prepared (utkast till publicering).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statistics_draft")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which period.
    #[sea_orm(column_type = "Text")]
    pub period: String,
    /// Which youths are counted.
    pub basis: UnitBasis,
    /// Where it stands.
    pub state: DraftState,
    /// The exact cube and what would be hidden, as JSON, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub cube: Vec<u8>,
    /// The k to be used.
    pub floor: i32,
    /// The day that the figures were worked out for.
    pub as_of: Date,
    /// Who prepared it.
    pub prepared_by: Uuid,
    /// When.
    pub prepared_at: DateTimeUtc,
    /// Who published, refused or discarded it; null until then.
    pub decided_by: Option<Uuid>,
    /// When; null until then.
    pub decided_at: Option<DateTimeUtc>,
    /// Why it was refused; names nobody; null otherwise.
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal: Option<String>,
    /// The publication that it became; null otherwise.
    pub publication_id: Option<Uuid>,
    /// Counts its changes.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
