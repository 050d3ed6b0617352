//! A staff member named by the head teacher to see one protected person.

use sea_orm::entity::prelude::*;

/// A staff member named by the head teacher to see one protected person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "protected_appointment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom.
    pub youth_id: Uuid,
    /// Who may see.
    pub staff_id: Uuid,
    /// The head teacher.
    pub appointed_by: Uuid,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
