//! Root fields: case, cases, caseload, dutyCounts, dutyRules.

use async_graphql::{Context, ID, Object};

use super::store::{self, Filter};
use super::types::{Case, CaseFilter, CaseTotals, Cases};
use super::types_clock::{DutyClock, DutyRule};
use super::types_figures::{Caseload, DutyCount};
use super::{figures, store_clock};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about cases.
#[derive(Debug, Default)]
pub struct CaseQueries;

#[Object]
impl CaseQueries {
    /// One case (ärende) within reach; `NOT_FOUND` when there is none. Of a person with protected data a reason is
    /// asked for: the header `Up2-Reason`.
    async fn case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Result<Case, Fault>> {
        Some(case(ctx, &id).await)
    }

    /// The cases within reach on the tracks that the viewer works on, the latest opened first.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<CaseFilter>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<Cases, Fault>> {
        Some(cases(ctx, filter.unwrap_or_default(), Page::of(first, after, last, before)).await)
    }

    /// How many cases are open (ärendebelastning): by state and by who is responsible, with those that nobody has in
    /// hand and those that are late. For the schools that a head teacher (rektor) heads, or all of the activity duty.
    async fn caseload(&self, ctx: &Context<'_>) -> Option<Result<Caseload, Fault>> {
        Some(figures::caseload(ctx).await)
    }

    /// How many duties are late (försenade frister) at the viewer's units, by unit, kind and track: counts alone.
    async fn duty_counts(&self, ctx: &Context<'_>) -> Option<Result<Vec<DutyCount>, Fault>> {
        Some(figures::duty_counts(ctx).await)
    }

    /// How long each duty may take in this municipality (fristregler).
    async fn duty_rules(&self, ctx: &Context<'_>) -> Option<Result<Vec<DutyRule>, Fault>> {
        Some(duty_rules(ctx).await)
    }
}

/// The case with this global id; of a person with protected data a reason is asked for.
pub async fn case(ctx: &Context<'_>, id: &ID) -> Result<Case, Fault> {
    let grant = ctx.authorize(Action::ReadCases)?;
    let id = GlobalId::local(id, Kind::Case, grant.municipality_code())?;
    let case = Case::load(ctx, id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    if case.is_sealed() { Err(Fault::of(Code::ReasonRequired)) } else { Ok(case) }
}

/// The duty clock with this global id; of a person with protected data a reason is asked for.
pub async fn clock(ctx: &Context<'_>, id: &ID) -> Result<DutyClock, Fault> {
    let grant = ctx.authorize(Action::ReadCases)?;
    let id = GlobalId::local(id, Kind::DutyClock, grant.municipality_code())?;
    let clock = DutyClock::load(ctx, id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    if clock.is_sealed() { Err(Fault::of(Code::ReasonRequired)) } else { Ok(clock) }
}

async fn cases(ctx: &Context<'_>, filter: CaseFilter, page: Result<Page, Fault>) -> Result<Cases, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadCases)?);
    let filter = read_filter(&grant, filter)?;
    let rows = store::page(&grant, &filter, page).await?;
    let cases = Case::all(ctx, rows).await?;
    Ok(page.connect(cases, CaseTotals { grant, filter }, |case| case.row.id, |case| case))
}

fn read_filter(grant: &Grant, filter: CaseFilter) -> Result<Filter, Fault> {
    let local =
        |id: Option<ID>, kind| id.map(|id| GlobalId::local(&id, kind, grant.municipality_code())).transpose();
    let responsible = local(filter.responsible, Kind::Staff)?;
    Ok(Filter {
        state: filter.state.map(Into::into),
        track: filter.track.map(Into::into),
        responsible: if filter.mine { grant.staff_id() } else { responsible },
        unit: local(filter.unit, Kind::Unit)?,
        open: filter.open,
        overdue: filter.overdue,
        lacking: filter.lacks_responsible,
    })
}

async fn duty_rules(ctx: &Context<'_>) -> Result<Vec<DutyRule>, Fault> {
    let grant = ctx.authorize(Action::ReadUnits)?;
    Ok(store_clock::rules(&grant).await?.into_iter().map(DutyRule::from).collect())
}
