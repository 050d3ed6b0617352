//! A report of absence that came to the home municipality (anmälan om frånvaro).

use crate::vocabulary::{Protection, ReportArrival, ReportState};
use sea_orm::entity::prelude::*;

/// A report of absence that came to the home municipality (anmälan om frånvaro).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absence_report")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The youth, if known here; null otherwise.
    pub youth_id: Option<Uuid>,
    /// Keyed hash of the civic number, for search and erasure; null when no number was given.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub civic_hash: Option<Vec<u8>>,
    /// Civic number, encrypted; null when none was given.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub civic_number: Option<Vec<u8>>,
    /// Name, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub name: Vec<u8>,
    /// What it says, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub content: Vec<u8>,
    /// School or authority that sent it, encrypted; null for a protected person.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub sender: Option<Vec<u8>>,
    /// Code of the municipality that handed it over; null when it came otherwise.
    #[sea_orm(column_type = "Text", nullable)]
    pub from_municipality: Option<String>,
    /// Protective marking as the sender knows it.
    pub protection: Protection,
    /// First day of the absence.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
    /// How it came.
    pub arrived_how: ReportArrival,
    /// When it came.
    pub arrived_on: Date,
    /// Where it stands.
    pub state: ReportState,
    /// Who typed it in or read in the file; null for a hand-over.
    pub recorded_by: Option<Uuid>,
    /// Who dealt with it; null until then.
    pub handled_by: Option<Uuid>,
    /// When; null until then.
    pub handled_at: Option<DateTimeUtc>,
    /// What was done, encrypted; null until then.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub handling: Option<Vec<u8>>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
