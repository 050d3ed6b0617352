//! How long a duty may take in this municipality, and when a late one is told further up the chain.

use crate::vocabulary::DutyKind;
use sea_orm::entity::prelude::*;

/// How long a duty may take in this municipality, and when a late one is told further up the chain.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_rule")]
pub struct Model {
    /// The duty.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: DutyKind,
    /// School days from the start until it is due.
    pub school_days: i32,
    /// School days after the due day until the lead of the track sees it.
    pub lead_after: i32,
    /// School days after the due day until it counts at the area manager.
    pub manager_after: i32,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
