//! A referral or transfer (remittering, överlämning) of a youth to another unit, track or municipality.

use crate::vocabulary::{Ground, Track, TransferKind, TransferState};
use sea_orm::entity::prelude::*;

/// A referral or transfer (remittering, överlämning) of a youth to another unit, track or municipality.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom.
    pub youth_id: Uuid,
    /// The case that it comes from; null without one.
    pub case_id: Option<Uuid>,
    /// How the youth moves.
    pub kind: TransferKind,
    /// Where it stands.
    pub state: TransferState,
    /// The unit that sends.
    pub from_unit_id: Uuid,
    /// The unit that receives; null when it is another municipality.
    pub to_unit_id: Option<Uuid>,
    /// Code of the receiving municipality; null within the own.
    #[sea_orm(column_type = "Text", nullable)]
    pub to_municipality: Option<String>,
    /// The track on which it is sent.
    pub from_track: Track,
    /// The track on which it is received.
    pub to_track: Track,
    /// What permits it.
    pub ground: Ground,
    /// The consent; null on a ground of law.
    pub consent_id: Option<Uuid>,
    /// The provision or the reason, in words, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub reason: Vec<u8>,
    /// What the receiver should know, encrypted; null when nothing.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub message: Option<Vec<u8>>,
    /// Who sends.
    pub author_id: Uuid,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// Who accepted or rejected it; null while it waits, and when another municipality did.
    pub decided_by: Option<Uuid>,
    /// When; null while it waits.
    pub decided_at: Option<DateTimeUtc>,
    /// What the receiver says, encrypted; null when nothing.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub answer: Option<Vec<u8>>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
