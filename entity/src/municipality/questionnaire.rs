//! A published version of a questionnaire (frågeformulär); only whether it is active ever changes.

use crate::vocabulary::QuestionnaireOrigin;
use sea_orm::entity::prelude::*;

/// A published version of a questionnaire (frågeformulär); only whether it is active ever changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its name; a later version keeps it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Counts the versions of that name, from 1.
    pub version: i32,
    /// Who made it.
    pub origin: QuestionnaireOrigin,
    /// Whether new mappings may use it.
    pub active: bool,
    /// Who published it; null for what came with the system.
    pub created_by: Option<Uuid>,
    /// When it was published; null for what came with the system.
    pub created_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
