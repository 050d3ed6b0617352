//! When a youth first began upper secondary school, and what it led to (genomströmning).

use crate::vocabulary::CompletionOutcome;
use sea_orm::entity::prelude::*;

/// When a youth first began upper secondary school, and what it led to (genomströmning).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completion")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who.
    pub youth_id: Uuid,
    /// At which school it was begun.
    pub unit_id: Uuid,
    /// Code of the programme begun (studievägskod); null when unknown.
    #[sea_orm(column_type = "Text", nullable)]
    pub programme_code: Option<String>,
    /// First day of the first upper secondary studies.
    pub began_on: Date,
    /// What it led to; null while it goes on, or when unknown.
    pub outcome: Option<CompletionOutcome>,
    /// When; null while it goes on.
    pub ended_on: Option<Date>,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
