//! A unit of the governance chain's tree: authority, board, administration, area, school, school unit.

use crate::vocabulary::UnitKind;
use sea_orm::entity::prelude::*;

/// A unit of the governance chain's tree: authority, board, administration, area, school, school unit.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit above; null at the top.
    pub parent_id: Option<Uuid>,
    /// What kind of unit.
    pub kind: UnitKind,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Official code of a school unit (skolenhetskod), eight digits.
    #[sea_orm(column_type = "Text", nullable)]
    pub school_unit_code: Option<String>,
    /// Organisation number of the school authority (huvudman) that runs it; null when unknown.
    #[sea_orm(column_type = "Text", nullable)]
    pub authority_number: Option<String>,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
    /// When it was first seen.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
