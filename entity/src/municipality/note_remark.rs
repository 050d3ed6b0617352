//! The youth's own view of a note (den enskildes uppfattning), put beside it; the note stays as it is.

use sea_orm::entity::prelude::*;

/// The youth's own view of a note (den enskildes uppfattning), put beside it; the note stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note_remark")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom the note is about, and whose view it is.
    pub youth_id: Uuid,
    /// The note.
    pub note_id: Uuid,
    /// What the youth says, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub body: Vec<u8>,
    /// Who took it down.
    pub author_id: Uuid,
    /// When.
    pub at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
