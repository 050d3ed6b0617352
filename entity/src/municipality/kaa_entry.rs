//! That a youth is in the register of the municipal activity duty (KAA-registret), from a day to a day.

use sea_orm::entity::prelude::*;

/// That a youth is in the register of the municipal activity duty (KAA-registret), from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kaa_entry")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom.
    pub youth_id: Uuid,
    /// First day.
    pub registered_on: Date,
    /// Why registered: a code of the replaceable list.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Last day; null while the duty goes on.
    pub ended_on: Option<Date>,
    /// Why it ended: a code of the replaceable list; null while it goes on.
    #[sea_orm(column_type = "Text", nullable)]
    pub end_reason: Option<String>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
