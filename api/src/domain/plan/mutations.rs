//! Root fields: setGoal, offerMeasure, answerMeasure, startMeasure, endMeasure, setMeasureType, defineMeasureType,
//! planFollowUp, recordFollowUp.

use async_graphql::{Context, Object};

use super::types_input::{
    AnswerMeasureInput, EndMeasureInput, FollowUpPayload, GoalPayload, MeasurePayload, OfferMeasureInput,
    PlanFollowUpInput, RecordFollowUpInput, SetGoalInput, SetMeasureTypeInput, StartMeasureInput,
};
use super::types_type_input::{DefineMeasureTypeInput, MeasureTypePayload};
use super::{follow_ups, goals, offers, steps, type_changes};
use crate::support::fault::Fault;

/// Mutations of plans.
#[derive(Debug, Default)]
pub struct PlanMutations;

#[Object]
impl PlanMutations {
    /// Sets a goal (mål) in an open case, or changes one.
    async fn set_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The goal as it is to be.")] input: SetGoalInput,
    ) -> Option<Result<GoalPayload, Fault>> {
        Some(goals::set(ctx, input).await)
    }

    /// Offers a measure (erbjuder en insats) in an open case.
    async fn offer_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is offered.")] input: OfferMeasureInput,
    ) -> Option<Result<MeasurePayload, Fault>> {
        Some(offers::offer(ctx, input).await)
    }

    /// Records whether the youth accepted or declined a measure (tackade ja eller nej).
    async fn answer_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was answered.")] input: AnswerMeasureInput,
    ) -> Option<Result<MeasurePayload, Fault>> {
        Some(steps::answer(ctx, input).await)
    }

    /// Records that an accepted measure begins (påbörjas).
    async fn start_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "That it begins.")] input: StartMeasureInput,
    ) -> Option<Result<MeasurePayload, Fault>> {
        Some(steps::start(ctx, input).await)
    }

    /// Records that a measure was carried through or broken off (avslutas).
    async fn end_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How it ends.")] input: EndMeasureInput,
    ) -> Option<Result<MeasurePayload, Fault>> {
        Some(steps::end(ctx, input).await)
    }

    /// Says which type a measure is of: above all what was called other (annan åtgärd). Words that were said stay.
    async fn set_measure_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which type.")] input: SetMeasureTypeInput,
    ) -> Option<Result<MeasurePayload, Fault>> {
        Some(steps::set_type(ctx, input).await)
    }

    /// Adds a type of measures (insatstyp), or changes one: a local type maps onto a national category.
    async fn define_measure_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The type as it is to be.")] input: DefineMeasureTypeInput,
    ) -> Option<Result<MeasureTypePayload, Fault>> {
        Some(type_changes::define(ctx, input).await)
    }

    /// Plans a follow-up (uppföljning) in an open case.
    async fn plan_follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is followed up, and when.")] input: PlanFollowUpInput,
    ) -> Option<Result<FollowUpPayload, Fault>> {
        Some(follow_ups::plan(ctx, input).await)
    }

    /// Records what was found at a follow-up. Those after closing tell what the youth does then (varaktig etablering).
    async fn record_follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was found.")] input: RecordFollowUpInput,
    ) -> Option<Result<FollowUpPayload, Fault>> {
        Some(follow_ups::record(ctx, input).await)
    }
}
