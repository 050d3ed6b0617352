//! A signal (signal): that somebody should look at how a youth is doing. It decides nothing.

use crate::vocabulary::{Role, SignalKind, SignalSource, SignalState};
use sea_orm::entity::prelude::*;

/// A signal (signal): that somebody should look at how a youth is doing. It decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signal")]
pub struct Model {
    /// Id; of a rule's signal made from youth, rule, kind and episode.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// The rule that raised it; null for an observation.
    pub rule_id: Option<Uuid>,
    /// What it is about.
    pub kind: SignalKind,
    /// Where it comes from.
    pub source: SignalSource,
    /// Counts the times that the rule was met anew for this youth, from 1; 0 for an observation.
    pub episode: i32,
    /// Where it stands.
    pub state: SignalState,
    /// Step of the staircase; 0 for an observation.
    pub step: i32,
    /// Whose it is to attend to.
    pub owner_role: Role,
    /// When it was raised.
    pub raised_at: DateTimeUtc,
    /// The school day by which somebody should have attended to it.
    pub due_on: Date,
    /// When the figure was found below the threshold again; null while it stands, and for an observation.
    pub cleared_at: Option<DateTimeUtc>,
    /// What the rule looked at, as JSON, encrypted; null for an observation.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub inputs: Option<Vec<u8>>,
    /// What was over which threshold, as JSON, encrypted; null for an observation.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub triggers: Option<Vec<u8>>,
    /// The words of an observation, encrypted; null for a rule's signal.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub text: Option<Vec<u8>>,
    /// Who raised an observation; null for a rule's signal.
    pub author_id: Option<Uuid>,
    /// The case that it led to; null while there is none.
    pub case_id: Option<Uuid>,
    /// Counts its changes, from 1.
    pub version: i32,
    /// When it was changed last.
    pub changed_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
