//! The hand-over at the 20th birthday (utslussning): by the youth's own consent, to those who support young adults.

use async_graphql::Context;
use entity::municipality::transfer;
use entity::vocabulary::{Ground, Role, Track, TransferKind, TransferState};

use super::entry_steps::{open_by, opened_or_answer};
use super::rules;
use super::rules_steps::KaaFault;
use super::store_changes::{self, Step};
use super::types_input::{KaaEntryPayload, OfferYoungAdultSupportInput};
use crate::access::Authorize;
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Why a youth is handed over at 20; stored encrypted with the transfer.
const HANDED_OVER_AT_20: &str = "Aktivitetsansvaret upphör vid 20-årsdagen; ungdomen har lämnat medgivande.";

pub(super) async fn hand_over(
    ctx: &Context<'_>,
    input: OfferYoungAdultSupportInput,
) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let grant = &open.grant;
    let unit = GlobalId::of_row(&input.to_unit, Kind::Unit, grant.municipality_code(), "input.toUnit");
    let unit = match unit {
        Ok(unit) => unit,
        Err(error) => return Ok(KaaEntryPayload::refused(error)),
    };
    let held = &ctx.visit()?.signed_in()?.assignments;
    let from = held.iter().find(|held| held.role == Role::KaaOfficer).map(|held| held.unit_id);
    let from_unit_id = from.ok_or_else(|| Fault::of(Code::Forbidden))?;
    let consent = store_changes::consent(grant, open.row.youth_id).await?;
    let born = open.born().await?;
    let now = grant.clock().now();
    let step = match consent {
        _ if open.row.ended_on.is_some() => Err(KaaFault::Ended),
        _ if !rules::is_twenty_soon(born, open.today()) => Err(KaaFault::NotYetTwenty),
        None => Err(KaaFault::NoConsent),
        _ if store_changes::is_handed_over(grant, open.row.youth_id).await? => Err(KaaFault::Offered),
        _ if !store_changes::knows_unit(grant, unit).await? => Err(KaaFault::Unit),
        Some(consent) => Ok(Step::HandOver(transfer::Model {
            id: ids::new_id(now),
            youth_id: open.row.youth_id,
            case_id: None,
            kind: TransferKind::Transfer,
            state: TransferState::InProgress,
            from_unit_id,
            to_unit_id: Some(unit),
            to_municipality: None,
            from_track: Track::Kaa,
            to_track: Track::YoungAdult,
            ground: Ground::Consent,
            consent_id: Some(consent.id),
            reason: grant.keys().columns.seal("transfer.reason", HANDED_OVER_AT_20.as_bytes()),
            message: None,
            author_id: grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?,
            created_at: now,
            decided_by: None,
            decided_at: None,
            answer: None,
            version: 1,
        })),
    };
    open.take(step).await
}
