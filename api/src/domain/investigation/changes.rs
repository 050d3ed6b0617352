//! Opening, reporting and concluding an investigation.

use async_graphql::{Context, ID};
use entity::municipality::{hand_over_out, investigation};
use entity::vocabulary::InvestigationState;

use super::rules::{self, InvestigationFault};
use super::store;
use super::types::Investigation;
use super::types_input::{
    CloseInvestigationInput, InvestigationPayload, OpenInvestigationInput, ReportInvestigationStartInput,
};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;
use crate::support::words;

/// Opens one.
pub async fn open(ctx: &Context<'_>, input: OpenInvestigationInput) -> Result<InvestigationPayload, Fault> {
    let grant = ctx.authorize(Action::EditInvestigations)?;
    let opened_by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let person =
        store::youth(&grant, GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?).await?;
    let unit_id = store::school(&grant, person.id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    let (now, today) = (grant.clock().now(), grant.reach().today);
    let follow_up_on = input.follow_up_on.map(|day| day.0);
    let reason = match words::required("input.reason", &input.reason) {
        Ok(reason) => reason,
        Err(error) => return refused(error),
    };
    if let Err(fault) = rules::check_follow_up(follow_up_on, today) {
        return refused(fault);
    }
    let row = investigation::Model {
        id: ids::new_id(now),
        youth_id: person.id,
        case_id: store::open_case(&grant, person.id).await?,
        unit_id,
        state: InvestigationState::Open,
        opened_by,
        opened_on: today,
        opened_at: now,
        reason: grant.keys().columns.seal("investigation.reason", reason.as_bytes()),
        reported_at: None,
        home_municipality: person.home_municipality,
        told_at: None,
        conclusion: None,
        closed_at: None,
        follow_up_on,
        version: 1,
    };
    if store::add(&grant, row.clone()).await? {
        told(ctx, &grant, row, None).await
    } else {
        refused(InvestigationFault::Taken)
    }
}

/// Records that its start was reported.
pub async fn report(
    ctx: &Context<'_>,
    input: ReportInvestigationStartInput,
) -> Result<InvestigationPayload, Fault> {
    let (grant, row) = find(ctx, &input.investigation).await?;
    let checked = in_version(&row, input.version).and_then(|()| Ok(rules::check_report(&row)?));
    if let Err(error) = checked {
        return told(ctx, &grant, row, Some(error)).await;
    }
    let now = grant.clock().now();
    let after = investigation::Model { reported_at: Some(now), version: row.version + 1, ..row };
    written(ctx, &grant, after, None).await
}

/// Concludes it.
pub async fn close(ctx: &Context<'_>, input: CloseInvestigationInput) -> Result<InvestigationPayload, Fault> {
    let (grant, row) = find(ctx, &input.investigation).await?;
    let follow_up_on = input.follow_up_on.map(|day| day.0);
    let checked = in_version(&row, input.version)
        .and_then(|()| Ok(rules::check_close(&row, grant.municipality_code(), input.needless)?))
        .and_then(|()| Ok(rules::check_follow_up(follow_up_on, grant.reach().today)?))
        .and_then(|()| words::required("input.conclusion", &input.conclusion));
    let conclusion = match checked {
        Ok(conclusion) => conclusion,
        Err(error) => return told(ctx, &grant, row, Some(error)).await,
    };
    let after = investigation::Model {
        state: if input.needless { InvestigationState::NotNeeded } else { InvestigationState::Closed },
        conclusion: Some(grant.keys().columns.seal("investigation.conclusion", conclusion.as_bytes())),
        closed_at: Some(grant.clock().now()),
        follow_up_on,
        version: row.version + 1,
        ..row
    };
    written(ctx, &grant, after, None).await
}

/// An investigation that the viewer may change.
pub(super) async fn find(ctx: &Context<'_>, id: &ID) -> Result<(Grant, investigation::Model), Fault> {
    let grant = ctx.authorize(Action::EditInvestigations)?;
    let id = GlobalId::local(id, Kind::Investigation, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    Ok((grant, row))
}

/// Whether it is in the version that was read.
pub(super) fn in_version(row: &investigation::Model, version: i32) -> Result<(), UserError> {
    if row.version == version { Ok(()) } else { Err(UserError::conflict()) }
}

/// Writes a change; when somebody else was first, tells how it is now.
pub(super) async fn written(
    ctx: &Context<'_>,
    grant: &Grant,
    after: investigation::Model,
    outgoing: Option<hand_over_out::Model>,
) -> Result<InvestigationPayload, Fault> {
    if store::change(grant, after.clone(), outgoing).await? {
        return told(ctx, grant, after, None).await;
    }
    let now = store::find(grant, after.id).await?;
    told(ctx, grant, now, Some(UserError::conflict())).await
}

/// The investigation as it is, with what to mend.
pub(super) async fn told(
    ctx: &Context<'_>,
    grant: &Grant,
    row: investigation::Model,
    error: Option<UserError>,
) -> Result<InvestigationPayload, Fault> {
    let told = Investigation::of(ctx, grant, vec![row]).await?.into_iter().next();
    Ok(InvestigationPayload {
        investigation: told.map(|(_, investigation)| investigation),
        user_errors: error.into_iter().collect(),
    })
}

fn refused(error: impl Into<UserError>) -> Result<InvestigationPayload, Fault> {
    Ok(InvestigationPayload { investigation: None, user_errors: vec![error.into()] })
}
