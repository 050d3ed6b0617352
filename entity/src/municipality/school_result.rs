//! A grade or an F-warning in one subject and term.

use sea_orm::entity::prelude::*;

/// A grade or an F-warning in one subject and term.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_result")]
pub struct Model {
    /// Id, made from youth, subject and term.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who.
    pub youth_id: Uuid,
    /// Subject code, such as MAT.
    #[sea_orm(column_type = "Text")]
    pub subject_code: String,
    /// Term, such as 2025HT or 2026VT.
    #[sea_orm(column_type = "Text")]
    pub term: String,
    /// A to F, or - when there is no basis; null when only a warning is given.
    #[sea_orm(column_type = "Text", nullable)]
    pub grade: Option<String>,
    /// Whether the youth risks the grade F (F-varning).
    pub warning: bool,
    /// The teaching group it was given in, when known.
    pub group_id: Option<Uuid>,
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
