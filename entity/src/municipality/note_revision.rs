//! One version of a note (revision), as it was written; never changed.

use sea_orm::entity::prelude::*;

/// One version of a note (revision), as it was written; never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note_revision")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom the note is about.
    pub youth_id: Uuid,
    /// The note.
    pub note_id: Uuid,
    /// Which version, from 1.
    pub version: i32,
    /// What it said, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub body: Vec<u8>,
    /// Who wrote it.
    pub author_id: Uuid,
    /// When.
    pub at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
