//! A mapping (kartläggning) of one youth in one case, by one version of a questionnaire.

use crate::vocabulary::{MappingState, Track};
use sea_orm::entity::prelude::*;

/// A mapping (kartläggning) of one youth in one case, by one version of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mapping")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// The case that it belongs to.
    pub case_id: Uuid,
    /// The track of the case.
    pub track: Track,
    /// By which questionnaire.
    pub questionnaire_id: Uuid,
    /// Where it stands.
    pub state: MappingState,
    /// Who began it.
    pub started_by: Uuid,
    /// When it was begun.
    pub started_at: DateTimeUtc,
    /// When it was completed; null while a draft.
    pub completed_at: Option<DateTimeUtc>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
