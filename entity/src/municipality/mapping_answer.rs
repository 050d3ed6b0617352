//! What one member of staff answered to one question of a mapping, in a secrecy class.

use crate::vocabulary::{Secrecy, Track};
use sea_orm::entity::prelude::*;

/// What one member of staff answered to one question of a mapping, in a secrecy class.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mapping_answer")]
pub struct Model {
    /// Id, made from mapping, question and author.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// Of which mapping.
    pub mapping_id: Uuid,
    /// Code of the question.
    #[sea_orm(column_type = "Text")]
    pub item_code: String,
    /// The track of the case.
    pub track: Track,
    /// Its class, at least as strict as that of the question.
    pub secrecy: Secrecy,
    /// Who wrote it.
    pub author_id: Uuid,
    /// The answer, encrypted; null when only the youth has said something.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub value: Option<Vec<u8>>,
    /// What the youth says in their own words, encrypted; null when nothing.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub own_voice: Option<Vec<u8>>,
    /// Whether it is a strength (styrka).
    pub is_strength: bool,
    /// Whether it is a risk.
    pub is_risk: bool,
    /// When it was changed last.
    pub changed_at: DateTimeUtc,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
