//! Making a referral or transfer: to whom, on what ground, and what another municipality is given.

use async_graphql::Context;
use entity::municipality::{enrolment, hand_over_out, transfer, youth};
use entity::vocabulary::{Ground, Protection, Track, TransferKind, TransferState};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::rules::{self, Receiver, TransferFault};
use super::types::Transfer;
use super::types_input::{MoveYouthInput, TransferPayload};
use super::{store, store_changes, types_sent};
use crate::access::tenants::official;
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;
use crate::support::words;

/// What is made: the transfer, and what waits to be delivered.
type Made = (transfer::Model, Option<hand_over_out::Model>);

/// Makes one.
pub async fn make(
    ctx: &Context<'_>,
    kind: TransferKind,
    input: MoveYouthInput,
) -> Result<TransferPayload, Fault> {
    let grant = ctx.authorize(Action::MakeTransfers)?;
    let id = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    let person = store::youth(&grant, id).await?;
    let (row, outgoing) = match prepare(ctx, &grant, &person, kind, input).await? {
        Ok(made) => made,
        Err(error) => return Ok(TransferPayload::refused(error)),
    };
    let leaves = outgoing.is_some();
    if !store_changes::add(&grant, row.clone(), outgoing).await? {
        return Ok(TransferPayload::refused(TransferFault::Taken));
    }
    if leaves {
        types_sent::deliver_now(ctx, grant.municipality_code()).await;
    }
    let row = store::find(&grant, row.id).await?;
    let transfer =
        Transfer::of(ctx, &grant, vec![row]).await?.into_iter().next().map(|(_, transfer)| transfer);
    Ok(TransferPayload { transfer, user_errors: Vec::new() })
}

async fn prepare(
    ctx: &Context<'_>,
    grant: &Grant,
    person: &youth::Model,
    kind: TransferKind,
    input: MoveYouthInput,
) -> Result<Result<Made, UserError>, Fault> {
    let read = match Read::of(grant, &input) {
        Ok(read) => read,
        Err(error) => return Ok(Err(error)),
    };
    let enrolments = store::enrolments(grant, person.id).await?;
    let held = &ctx.visit()?.signed_in()?.assignments;
    let Some(from) = store::sender(grant, held, &enrolments).await? else {
        return Err(Fault::of(Code::NotFound));
    };
    if let Err(error) = check(ctx, grant, person, from.unit, &read).await? {
        return Ok(Err(error));
    }
    let row = row(grant, person.id, kind, from, &read);
    let row = transfer::Model { case_id: store::open_case(grant, person.id).await?, ..row };
    let outgoing = match &row.to_municipality {
        None => None,
        Some(to) => match content(ctx, grant, person, enrolments, &input, &read).await? {
            Ok(payload) => Some(payload.outgoing(grant, row.id, person.id, to)?),
            Err(fault) => return Ok(Err(fault.into())),
        },
    };
    Ok(Ok((row, outgoing)))
}

/// The input, read.
struct Read {
    receiver: Receiver,
    to_track: Track,
    consent: Option<Uuid>,
    provision: Option<String>,
    message: Option<String>,
    plan: Option<String>,
}

impl Read {
    fn of(grant: &Grant, input: &MoveYouthInput) -> Result<Self, UserError> {
        let code = grant.municipality_code();
        let unit = input.to_unit.as_ref();
        let unit = unit.map(|id| GlobalId::of_row(id, Kind::Unit, code, "input.toUnit")).transpose()?;
        let consent = input.consent.as_ref();
        let consent =
            consent.map(|id| GlobalId::of_row(id, Kind::Consent, code, "input.consent")).transpose()?;
        let provision = words::optional("input.provision", input.provision.as_deref())?;
        let to_track = input.to_track.into();
        let receiver = rules::receiver(code, unit, input.to_municipality.as_deref(), to_track)?;
        match (consent, &provision) {
            (None, None) => return Err(TransferFault::NoGround.into()),
            (Some(_), Some(_)) => return Err(TransferFault::TwoGrounds.into()),
            (Some(_), None) | (None, Some(_)) => {}
        }
        Ok(Self {
            receiver,
            to_track,
            consent,
            provision,
            message: words::optional("input.message", input.message.as_deref())?,
            plan: words::optional("input.planSummary", input.plan_summary.as_deref())?,
        })
    }
}

/// Checks against what is stored: the receiver is there, the ground stands.
async fn check(
    ctx: &Context<'_>,
    grant: &Grant,
    person: &youth::Model,
    from_unit: Uuid,
    read: &Read,
) -> Result<Result<(), UserError>, Fault> {
    match &read.receiver {
        Receiver::Unit(unit) if *unit == from_unit => return Ok(Err(TransferFault::SameUnit.into())),
        Receiver::Unit(unit) if !store::knows_unit(grant, *unit).await? => {
            return Ok(Err(UserError::not_found("input.toUnit")));
        }
        Receiver::Municipality(code) if official::find(code).is_err() => {
            return Ok(Err(TransferFault::UnknownMunicipality.into()));
        }
        Receiver::Municipality(code) if !ctx.visit()?.access().takes_part(code).await? => {
            return Ok(Err(TransferFault::OutsideSystem.into()));
        }
        Receiver::Unit(_) | Receiver::Municipality(_) | Receiver::Track => {}
    }
    if let Some(consent) = read.consent
        && !store::permits(grant, consent, person.id).await?
    {
        return Ok(Err(TransferFault::NoGround.into()));
    }
    let needs_own_word = read.to_track == Track::YoungAdult;
    if needs_own_word && store::young_adult_consent(grant, person.id).await?.is_none() {
        return Ok(Err(TransferFault::NoYoungAdultConsent.into()));
    }
    Ok(Ok(()))
}

