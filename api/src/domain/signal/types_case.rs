//! Where signals meet cases: one that is opened takes up the signals that it came from.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID};
use entity::municipality::signal;
use uuid::Uuid;

use super::loaders::SignalsOfCases;
use super::rules_change::{self, TakeUpFault};
pub use super::store_case::take_up;
use super::types::Signal;
use super::{store, store_case};
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// Most signals that a case is opened from.
const MOST: usize = 20;

/// The signals that a case about this youth is to be opened from: within the caller's reach, about this youth, and of no
/// other case. Logged before it is answered.
pub async fn named(
    ctx: &Context<'_>,
    youth: Uuid,
    ids: &[ID],
) -> Result<Result<Vec<signal::Model>, UserError>, Fault> {
    if ids.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    if ids.len() > MOST {
        return Ok(Err(too_many()));
    }
    let grant = match ctx.authorize(Action::HandleSignals) {
        Ok(grant) => grant,
        Err(fault) if fault.code() == Code::Forbidden => return Ok(Err(UserError::not_found(FIELD))),
        Err(fault) => return Err(fault),
    };
    let code = grant.municipality_code();
    let read = ids.iter().map(|id| GlobalId::of_row(id, Kind::Signal, code, FIELD));
    let ids: Vec<Uuid> = match read.collect() {
        Ok(ids) => ids,
        Err(error) => return Ok(Err(error)),
    };
    let rows = store_case::with_ids(&grant, &ids).await?;
    if ids.iter().any(|id| rows.iter().all(|row| row.id != *id)) {
        return Ok(Err(UserError::not_found(FIELD)));
    }
    let headed = store::is_headed(&grant, youth).await?;
    let refused = rows.iter().find_map(|row| rules_change::take_up(row, youth, headed).err());
    grant.log_now().await?;
    Ok(match refused {
        Some(fault) => Err(fault.into()),
        None => Ok(rows),
    })
}

const FIELD: &str = "input.signals";

impl From<TakeUpFault> for UserError {
    fn from(fault: TakeUpFault) -> Self {
        let (code, swedish, english) = match fault {
            TakeUpFault::OfAnother => (
                UserErrorCode::Invalid,
                "En av signalerna gäller någon annan än ärendet.",
                "One of the signals is about somebody else than the case.",
            ),
            TakeUpFault::InACase => (
                UserErrorCode::Taken,
                "En av signalerna hör redan till ett ärende.",
                "One of the signals belongs to a case already.",
            ),
            TakeUpFault::Signal(fault) => {
                return Self { field: Some(FIELD.to_owned()), ..fault.into() };
            }
        };
        Self::new(FIELD, code, swedish, english)
    }
}

fn too_many() -> UserError {
    UserError::new(FIELD, UserErrorCode::TooMany, "Ange högst 20 signaler.", "Give at most 20 signals.")
}

/// Whether the viewer reads signals at all.
fn reader(ctx: &Context<'_>) -> Result<Option<Grant>, Fault> {
    match ctx.authorize(Action::ReadSignals) {
        Ok(grant) => Ok(Some(grant)),
        Err(fault) if fault.code() == Code::Forbidden => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The signals of a case that the viewer may read, the latest at the start, batched over the page.
pub async fn signals_of_case(ctx: &Context<'_>, case: Uuid) -> Result<Vec<Signal>, Fault> {
    let Some(grant) = reader(ctx)? else { return Ok(Vec::new()) };
    let rows = ctx.data_unchecked::<DataLoader<SignalsOfCases>>().load_one(case).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100);
    Ok(rows.map(|row| Signal::of(row, grant.municipality_code())).collect())
}

/// The signal with this id, batched over the page; none when the viewer does not read it.
pub async fn signal_by_id(ctx: &Context<'_>, id: Uuid) -> Result<Option<Signal>, Fault> {
    let Some(grant) = reader(ctx)? else { return Ok(None) };
    let row = ctx.data_unchecked::<DataLoader<RowsById<signal::Entity>>>().load_one(id).await?;
    Ok(row.map(|row| Signal::of(row, grant.municipality_code())))
}
