//! Root fields: youth, youths.

use async_graphql::{Context, ID, Object};

use super::store::Filter;
use super::types::{Youth, YouthFilter, YouthOrder, YouthTotals, Youths};
use super::{rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about youths.
#[derive(Debug, Default)]
pub struct YouthQueries;

#[Object]
impl YouthQueries {
    /// One youth within reach; `NOT_FOUND` when there is none. Of a person with protected data a reason is asked
    /// for (`REASON_REQUIRED`).
    async fn youth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] id: ID,
        #[graphql(
            desc = "Why a person with protected data is read, 10 to 500 characters; kept in the access log."
        )]
        reason: Option<String>,
    ) -> Option<Result<Youth, Fault>> {
        Some(youth(ctx, &id, reason.as_deref()).await)
    }

    /// The youths within reach, by name.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn youths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<YouthFilter>,
        #[graphql(desc = "Order of the list.", default)] order_by: YouthOrder,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
        #[graphql(
            desc = "Why persons with protected data are read, 10 to 500 characters; without it they are bare rows."
        )]
        reason: Option<String>,
    ) -> Option<Result<Youths, Fault>> {
        let descending = order_by == YouthOrder::NameDescending;
        Some(
            youths(ctx, filter.unwrap_or_default(), descending, Page::of(first, after, last, before), reason)
                .await,
        )
    }
}

async fn youths(
    ctx: &Context<'_>,
    filter: YouthFilter,
    descending: bool,
    page: Result<Page, Fault>,
    reason: Option<String>,
) -> Result<Youths, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadYouth)?);
    let reason = checked(reason.as_deref().or(ctx.visit()?.reason()))?;
    let filter = Filter { with_reason: reason.is_some(), ..read_filter(&grant, filter)? };
    let filter = within_other_rights(ctx, filter)?;
    let rows = store::page(&grant, &filter, page, descending).await?;
    let totals = YouthTotals { grant: grant.clone(), filter };
    Ok(page.connect(rows, totals, |row| row.id, |row| Youth::of(row, &grant, reason)))
}

/// The youth with this global id.
pub async fn youth(ctx: &Context<'_>, id: &ID, reason: Option<&str>) -> Result<Youth, Fault> {
    let grant = ctx.authorize(Action::ReadYouth)?;
    let row = store::find(&grant, GlobalId::local(id, Kind::Youth, grant.municipality_code())?).await?;
    let reason = checked(reason.or(ctx.visit()?.reason()))?;
    if rules::is_sealed(row.protection, reason) {
        return Err(Fault::of(Code::ReasonRequired));
    }
    Ok(Youth::of(row, &grant, reason))
}

fn checked(reason: Option<&str>) -> Result<Option<&str>, Fault> {
    match reason {
        Some(text) if !rules::is_reason(text) => Err(Fault::bad_input(
            "Ange ett skäl på 10 till 500 tecken.",
            "Give a reason of 10 to 500 characters.",
        )),
        reason => Ok(reason),
    }
}

/// Takes the reach of what is filtered by: who may not read enrolments or groups cannot ask by them either.
fn within_other_rights(ctx: &Context<'_>, filter: Filter) -> Result<Filter, Fault> {
    let reach = |asked: bool, action| {
        if asked { ctx.authorize(action).map(|grant| Some(grant.reach().clone())) } else { Ok(None) }
    };
    let by_enrolment = filter.unit.is_some() || filter.school_year.is_some();
    let enrolments = reach(by_enrolment, Action::ReadEnrolments)?;
    let groups = reach(filter.group.is_some(), Action::ReadGroups)?;
    Ok(Filter { enrolments, groups, ..filter })
}

fn read_filter(grant: &Grant, filter: YouthFilter) -> Result<Filter, Fault> {
    let local =
        |id: Option<ID>, kind| id.map(|id| GlobalId::local(&id, kind, grant.municipality_code())).transpose();
    if filter.name.as_ref().is_some_and(|name| !(1..=100).contains(&name.trim().chars().count())) {
        return Err(Fault::bad_input(
            "Sök på 1 till 100 tecken av namnet.",
            "Search by 1 to 100 characters of the name.",
        ));
    }
    let school_year =
        filter.school_year.map(|year| i16::try_from(year).ok().filter(|year| (0..=13).contains(year)));
    if school_year == Some(None) {
        return Err(Fault::bad_input("Årskurs är 0 till 13.", "A school year is 0 to 13."));
    }
    Ok(Filter {
        unit: local(filter.unit, Kind::Unit)?,
        group: local(filter.group, Kind::Group)?,
        school_year: school_year.flatten(),
        name: filter.name,
        ..Filter::default()
    })
}
