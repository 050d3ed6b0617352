//! A rule by which signals are raised: policy of the municipality, since the law sets no percentage.

use crate::vocabulary::{Role, SignalKind, SignalMeasure};
use sea_orm::entity::prelude::*;

/// A rule by which signals are raised: policy of the municipality, since the law sets no percentage.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signal_rule")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is called.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// What it is for, and what its threshold rests on.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// What its signals are about.
    pub kind: SignalKind,
    /// What it measures.
    pub measure: SignalMeasure,
    /// How many weeks it looks at: of absence those that have lessons; null for results, which go by term.
    pub weeks: Option<i16>,
    /// From where it raises: basis points of a share (1500 is 15 %), otherwise a count.
    pub threshold: i32,
    /// Step of the staircase (åtgärdstrappa), from 1.
    pub step: i32,
    /// The rule of the step before, which must have raised a signal that stands; null on the first step.
    pub after_id: Option<Uuid>,
    /// School days that the signal of the step before must have stood; 0 on the first step.
    pub after_days: i32,
    /// Whose the signal is to attend to.
    pub owner_role: Role,
    /// School days within which somebody should have attended to it.
    pub deadline_days: i32,
    /// The unit it holds for, with everything below; null for the whole municipality.
    pub unit_id: Option<Uuid>,
    /// Whether it raises signals.
    pub active: bool,
    /// Counts its changes, from 1.
    pub version: i32,
    /// Who changed it last; null as shipped.
    pub changed_by: Option<Uuid>,
    /// When it was changed last; null as shipped.
    pub changed_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
