//! A case (ärende): the work around one youth on one track, from detection to closing.

use crate::vocabulary::{CaseState, Track};
use sea_orm::entity::prelude::*;

/// A case (ärende): the work around one youth on one track, from detection to closing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "youth_case")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// Its track.
    pub track: Track,
    /// Where it stands.
    pub state: CaseState,
    /// The unit that owns it.
    pub owner_unit_id: Uuid,
    /// The member of staff who is responsible; null while nobody is.
    pub responsible_id: Option<Uuid>,
    /// The consent that it rests on; always there on the track of young adults.
    pub consent_id: Option<Uuid>,
    /// Who opened it; null for a job.
    pub opened_by: Option<Uuid>,
    /// When it was opened.
    pub opened_at: DateTimeUtc,
    /// When it was closed; null while open.
    pub closed_at: Option<DateTimeUtc>,
    /// Why it was closed, of the closed list of the case room; null while open.
    #[sea_orm(column_type = "Text", nullable)]
    pub closing_reason: Option<String>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
