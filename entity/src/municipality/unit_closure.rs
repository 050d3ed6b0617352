//! Every unit with every unit above it and itself (transitive closure of the tree).

use sea_orm::entity::prelude::*;

/// Every unit with every unit above it and itself (transitive closure of the tree).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_closure")]
pub struct Model {
    /// The upper unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ancestor_id: Uuid,
    /// The lower unit, or the same.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    /// Steps between them.
    pub depth: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
