//! Root fields: recordCompletions, recordStatisticsGround, endStatisticsGround.

use async_graphql::{Context, Object};

use super::types_completion::{RecordCompletionsInput, RecordCompletionsPayload};
use super::types_ground::{EndStatisticsGroundInput, RecordStatisticsGroundInput, StatisticsGroundPayload};
use super::{completions, grounds};
use crate::support::fault::Fault;

/// Mutations of what statistics rest on.
#[derive(Debug, Default)]
pub struct StatisticsSourceMutations;

#[Object]
impl StatisticsSourceMutations {
    /// Records when youths began upper secondary school for the first time, and what it led to (genomströmning); and
    /// corrects what was recorded: a row is one youth, and the last one sent stands. The same row again changes nothing.
    /// A row that cannot be used is refused with its index.
    async fn record_completions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rows.")] input: RecordCompletionsInput,
    ) -> Option<Result<RecordCompletionsPayload, Fault>> {
        Some(completions::record(ctx, input).await)
    }

    /// Records the legal ground (rättslig grund) on which figures of a purpose are made: text, who and when. Until then
    /// they are refused.
    async fn record_statistics_ground(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ground.")] input: RecordStatisticsGroundInput,
    ) -> Option<Result<StatisticsGroundPayload, Fault>> {
        Some(grounds::record(ctx, input).await)
    }

    /// Ends the legal ground of a purpose: its figures are refused from then on. What was published stays until it is
    /// withdrawn.
    async fn end_statistics_ground(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ground.")] input: EndStatisticsGroundInput,
    ) -> Option<Result<StatisticsGroundPayload, Fault>> {
        Some(grounds::end(ctx, input).await)
    }
}
