//! A measure (åtgärd) of the activity duty: its offer, the answer, its content by a code, and its time.

use crate::vocabulary::KaaAnswer;
use sea_orm::entity::prelude::*;

/// A measure (åtgärd) of the activity duty: its offer, the answer, its content by a code, and its time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kaa_measure")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For whom.
    pub youth_id: Uuid,
    /// The entry that it was recorded for.
    pub entry_id: Uuid,
    /// What it is: a code of the replaceable list.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Hours a week; null when not agreed.
    pub hours_per_week: Option<i16>,
    /// When it was offered.
    pub offered_on: Date,
    /// The answer; null while it waits.
    pub answer: Option<KaaAnswer>,
    /// When it was answered; null while it waits.
    pub answered_on: Option<Date>,
    /// First day; null until it starts.
    pub starts_on: Option<Date>,
    /// Last day; null until it ends.
    pub ends_on: Option<Date>,
    /// Why it ended: a code of the replaceable list; null until it ends.
    #[sea_orm(column_type = "Text", nullable)]
    pub end_reason: Option<String>,
    /// Occupation after it: a code of the replaceable list; null when not told.
    #[sea_orm(column_type = "Text", nullable)]
    pub occupation_after: Option<String>,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
