//! A class, mentor group or teaching group.

use crate::vocabulary::GroupKind;
use sea_orm::entity::prelude::*;

/// A class, mentor group or teaching group.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "student_group")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// At which unit.
    pub unit_id: Uuid,
    /// What kind of group.
    pub kind: GroupKind,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// School form, when the register says.
    #[sea_orm(column_type = "Text", nullable)]
    pub school_type: Option<String>,
    /// Subject, for a teaching group, when known.
    #[sea_orm(column_type = "Text", nullable)]
    pub subject_code: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
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
