//! Root fields: breakGlassUses, explainAccess, accessLog.

use async_graphql::connection::EmptyFields;
use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};

use super::loaders::Openings;
use super::store;
use super::types::{BreakGlass, BreakGlassPage};
use super::types_explained::AccessGround;
use super::types_log::{AccessLogPage, LogPage};
use crate::access::explain::explain;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries of those who watch over access.
#[derive(Debug, Default)]
pub struct OversightQueries;

#[Object]
impl OversightQueries {
    /// Openings of youths within reach by breaking the glass (nödöppningar), the latest first. Each waits here until it
    /// has been reviewed.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn break_glass_uses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that wait for a review.", default)] unreviewed: bool,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<BreakGlassPage, Fault>> {
        let page = Page::of(first, after, last, before);
        Some(openings(ctx, page, unreviewed).await)
    }

    /// Why a member of staff reaches a youth today: each ground, and none when there is no ground. Answers those who
    /// may read the youth, and the auditor (loggranskare); `NOT_FOUND` otherwise.
    async fn explain_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member of staff.")] subject: ID,
        #[graphql(desc = "The youth.")] object: ID,
    ) -> Option<Result<Vec<AccessGround>, Fault>> {
        Some(explained(ctx, &subject, &object).await)
    }

    /// The access log (åtkomstlogg), the newest entry first: of everybody, or of one youth (vem som tittat). Reading it
    /// is logged too.
    async fn access_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only entries about this youth.")] youth: Option<ID>,
        #[graphql(desc = "How many, 1 to 100, from the newest.")] first: i32,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
    ) -> Option<Result<AccessLogPage, Fault>> {
        Some(log(ctx, youth.as_ref(), LogPage::of(first, after.as_deref())).await)
    }
}

async fn openings(
    ctx: &Context<'_>,
    page: Result<Page, Fault>,
    unreviewed: bool,
) -> Result<BreakGlassPage, Fault> {
    let grant = ctx.authorize(Action::ReviewBreakGlass)?;
    let page = page?;
    let rows = store::page(&grant, page, unreviewed).await?;
    let mut told = BreakGlass::of(&grant, &rows).await?;
    let rows = rows.into_iter().filter_map(|row| Some((row.id, told.remove(&row.id)?))).collect();
    Ok(page.connect(rows, EmptyFields, |row| row.0, |row| row.1))
}

/// The opening with this global id.
pub async fn opening(ctx: &Context<'_>, id: &ID) -> Result<BreakGlass, Fault> {
    let grant = ctx.authorize(Action::ReviewBreakGlass)?;
    let id = GlobalId::local(id, Kind::BreakGlass, grant.municipality_code())?;
    let found = ctx.data_unchecked::<DataLoader<Openings>>().load_one(id).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

async fn explained(ctx: &Context<'_>, subject: &ID, object: &ID) -> Result<Vec<AccessGround>, Fault> {
    let grant = ctx.authorize(Action::ExplainAccess)?;
    let code = grant.municipality_code();
    let subject = GlobalId::local(subject, Kind::Staff, code)?;
    let object = GlobalId::local(object, Kind::Youth, code)?;
    let grounds = explain(&grant, subject, object).await?;
    Ok(grounds.into_iter().map(|ground| AccessGround::of(ground, code)).collect())
}

async fn log(
    ctx: &Context<'_>,
    youth: Option<&ID>,
    page: Result<LogPage, Fault>,
) -> Result<AccessLogPage, Fault> {
    let grant = ctx.authorize(Action::ReadAccessLog)?;
    let page = page?;
    let youth = youth.map(|id| GlobalId::local(id, Kind::Youth, grant.municipality_code())).transpose()?;
    let entries = grant.access_log(page.asked(youth)).await?;
    page.connect(&grant, entries).await
}
