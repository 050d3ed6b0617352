//! Root fields: plan, measureTypes.

use async_graphql::{Context, ID, Object};

use super::store;
use super::types::{Measure, open_youth};
use super::types_follow_up::FollowUp;
use super::types_goal::Goal;
use super::types_plan::Plan;
use super::types_type::MeasureType;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Queries about plans.
#[derive(Debug, Default)]
pub struct PlanQueries;

#[Object]
impl PlanQueries {
    /// The plan of a case within reach; `NOT_FOUND` when there is none. Of a person with protected data a reason is asked
    /// for: the header `Up2-Reason`.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case's global id.")] case: ID,
    ) -> Option<Result<Plan, Fault>> {
        Some(plan(ctx, &case).await)
    }

    /// The types of measures (insatstyper), by their Swedish names, at most 500: national categories and local types.
    async fn measure_types(&self, ctx: &Context<'_>) -> Option<Result<Vec<MeasureType>, Fault>> {
        Some(types(ctx).await)
    }
}

async fn plan(ctx: &Context<'_>, case: &ID) -> Result<Plan, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let case = grant.case(GlobalId::local(case, Kind::Case, grant.municipality_code())?).await?;
    open_youth(ctx, Action::ReadPlans, case.youth_id).await?;
    Ok(Plan::of(grant, &case))
}

async fn types(ctx: &Context<'_>) -> Result<Vec<MeasureType>, Fault> {
    let grant = store::reader(ctx.visit()?)?;
    let rows = store::types(&grant).await?;
    Ok(rows.into_iter().map(|row| MeasureType::of(row, grant.municipality_code())).collect())
}

/// The type of measures with this global id.
pub async fn measure_type(ctx: &Context<'_>, id: &ID) -> Result<MeasureType, Fault> {
    let grant = store::reader(ctx.visit()?)?;
    let id = GlobalId::local(id, Kind::MeasureType, grant.municipality_code())?;
    let row = store::one_type(&grant, id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    Ok(MeasureType::of(row, grant.municipality_code()))
}

/// The goal with this global id.
pub async fn goal(ctx: &Context<'_>, id: &ID) -> Result<Goal, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    Goal::opened(ctx, GlobalId::local(id, Kind::Goal, grant.municipality_code())?).await
}

/// The measure with this global id.
pub async fn measure(ctx: &Context<'_>, id: &ID) -> Result<Measure, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    Measure::opened(ctx, GlobalId::local(id, Kind::Measure, grant.municipality_code())?).await
}

/// The follow-up with this global id.
pub async fn follow_up(ctx: &Context<'_>, id: &ID) -> Result<FollowUp, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    FollowUp::opened(ctx, GlobalId::local(id, Kind::FollowUp, grant.municipality_code())?).await
}
