//! Which role a duty of the register becomes; a rule with null matches anything.

use crate::vocabulary::Role;
use sea_orm::entity::prelude::*;

/// Which role a duty of the register becomes; a rule with null matches anything.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_mapping")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The lowest number that matches decides.
    pub priority: i32,
    /// Value of dutyRole.
    #[sea_orm(column_type = "Text", nullable)]
    pub duty_role: Option<String>,
    /// Value of description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Value of assignmentRoleType; a rule with null matches the duty as a whole.
    #[sea_orm(column_type = "Text", nullable)]
    pub assignment_role_type: Option<String>,
    /// The role given; null gives none.
    pub role: Option<Role>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
