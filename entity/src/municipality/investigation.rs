//! An investigation of absence (utredning av frånvaro) that a head teacher sees to.

use crate::vocabulary::InvestigationState;
use sea_orm::entity::prelude::*;

/// An investigation of absence (utredning av frånvaro) that a head teacher sees to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "investigation")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// The case that it belongs to; null without one.
    pub case_id: Option<Uuid>,
    /// The school.
    pub unit_id: Uuid,
    /// Where it stands.
    pub state: InvestigationState,
    /// Who opened it.
    pub opened_by: Uuid,
    /// The day from which its reports are due.
    pub opened_on: Date,
    /// When it was opened.
    pub opened_at: DateTimeUtc,
    /// Why, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub reason: Vec<u8>,
    /// When its start was reported to the authority; null until then.
    pub reported_at: Option<DateTimeUtc>,
    /// Code of the municipality to be told; null when unknown.
    #[sea_orm(column_type = "Text", nullable)]
    pub home_municipality: Option<String>,
    /// When that municipality was told; null until then.
    pub told_at: Option<DateTimeUtc>,
    /// What it found, encrypted; null while it goes on.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub conclusion: Option<Vec<u8>>,
    /// When it ended; null while it goes on.
    pub closed_at: Option<DateTimeUtc>,
    /// When it is looked at next; null when not set.
    pub follow_up_on: Option<Date>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
