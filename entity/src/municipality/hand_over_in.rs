//! What another municipality has handed over (inkorg); its id is the one that the sender knows.

use crate::vocabulary::{HandOverState, Protection, Track};
use sea_orm::entity::prelude::*;

/// What another municipality has handed over (inkorg); its id is the one that the sender knows.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_over_in")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The youth here, once accepted; null before.
    pub youth_id: Option<Uuid>,
    /// Keyed hash of the civic number, for search and erasure; null when none is known.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub civic_hash: Option<Vec<u8>>,
    /// Code of the sending municipality.
    #[sea_orm(column_type = "Text")]
    pub from_municipality: String,
    /// The track on which it is received.
    pub to_track: Track,
    /// Protective marking, as the sender or this municipality knows it.
    pub protection: Protection,
    /// What was handed over, encrypted; null when it was declined.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub payload: Option<Vec<u8>>,
    /// Where it stands.
    pub state: HandOverState,
    /// When it came.
    pub arrived_at: DateTimeUtc,
    /// Who answered; null until then.
    pub answered_by: Option<Uuid>,
    /// When; null until then.
    pub answered_at: Option<DateTimeUtc>,
    /// The answer in words, encrypted; null when none was given.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub answer: Option<Vec<u8>>,
    /// When the sender had the answer; null until then.
    pub returned_at: Option<DateTimeUtc>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
