//! What waits for delivery to another municipality, or was delivered (utkorg).

use crate::vocabulary::HandOverKind;
use sea_orm::entity::prelude::*;

/// What waits for delivery to another municipality, or was delivered (utkorg).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_over_out")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// What it carries; its id is that of the transfer or investigation that it comes from.
    pub kind: HandOverKind,
    /// Code of the receiving municipality.
    #[sea_orm(column_type = "Text")]
    pub to_municipality: String,
    /// What is handed over, encrypted; null once it was delivered or taken back.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub payload: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When its delivery began, after which it is not taken back; null until then.
    pub sent_at: Option<DateTimeUtc>,
    /// When the receiver had it; null until then, and when it was taken back.
    pub delivered_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
