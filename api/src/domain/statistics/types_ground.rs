//! Legal grounds of statistics in GraphQL.

use async_graphql::{ComplexObject, Context, Enum, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::statistics_ground;
use entity::vocabulary;
use uuid::Uuid;

use crate::access::Action;
use crate::domain::staff::types::Staff;
use crate::support::fault::Fault;
use crate::support::user_error::UserError;

/// A purpose of statistics that needs a legal ground of its own.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::StatisticsPurpose")]
pub enum StatisticsPurpose {
    /// Figures from the register of the municipal activity duty (KAA).
    Kaa,
}

/// The legal ground (rättslig grund) on which figures of a purpose are made. Without one that stands they are not.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct StatisticsGround {
    /// Of which purpose.
    pub purpose: StatisticsPurpose,
    /// The ground, in words.
    pub text: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When it was ended; null while it stands.
    pub ended_at: Option<DateTime<Utc>>,
    #[graphql(skip)]
    recorded_by: Uuid,
    #[graphql(skip)]
    action: Action,
}

#[ComplexObject]
impl StatisticsGround {
    /// Who recorded it; null when the person has left.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, self.action, self.recorded_by).await.transpose()
    }
}

impl StatisticsGround {
    /// From its row, as read by an action.
    pub fn of(row: statistics_ground::Model, action: Action) -> Self {
        Self {
            purpose: row.purpose.into(),
            text: row.text,
            recorded_at: row.recorded_at,
            ended_at: row.ended_at,
            recorded_by: row.recorded_by,
            action,
        }
    }
}

/// A legal ground to be recorded.
#[derive(InputObject, Clone, Debug)]
pub struct RecordStatisticsGroundInput {
    /// Of which purpose.
    pub purpose: StatisticsPurpose,
    /// The ground, in words: 20 to 2,000 characters. Names nobody.
    pub text: String,
}

/// Which ground ends.
#[derive(InputObject, Clone, Debug)]
pub struct EndStatisticsGroundInput {
    /// Of which purpose.
    pub purpose: StatisticsPurpose,
}

/// Answer to `recordStatisticsGround` and `endStatisticsGround`.
#[derive(SimpleObject, Clone, Debug)]
pub struct StatisticsGroundPayload {
    /// The grounds as they are now, the latest first, at most 100.
    pub grounds: Vec<StatisticsGround>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}
