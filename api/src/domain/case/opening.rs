//! How a case is opened: of a youth within reach, or of a young adult who has just consented.

use async_graphql::Context;
use entity::municipality::{consent, youth, youth_case};
use entity::vocabulary::{CaseEventKind, ConsentGiver, ConsentPurpose, Track};
use uuid::Uuid;

use super::rules::{self, CaseFault};
use super::store::{self, Ground, NoGround};
use super::store_changes::{self, Change, NewCase};
use super::types_input::{CasePayload, OpenCaseInput, OpenYoungAdultCaseInput};
use super::types_signal;
use crate::access::glass::NotOpened;
use crate::access::{Action, Authorize, Grant, young_adult};
use crate::support::civic::{self, CivicError, CivicNumber};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// Opens a case about a youth within reach.
pub(super) async fn open(ctx: &Context<'_>, input: OpenCaseInput) -> Result<CasePayload, Fault> {
    let grant = ctx.authorize(Action::OpenCase)?;
    let code = grant.municipality_code();
    let youth = GlobalId::local(&input.youth, Kind::Youth, code)?;
    let unit = input.unit.as_ref().map(|id| GlobalId::local(id, Kind::Unit, code)).transpose()?;
    let track = Track::from(input.track);
    let youth = store::youth(&grant, youth).await?.id;
    let reason = match rules::check_reason(Some(&input.reason)) {
        Ok(Some(reason)) => reason,
        Ok(None) | Err(_) => return CasePayload::refused(ctx, CaseFault::ReasonLength, None).await,
    };
    let owner = match owner(ctx, &grant, youth, track, unit).await? {
        Ok(owner) => owner,
        Err(error) => return CasePayload::refused(ctx, error, None).await,
    };
    let signals = match types_signal::named(ctx, youth, input.signals.as_deref().unwrap_or_default()).await? {
        Ok(signals) => signals,
        Err(error) => return CasePayload::refused(ctx, error, None).await,
    };
    let new = NewCase {
        youth_id: youth,
        track,
        owner_unit_id: owner.0,
        responsible_id: grant.staff_id().filter(|_| input.take_on),
        consent_id: owner.1,
        reason: Some(reason.to_owned()),
    };
    match store_changes::open(&grant, None, new, &signals).await? {
        Ok(row) => CasePayload::done(ctx, row).await,
        Err(fault) => CasePayload::refused(ctx, fault, open_one(ctx, youth, track).await?).await,
    }
}

/// The open case of the youth on the track, as far as the viewer reads.
async fn open_one(ctx: &Context<'_>, youth: Uuid, track: Track) -> Result<Option<youth_case::Model>, Fault> {
    store::open_case(&ctx.authorize(Action::ReadCases)?, youth, track).await
}

/// The unit that is to own the case, and the consent that it rests on.
async fn owner(
    ctx: &Context<'_>,
    grant: &Grant,
    youth: Uuid,
    track: Track,
    unit: Option<Uuid>,
) -> Result<Result<(Uuid, Option<Uuid>), UserError>, Fault> {
    if grant.roles_on(youth, track).await?.is_empty() {
        return Ok(Err(CaseFault::NotPermitted.into()));
    }
    let ground = match store::ground(grant, youth, track).await? {
        Ok(ground) => ground,
        Err(none) => return Ok(Err(none.into())),
    };
    let works_at = works_at(ctx, track)?;
    let consent = if let Ground::Consent(id) = ground { Some(id) } else { None };
    Ok(match store::owner(grant, unit, ground, works_at).await? {
        Ok(unit) => Ok((unit, consent)),
        Err(fault) => Err(fault.into()),
    })
}

/// The unit at which the viewer leads the track.
fn works_at(ctx: &Context<'_>, track: Track) -> Result<Option<Uuid>, Fault> {
    let assignments = &ctx.visit()?.signed_in()?.assignments;
    Ok(assignments.iter().find(|held| held.role == rules::lead_of(track)).map(|held| held.unit_id))
}

