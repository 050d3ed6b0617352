//! Root fields: municipality, unit.

use async_graphql::{Context, ID, Object};
use uuid::Uuid;

use super::types::{Municipality, Unit};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Queries about the municipality.
#[derive(Debug, Default)]
pub struct MunicipalityQueries;

#[Object]
impl MunicipalityQueries {
    /// The viewer's municipality.
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, Fault>> {
        Some(municipality(ctx, None).await)
    }

    /// One unit.
    async fn unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Result<Unit, Fault>> {
        Some(unit(ctx, &id).await)
    }
}

/// The unit with this global id.
pub async fn unit(ctx: &Context<'_>, id: &ID) -> Result<Unit, Fault> {
    let grant = ctx.authorize(Action::ReadUnits)?;
    let id = GlobalId::local(id, Kind::Unit, grant.municipality_code())?;
    let found = Unit::load(ctx, id, grant.municipality_code()).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The viewer's municipality; with a global id, only if it is that one.
pub async fn municipality(ctx: &Context<'_>, id: Option<&ID>) -> Result<Municipality, Fault> {
    let visit = ctx.visit()?;
    let code = visit.signed_in()?.municipality_code();
    if let Some(id) = id {
        GlobalId::local(id, Kind::Municipality, code)?;
    }
    let row = visit.access().tenants().registry().municipality(code).await?;
    Ok(Municipality {
        id: GlobalId::write(Kind::Municipality, code, Uuid::nil()),
        code: row.code,
        name: row.name,
        county: row.county_name,
    })
}
