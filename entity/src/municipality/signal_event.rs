//! One thing that happened to a signal; never changed.

use crate::vocabulary::SignalDeed;
use sea_orm::entity::prelude::*;

/// One thing that happened to a signal; never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signal_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom the signal is about.
    pub youth_id: Uuid,
    /// The signal.
    pub signal_id: Uuid,
    /// What happened.
    pub deed: SignalDeed,
    /// When.
    pub at: DateTimeUtc,
    /// Who did it; null when a rule did.
    pub actor_id: Option<Uuid>,
    /// Why, or a comment, encrypted; null without one.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub reason: Option<Vec<u8>>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
