//! Telling the home municipality: recorded here, and handed over where it takes part in this system.

use async_graphql::Context;
use entity::municipality::{hand_over_out, investigation};
use entity::vocabulary::Protection;

use super::changes::{find, in_version, told, written};
use super::rules::{self, InvestigationFault};
use super::types_input::{InvestigationPayload, TellHomeMunicipalityInput, TellHomeMunicipalityPayload};
use super::{store, types_sent};
use crate::access::tenants::official;
use crate::access::{Authorize, Grant};
use crate::support::fault::Fault;
use crate::support::user_error::UserError;
use crate::support::words;

/// Tells the home municipality.
pub async fn tell(
    ctx: &Context<'_>,
    input: TellHomeMunicipalityInput,
) -> Result<TellHomeMunicipalityPayload, Fault> {
    let (grant, row) = find(ctx, &input.investigation).await?;
    let (home, content) = match check(&row, &input) {
        Ok(checked) => checked,
        Err(error) => return Ok(with(told(ctx, &grant, row, Some(error)).await?, None)),
    };
    let takes_part = ctx.visit()?.access().takes_part(&home).await?;
    let outgoing = if takes_part { Some(outgoing(&grant, &row, &home, content).await?) } else { None };
    let now = grant.clock().now();
    let after = investigation::Model {
        told_at: Some(now),
        home_municipality: Some(home),
        version: row.version + 1,
        ..row
    };
    let payload = written(ctx, &grant, after, outgoing).await?;
    let is_recorded = payload.user_errors.is_empty();
    if is_recorded && takes_part {
        types_sent::deliver_now(ctx, grant.municipality_code()).await;
    }
    Ok(with(payload, is_recorded.then_some(takes_part)))
}

fn check(
    row: &investigation::Model,
    input: &TellHomeMunicipalityInput,
) -> Result<(String, String), UserError> {
    in_version(row, input.version)?;
    rules::check_tell(row)?;
    let home = input.municipality.as_deref().map(str::trim).or(row.home_municipality.as_deref());
    let home = home.ok_or(InvestigationFault::NoMunicipality)?;
    official::find(home).map_err(|_| InvestigationFault::UnknownMunicipality)?;
    Ok((home.to_owned(), words::required("input.content", &input.content)?))
}

/// The report as it waits to be delivered.
async fn outgoing(
    grant: &Grant,
    row: &investigation::Model,
    home: &str,
    content: String,
) -> Result<hand_over_out::Model, Fault> {
    let person = store::youth(grant, row.youth_id).await?;
    let sender =
        store::unit_name(grant, row.unit_id).await?.filter(|_| person.protection == Protection::None);
    let report = types_sent::Report {
        person: types_sent::Person::of(grant, &person)?,
        sender,
        starts_on: row.opened_on,
        content,
    };
    types_sent::Payload::AbsenceReport(Box::new(report)).outgoing(grant, row.id, row.youth_id, home)
}

fn with(payload: InvestigationPayload, is_handed_over: Option<bool>) -> TellHomeMunicipalityPayload {
    TellHomeMunicipalityPayload {
        investigation: payload.investigation,
        is_handed_over,
        user_errors: payload.user_errors,
    }
}
