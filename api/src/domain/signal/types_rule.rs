//! Rules of signals in GraphQL, and the preview of what a changed one would have caught.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::signal_rule;
use uuid::Uuid;

use crate::domain::municipality::types::Unit;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary_signal::{SignalKind, SignalMeasure};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A rule by which signals are raised (signalregel): policy of the municipality, since the law sets no percentage.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct SignalRule {
    /// Global id.
    pub id: ID,
    /// What it is called.
    pub name: String,
    /// What it is for, and what its threshold rests on.
    pub description: String,
    /// What its signals are about.
    pub kind: SignalKind,
    /// What it measures.
    pub measure: SignalMeasure,
    /// How many weeks it looks at, 1 to 52: of absence the last ones that have lessons, of observations those of the
    /// calendar; null for results, which go by the present term and the one before.
    pub weeks: Option<i32>,
    /// From where it raises: basis points of a share (1500 is 15 %), otherwise a count.
    pub threshold: i32,
    /// Step of the staircase (åtgärdstrappa), from 1.
    pub step: i32,
    /// Global id of the rule of the step before, whose signal must stand and not be dismissed; null on the first step.
    pub after: Option<ID>,
    /// School days (skoldagar) that the signal of the step before must have stood; 0 on the first step.
    pub after_days: i32,
    /// The role that is to attend to its signals.
    pub owner_role: Role,
    /// School days (skoldagar) within which somebody should have attended to a signal.
    pub deadline_days: i32,
    /// Whether it raises signals.
    pub active: bool,
    /// Counts its changes, from 1: send it with the next change.
    pub version: i32,
    /// When it was changed last; null as shipped.
    pub changed_at: Option<DateTime<Utc>>,
    #[graphql(skip)]
    unit_id: Option<Uuid>,
    #[graphql(skip)]
    municipality: String,
}

impl SignalRule {
    /// From its row.
    pub fn of(row: signal_rule::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::SignalRule, municipality, row.id),
            name: row.name,
            description: row.description,
            kind: row.kind.into(),
            measure: row.measure.into(),
            weeks: row.weeks.map(i32::from),
            threshold: row.threshold,
            step: row.step,
            after: row.after_id.map(|id| GlobalId::write(Kind::SignalRule, municipality, id)),
            after_days: row.after_days,
            owner_role: row.owner_role.into(),
            deadline_days: row.deadline_days,
            active: row.active,
            version: row.version,
            changed_at: row.changed_at,
            unit_id: row.unit_id,
            municipality: municipality.to_owned(),
        }
    }
}

#[ComplexObject]
impl SignalRule {
    /// Label of the kind, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the measure, in the reader's language.
    async fn measure_label(&self) -> &'static str {
        self.measure.label()
    }

    /// Label of the role, in the reader's language.
    async fn owner_role_label(&self) -> &'static str {
        self.owner_role.label()
    }

    /// The unit it holds for, with everything below, beside the rules of the municipality; null for the whole municipality.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.unit_id?, &self.municipality).await.transpose()
    }
}

/// How many a rule of absence would have caught at least once in the past year (förhandsvisning), at thresholds in steps
/// of five points.
///
/// A count is null where it, or what remains of all youths, would stand for fewer than five, where nobody or everybody
/// of fewer than twenty would be told, and where it differs from the count before it by fewer than five. Why a count is
/// hidden is not told, nor that it is more than 0. Protected persons (skyddade personuppgifter) are not counted.
#[derive(SimpleObject, Clone, Debug)]
pub struct SignalRulePreview {
    /// What was measured.
    pub measure: SignalMeasure,
    /// How many weeks with lessons each look took in.
    pub weeks: i32,
    /// First day of the year looked at.
    pub starts_on: Date,
    /// Last day of the year looked at: the last Sunday.
    pub ends_on: Date,
    /// Youths who had lessons; null when fewer than five.
    pub youths: Option<i64>,
    /// What each threshold would have caught, the lowest first.
    pub thresholds: Vec<SignalRulePreviewThreshold>,
}

/// What one threshold would have caught.
#[derive(SimpleObject, Clone, Debug)]
pub struct SignalRulePreviewThreshold {
    /// The threshold in basis points (1500 is 15 %).
    pub threshold: i32,
    /// Youths who reached it at least once; null when hidden.
    pub youths: Option<i64>,
}