/// Opens a case about a young adult found by the civic number, and records the consent.
pub(super) async fn open_young_adult(
    ctx: &Context<'_>,
    input: OpenYoungAdultCaseInput,
) -> Result<CasePayload, Fault> {
    let grant = ctx.authorize(Action::OpenYoungAdult)?;
    let number = match read(&input, &grant) {
        Ok(number) => number,
        Err(error) => return CasePayload::refused(ctx, error, None).await,
    };
    let found = match young_adult::find(ctx.visit()?, &number).await? {
        Ok(found) => found,
        Err(cause) => return CasePayload::refused(ctx, not_opened(cause), None).await,
    };
    let Some(unit) = works_at(ctx, Track::YoungAdult)? else { return Err(Fault::of(Code::Forbidden)) };
    let given = consent_of(&grant, &found, &input)?;
    let reason = Some(input.reason.trim().to_owned());
    let opened = match store::open_case(&grant, found.id, Track::YoungAdult).await? {
        Some(before) if store::consent_in_force(&grant, found.id).await?.is_some() => {
            return CasePayload::refused(ctx, CaseFault::Taken, Some(before)).await;
        }
        Some(before) => {
            let after = youth_case::Model {
                consent_id: Some(given.id),
                responsible_id: grant.staff_id(),
                ..before.clone()
            };
            let kind = CaseEventKind::ConsentRenewed;
            let change = Change { before, after, kind, reason, fallback: String::new() };
            store_changes::change(&grant, Some(given), change).await?
        }
        None => {
            let new = NewCase {
                youth_id: found.id,
                track: Track::YoungAdult,
                owner_unit_id: unit,
                responsible_id: grant.staff_id(),
                consent_id: Some(given.id),
                reason,
            };
            store_changes::open(&grant, Some(given), new, &[]).await?
        }
    };
    match opened {
        Ok(row) => CasePayload::done(ctx, row).await,
        Err(fault) => {
            CasePayload::refused(ctx, fault, open_one(ctx, found.id, Track::YoungAdult).await?).await
        }
    }
}

fn consent_of(
    grant: &Grant,
    found: &youth::Model,
    input: &OpenYoungAdultCaseInput,
) -> Result<consent::Model, Fault> {
    let (now, columns) = (grant.clock().now(), &grant.keys().columns);
    Ok(consent::Model {
        id: ids::new_id(now),
        youth_id: found.id,
        purpose: ConsentPurpose::YoungAdultSupport,
        given_by: ConsentGiver::Youth,
        track: Track::YoungAdult,
        scope: columns.seal("consent.scope", input.scope.trim().as_bytes()),
        receiver: columns.seal("consent.receiver", input.receiver.trim().as_bytes()),
        starts_on: grant.reach().today,
        ends_on: input.ends_on.map(|day| day.0),
        withdrawn_at: None,
        author_id: grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?,
        created_at: now,
    })
}

/// The number, when everything that was typed can be used.
fn read(input: &OpenYoungAdultCaseInput, grant: &Grant) -> Result<CivicNumber, UserError> {
    let length = |text: &str, least| (least..=500).contains(&text.trim().chars().count());
    for (field, fits) in
        [("input.scope", length(&input.scope, 10)), ("input.receiver", length(&input.receiver, 2))]
    {
        if !fits {
            return Err(UserError::new(
                field,
                UserErrorCode::OutOfRange,
                "Skriv vad medgivandet gäller (10 till 500 tecken) och vem som får ta del (2 till 500).",
                "Write what the consent covers (10 to 500 characters) and who may take part (2 to 500).",
            ));
        }
    }
    if !matches!(rules::check_reason(Some(&input.reason)), Ok(Some(_))) {
        return Err(CaseFault::ReasonLength.into());
    }
    if input.ends_on.is_some_and(|last| last.0 < grant.reach().today) {
        return Err(UserError::new(
            "input.endsOn",
            UserErrorCode::EndsBeforeStart,
            "Sista dagen har passerat: ange i dag eller senare.",
            "The last day has passed: give today or later.",
        ));
    }
    civic::parse(&input.civic_number, None).map_err(|cause| {
        let code = match cause {
            CivicError::CheckDigit => UserErrorCode::WrongCheckDigit,
            CivicError::Form | CivicError::Date | CivicError::Century => UserErrorCode::Invalid,
        };
        UserError::new(
            "input.civicNumber",
            code,
            "Skriv personnumret eller samordningsnumret med tolv siffror, och läs det en gång till.",
            "Write the civic number or coordination number in twelve digits, and read it once more.",
        )
    })
}

fn not_opened(cause: NotOpened) -> UserError {
    let (field, code, swedish, english) = match cause {
        NotOpened::NotFound => (
            "input.civicNumber",
            UserErrorCode::NotFound,
            "Ingen ung vuxen med det numret kan öppnas.",
            "No young adult with this number can be opened.",
        ),
        NotOpened::TooMany => (
            "",
            UserErrorCode::TooMany,
            "Du har sökt så många som får sökas på ett dygn: vänta, eller be en kollega.",
            "You have looked for as many as may be looked for in a day: wait, or ask a colleague.",
        ),
    };
    UserError::new(field, code, swedish, english)
}

impl From<NoGround> for UserError {
    fn from(none: NoGround) -> Self {
        let (swedish, english) = match none {
            NoGround::Track => return CaseFault::TrackDoesNotFit.into(),
            NoGround::Register => (
                "Personen står inte i KAA-registret i dag: för in personen där först.",
                "The person is not in the KAA register today: register them there first.",
            ),
            NoGround::Consent => (
                "Inget medgivande gäller i dag: ta in det först.",
                "No consent is in force today: record it first.",
            ),
        };
        Self::new("input.track", UserErrorCode::GroundNeeded, swedish, english)
    }
}
