//! A measure (insats) for one youth, in a secrecy class, from its offer to its end.

use crate::vocabulary::{GradedChange, MeasureLevel, MeasureState, Secrecy, Track};
use sea_orm::entity::prelude::*;

/// A measure (insats) for one youth, in a secrecy class, from its offer to its end.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "measure")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is for.
    pub youth_id: Uuid,
    /// The case that it belongs to.
    pub case_id: Uuid,
    /// The goal that it serves; null without one.
    pub goal_id: Option<Uuid>,
    /// The track of the case.
    pub track: Track,
    /// Its class.
    pub secrecy: Secrecy,
    /// Who wrote it.
    pub author_id: Uuid,
    /// Of which type.
    pub type_id: Uuid,
    /// What it is, encrypted, when the type does not say; null otherwise.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub words: Option<Vec<u8>>,
    /// Promoting, preventing or remedying.
    pub level: MeasureLevel,
    /// What is to be done, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub content: Vec<u8>,
    /// By which method, in words, encrypted; null when not said.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub method: Option<Vec<u8>>,
    /// The method in the shared catalogue; null when not from there.
    #[sea_orm(column_type = "Text", nullable)]
    pub method_ref: Option<String>,
    /// Who is responsible.
    pub responsible_id: Uuid,
    /// Where it stands.
    pub state: MeasureState,
    /// When it was offered.
    pub offered_on: Date,
    /// When it was accepted; null unless it was.
    pub accepted_on: Option<Date>,
    /// When it was declined; null unless it was.
    pub declined_on: Option<Date>,
    /// Why it was declined, encrypted; null when not said.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub declined_reason: Option<Vec<u8>>,
    /// When it is to begin; null when not said.
    pub planned_start: Option<Date>,
    /// When it is to end; null when not said.
    pub planned_end: Option<Date>,
    /// When it began; null until then.
    pub starts_on: Option<Date>,
    /// When it ended; null until then.
    pub ended_on: Option<Date>,
    /// Why it ended, encrypted; null while it has not, or when not said.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub ended_reason: Option<Vec<u8>>,
    /// What it gave; null until it ended.
    pub outcome: Option<GradedChange>,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub changed_at: DateTimeUtc,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
