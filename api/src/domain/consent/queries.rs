//! Root field: consents; and a consent by its global id.

use async_graphql::{Context, ID, Object};

use super::store;
use super::types::{Consent, ConsentPage, ConsentTotals, check_youth};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about consents.
#[derive(Debug, Default)]
pub struct ConsentQueries;

#[Object]
impl ConsentQueries {
    /// The consents (medgivanden) about a youth that the viewer may read, the newest first; those that have ended too.
    /// Of a person with protected data a reason is asked for: the header `Up2-Reason`.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn consents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] youth: ID,
        #[graphql(desc = "How many, 1 to 100, from the newest.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the oldest.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<ConsentPage, Fault>> {
        Some(consents(ctx, &youth, Page::of(first, after, last, before)).await)
    }
}

async fn consents(ctx: &Context<'_>, youth: &ID, page: Result<Page, Fault>) -> Result<ConsentPage, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadConsents)?);
    let youth = GlobalId::local(youth, Kind::Youth, grant.municipality_code())?;
    check_youth(ctx, &grant, youth).await?;
    let rows = store::page(&grant, youth, page).await?;
    let rows = rows.into_iter().map(|row| Ok((row.id, Consent::of(row, &grant)?)));
    let rows = rows.collect::<Result<Vec<_>, Fault>>()?;
    Ok(page.connect(rows, ConsentTotals { grant, youth }, |row| row.0, |row| row.1))
}

/// The consent with this global id; of a person with protected data a reason is asked for.
pub async fn consent(ctx: &Context<'_>, id: &ID) -> Result<Consent, Fault> {
    let grant = ctx.authorize(Action::ReadConsents)?;
    let id = GlobalId::local(id, Kind::Consent, grant.municipality_code())?;
    let consent = Consent::load(ctx, id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    check_youth(ctx, &grant, consent.youth_id()).await?;
    Ok(consent)
}