fn row(
    grant: &Grant,
    youth_id: Uuid,
    kind: TransferKind,
    from: store::Sender,
    read: &Read,
) -> transfer::Model {
    let now = grant.clock().now();
    let seal = |place: &str, text: &str| grant.keys().columns.seal(place, text.as_bytes());
    let (to_unit_id, to_municipality) = match &read.receiver {
        Receiver::Unit(unit) => (Some(*unit), None),
        Receiver::Municipality(code) => (None, Some(code.clone())),
        Receiver::Track => (None, None),
    };
    transfer::Model {
        id: ids::new_id(now),
        youth_id,
        case_id: None,
        kind,
        state: TransferState::InProgress,
        from_unit_id: from.unit,
        to_unit_id,
        to_municipality,
        from_track: from.track,
        to_track: read.to_track,
        ground: if read.consent.is_some() { Ground::Consent } else { Ground::Law },
        consent_id: read.consent,
        reason: seal("transfer.reason", read.provision.as_deref().unwrap_or_default()),
        message: read.message.as_ref().map(|text| seal("transfer.message", text)),
        author_id: grant.staff_id().unwrap_or_default(),
        created_at: now,
        decided_by: None,
        decided_at: None,
        answer: None,
        version: 1,
    }
}

/// What another municipality is given: never more than the sender reads.
async fn content(
    ctx: &Context<'_>,
    grant: &Grant,
    person: &youth::Model,
    enrolments: Vec<enrolment::Model>,
    input: &MoveYouthInput,
    read: &Read,
) -> Result<Result<types_sent::Payload, TransferFault>, Fault> {
    let names = store::unit_names(grant, enrolments.iter().map(|row| row.unit_id).collect()).await?;
    let place = |row: enrolment::Model| {
        let school = names.get(&row.unit_id).cloned();
        types_sent::Enrolment::of(row, school, person.protection)
    };
    let contact = match (input.include_contact, person.protection) {
        (true, Protection::None) => match contact(ctx, person.id).await? {
            Some(contact) => Some(contact),
            None => return Ok(Err(TransferFault::NotReadable)),
        },
        _ => None,
    };
    let notes = match input.include_notes {
        true => match notes(ctx, person.id).await? {
            Some(notes) => notes,
            None => return Ok(Err(TransferFault::NotReadable)),
        },
        false => Vec::new(),
    };
    let ground = if read.consent.is_some() { Ground::Consent } else { Ground::Law };
    Ok(Ok(types_sent::Payload::Transfer(Box::new(types_sent::Move {
        to_track: read.to_track.to_value(),
        ground: ground.to_value(),
        provision: read.provision.clone(),
        message: read.message.clone(),
        plan: read.plan.clone(),
        person: types_sent::Person::of(grant, person)?,
        contact,
        enrolments: enrolments.into_iter().map(place).collect(),
        notes,
    }))))
}

/// The youth's own contact details; none where the sender does not read them.
async fn contact(ctx: &Context<'_>, youth: Uuid) -> Result<Option<types_sent::Contact>, Fault> {
    let Some(grant) = readable(ctx, Action::ReadContact)? else { return Ok(None) };
    let person = match store::youth(&grant, youth).await {
        Ok(person) => person,
        Err(fault) if fault.code() == Code::NotFound => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let open = |place: &str, sealed: Option<&Vec<u8>>| {
        sealed.map(|bytes| grant.keys().columns.open_text(place, bytes)).transpose()
    };
    Ok(Some(types_sent::Contact {
        email: open("youth.email", person.email.as_ref())?,
        phone: open("youth.phone", person.phone.as_ref())?,
    }))
}

/// The notes of the class GENERAL that the sender reads; none where the sender reads no notes.
async fn notes(ctx: &Context<'_>, youth: Uuid) -> Result<Option<Vec<types_sent::Note>>, Fault> {
    let Some(grant) = readable(ctx, Action::ReadNotes)? else { return Ok(None) };
    let rows = store::general_notes(&grant, youth).await?;
    let keys = &grant.keys().columns;
    let note = |row: entity::municipality::note::Model| {
        let written_on = row.created_at.date_naive();
        Ok(types_sent::Note { written_on, text: keys.open_text("note.body", &row.body)? })
    };
    rows.into_iter().map(note).collect::<Result<Vec<_>, Fault>>().map(Some)
}

fn readable(ctx: &Context<'_>, action: Action) -> Result<Option<Grant>, Fault> {
    match ctx.authorize(action) {
        Ok(grant) => Ok(Some(grant)),
        Err(fault) if fault.code() == Code::Forbidden => Ok(None),
        Err(fault) => Err(fault),
    }
}
