//! The steps of a transfer: by whom, in which version, and with what follows.

use async_graphql::{Context, ID};
use entity::municipality::transfer;
use entity::vocabulary::{Role, Track};

use super::rules::{self, Step, TransferFault};
use super::store_changes::{Changed, Follows};
use super::types::Transfer;
use super::types_input::TransferPayload;
use super::types_opening::NewCase;
use super::{store, store_changes};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;

/// Takes a step.
pub async fn change(
    ctx: &Context<'_>,
    step: Step,
    id: &ID,
    version: i32,
    answer: Result<Option<String>, UserError>,
) -> Result<TransferPayload, Fault> {
    let action = if step == Step::Revoke { Action::MakeTransfers } else { Action::AnswerTransfers };
    let grant = ctx.authorize(action)?;
    let row = store::find(&grant, GlobalId::local(id, Kind::Transfer, grant.municipality_code())?).await?;
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Ok(TransferPayload::refused(error)),
    };
    if row.version != version {
        return told(ctx, &grant, row, Some(UserError::conflict())).await;
    }
    let held = &ctx.visit()?.signed_in()?.assignments;
    let sides = store::sides(&grant, held, &row).await?;
    let state = match sides.may(step).and(rules::after(row.state, step)) {
        Ok(state) => state,
        Err(fault) => return told(ctx, &grant, row, Some(fault.into())).await,
    };
    let follows = match follows(ctx, &grant, step, &row).await? {
        Ok(follows) => follows,
        Err(fault) => return told(ctx, &grant, row, Some(fault.into())).await,
    };
    let after = transfer::Model { state, version: row.version + 1, ..decided(&grant, step, &row, answer) };
    let changed = match step {
        Step::Revoke => store_changes::revoke(&grant, &row, after.clone()).await?,
        Step::Accept | Step::Reject | Step::Complete => {
            store_changes::change(&grant, &row, after.clone(), follows).await?
        }
    };
    match changed {
        Changed::Done => told(ctx, &grant, after, None).await,
        Changed::CaseOpen => told(ctx, &grant, row, Some(TransferFault::CaseOpen.into())).await,
        Changed::Left => told(ctx, &grant, row, Some(TransferFault::Left.into())).await,
        Changed::Conflict => match store::find(&grant, row.id).await {
            Ok(now) => told(ctx, &grant, now, Some(UserError::conflict())).await,
            Err(fault) if fault.code() == Code::NotFound => {
                Ok(TransferPayload::refused(UserError::conflict()))
            }
            Err(fault) => Err(fault),
        },
    }
}

/// The row with who decided, when and in what words.
fn decided(grant: &Grant, step: Step, row: &transfer::Model, answer: Option<String>) -> transfer::Model {
    if step == Step::Complete {
        return row.clone();
    }
    let seal = |text: String| grant.keys().columns.seal("transfer.answer", text.as_bytes());
    transfer::Model {
        decided_by: grant.staff_id(),
        decided_at: Some(grant.clock().now()),
        answer: answer.map(seal),
        ..row.clone()
    }
}

/// What an acceptance brings with it, and whether what it rests on stands.
async fn follows(
    ctx: &Context<'_>,
    grant: &Grant,
    step: Step,
    row: &transfer::Model,
) -> Result<Result<Follows, TransferFault>, Fault> {
    if step != Step::Accept {
        return Ok(Ok(Follows::default()));
    }
    if !store::still_stands(grant, row).await? {
        return Ok(Err(TransferFault::NoGround));
    }
    let mut follows = Follows::default();
    match row.to_track {
        Track::Compulsory | Track::UpperSecondary => {}
        Track::Kaa => follows.entry = true,
        Track::YoungAdult => {
            let Some(consent) = store::young_adult_consent(grant, row.youth_id).await? else {
                return Ok(Err(TransferFault::NoYoungAdultConsent));
            };
            let held = &ctx.visit()?.signed_in()?.assignments;
            let coach = held.iter().find(|held| held.role == Role::YoungAdultCoach).map(|held| held.unit_id);
            let unit = row.to_unit_id.or(coach).unwrap_or(row.from_unit_id);
            follows.case = Some(NewCase {
                youth_id: row.youth_id,
                track: row.to_track,
                owner_unit_id: unit,
                responsible_id: grant.staff_id(),
                consent_id: Some(consent),
                reason: None,
            });
        }
    }
    Ok(Ok(follows))
}

async fn told(
    ctx: &Context<'_>,
    grant: &Grant,
    row: transfer::Model,
    error: Option<UserError>,
) -> Result<TransferPayload, Fault> {
    let transfer =
        Transfer::of(ctx, grant, vec![row]).await?.into_iter().next().map(|(_, transfer)| transfer);
    Ok(TransferPayload { transfer, user_errors: error.into_iter().collect() })
}
