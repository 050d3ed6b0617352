//! A role at a unit for a staff member, from a day to a day (uppdrag).

use crate::vocabulary::{AssignmentState, Role};
use sea_orm::entity::prelude::*;

/// A role at a unit for a staff member, from a day to a day (uppdrag).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who holds it.
    pub staff_id: Uuid,
    /// The role.
    pub role: Role,
    /// At which unit; it reaches everything below.
    pub unit_id: Uuid,
    /// For MENTOR and TEACHER: the group.
    pub group_id: Option<Uuid>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    /// Whether it is in force or waits for a second person.
    pub state: AssignmentState,
    /// Staff member who granted it; null for an import.
    pub granted_by: Option<Uuid>,
    /// The second person; null where none is needed or none has answered.
    pub approved_by: Option<Uuid>,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
    /// When recorded.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
