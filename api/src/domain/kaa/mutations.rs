//! Root fields that change the register.

use async_graphql::{Context, ID, Object};
use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, kaa_occupation, transfer, youth};
use entity::reach::Within;
use entity::vocabulary::{Ground, KaaAnswer, KaaList, Protection, Role, Track, TransferKind, TransferState};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::nightly::entry as new_entry;
use super::rules::{self, Coverage};
use super::rules_codes::{self, Codes};
use super::rules_steps::{self as steps, KaaFault};
use super::store_changes::{self, Step};
use super::types::{KaaEntry, opened};
use super::types_codes::{KaaCode, SetKaaCodesInput, SetKaaCodesPayload};
use super::types_input::{
    AnswerKaaMeasureInput, EndKaaEntryInput, EndKaaMeasureInput, KaaEntryPayload, OfferKaaMeasureInput,
    OfferYoungAdultSupportInput, RecordKaaContactInput, RecordKaaOccupationInput, RegisterKaaInput,
    SetKaaReasonInput, StartKaaMeasureInput,
};
use super::{store, store_codes};
use crate::access::{Action, Authorize, Grant};
use crate::domain::youth::types::Youth;
use crate::support::civic::{self, CivicError};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Why a youth is handed over at 20; stored encrypted with the transfer.
const HANDED_OVER_AT_20: &str = "Aktivitetsansvaret upphör vid 20-årsdagen; ungdomen har lämnat medgivande.";

/// Mutations of the register.
#[derive(Debug, Default)]
pub struct KaaMutations;

#[Object]
impl KaaMutations {
    /// Registers a youth for the activity duty by hand (registrerar), found by the exact civic number; only one whom the
    /// duty covers. The look-up is in the access log before it is answered. A number that nobody has, and a person with
    /// protected data, are one answer.
    async fn register_kaa(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: RegisterKaaInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(register(ctx, input).await)
    }

    /// Records that contact was sought with a youth (kontakt).
    async fn record_kaa_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact.")] input: RecordKaaContactInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(contact(ctx, input).await)
    }

    /// Records that a measure is offered (erbjuder åtgärd).
    async fn offer_kaa_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] input: OfferKaaMeasureInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(offer(ctx, input).await)
    }

    /// Records the answer to an offer. One that was declined is kept; a new offer is a measure of its own.
    async fn answer_kaa_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: AnswerKaaMeasureInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        let answer = if input.accepted { KaaAnswer::Accepted } else { KaaAnswer::Declined };
        let (on, version) = (input.on.0, input.version);
        Some(measure(ctx, &input.measure, version, on, |row, _| steps::answered(row, answer, on)).await)
    }

    /// Records that a measure has started.
    async fn start_kaa_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The start.")] input: StartKaaMeasureInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        let (on, version) = (input.on.0, input.version);
        Some(measure(ctx, &input.measure, version, on, |row, _| steps::started(row, on)).await)
    }

    /// Records that a measure has ended, and why.
    async fn end_kaa_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndKaaMeasureInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        let (on, version, measure_id) = (input.on.0, input.version, input.measure.clone());
        let end = |row, codes: &Codes| {
            steps::check_code(codes, KaaList::MeasureEnd, &input.reason, on, "input.reason")?;
            if let Some(code) = &input.occupation_after {
                steps::check_code(codes, KaaList::Occupation, code, on, "input.occupationAfter")?;
            }
            steps::ended(row, on, input.reason, input.occupation_after)
        };
        Some(measure(ctx, &measure_id, version, on, end).await)
    }

    /// Records an earlier, present or coming occupation (sysselsättning), or its last day.
    async fn record_kaa_occupation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The occupation.")] input: RecordKaaOccupationInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(occupation(ctx, input).await)
    }

    /// Sets why a youth was registered, once it has been found out.
    async fn set_kaa_reason(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reason.")] input: SetKaaReasonInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(reason(ctx, input).await)
    }

    /// Ends the duty for a youth (avregistrerar). Measures that go on end with it. After the last day the youth is out of
    /// the officers' reach.
    async fn end_kaa_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndKaaEntryInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(end(ctx, input).await)
    }

    /// Hands a youth who soon turns 20 over to those who support young adults (utslussning), with the youth's own consent
    /// to it; the receiver answers.
    async fn offer_young_adult_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and to whom.")] input: OfferYoungAdultSupportInput,
    ) -> Option<Result<KaaEntryPayload, Fault>> {
        Some(hand_over(ctx, input).await)
    }

    /// Replaces a code list of the register as a whole. A code in use does not vanish: it may be given a last day.
    async fn set_kaa_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list.")] input: SetKaaCodesInput,
    ) -> Option<Result<SetKaaCodesPayload, Fault>> {
        Some(set_codes(ctx, input).await)
    }
}

/// An entry at the version that the caller has read.
struct Open {
    grant: Grant,
    row: kaa_entry::Model,
    youth: Youth,
}

/// The entry within reach; an answer at once when it has gone on since it was read.
async fn open(ctx: &Context<'_>, id: Uuid, version: i32) -> Result<Result<Open, KaaEntryPayload>, Fault> {
    let grant = ctx.authorize(Action::EditKaa)?;
    let row = store::entry(&grant, id).await?;
    let youth = opened(ctx, row.youth_id).await?;
    if row.version == version {
        return Ok(Ok(Open { grant, row, youth }));
    }
    Ok(Err(KaaEntryPayload::conflict(KaaEntry::of(row, youth, grant.municipality_code()))))
}

async fn open_by(ctx: &Context<'_>, id: &ID, version: i32) -> Result<Result<Open, KaaEntryPayload>, Fault> {
    let code = ctx.authorize(Action::EditKaa)?.municipality_code().to_owned();
    open(ctx, GlobalId::local(id, Kind::KaaEntry, &code)?, version).await
}

impl Open {
    /// Takes the step, if it can be taken.
    async fn take(self, step: Result<Step, KaaFault>) -> Result<KaaEntryPayload, Fault> {
        let step = match step {
            Ok(step) => step,
            Err(fault) => return Ok(KaaEntryPayload::refused(fault)),
        };
        let code = self.grant.municipality_code();
        if let Some(row) = store_changes::write(&self.grant, &self.row, step).await? {
            return Ok(KaaEntryPayload::done(KaaEntry::of(row, self.youth, code)));
        }
        let row = store::entry(&self.grant, self.row.id).await?;
        Ok(KaaEntryPayload::conflict(KaaEntry::of(row, self.youth, code)))
    }

    fn today(&self) -> chrono::NaiveDate {
        self.grant.reach().today
    }

    async fn born(&self) -> Result<Option<chrono::NaiveDate>, Fault> {
        let known = store::known(&self.grant, &[self.row.youth_id]).await?;
        Ok(known.get(&self.row.youth_id).and_then(|known| known.youth.birth_date))
    }
}

macro_rules! opened_or_answer {
    ($open:expr) => {
        match $open.await? {
            Ok(open) => open,
            Err(answer) => return Ok(answer),
        }
    };
}

async fn contact(ctx: &Context<'_>, input: RecordKaaContactInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let (on, born) = (input.on.0, open.born().await?);
    let author_id = open.grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let checked = steps::check_day(&open.row, on, open.today(), "input.on")
        .and_then(|()| steps::check_code(&codes, KaaList::ContactWay, &input.way, on, "input.way"))
        .and_then(|()| steps::check_way(&input.way, born, on))
        .and_then(|()| match &input.occupation {
            Some(code) => steps::check_code(&codes, KaaList::Occupation, code, on, "input.occupation"),
            None => Ok(()),
        });
    let now = open.grant.clock().now();
    let row = kaa_contact::Model {
        id: ids::new_id(now),
        youth_id: open.row.youth_id,
        entry_id: open.row.id,
        contacted_on: on,
        way: input.way,
        reached: input.reached,
        occupation: input.occupation,
        author_id,
        created_at: now,
    };
    open.take(checked.map(|()| Step::Contact(row))).await
}

async fn offer(ctx: &Context<'_>, input: OfferKaaMeasureInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let (on, now) = (input.on.0, open.grant.clock().now());
    let hours = steps::check_day(&open.row, on, open.today(), "input.on")
        .and_then(|()| steps::check_code(&codes, KaaList::Measure, &input.kind, on, "input.kind"))
        .and_then(|()| steps::hours(input.hours_per_week));
    let row = |hours_per_week| kaa_measure::Model {
        id: ids::new_id(now),
        youth_id: open.row.youth_id,
        entry_id: open.row.id,
        kind: input.kind,
        hours_per_week,
        offered_on: on,
        answer: None,
        answered_on: None,
        starts_on: None,
        ends_on: None,
        end_reason: None,
        occupation_after: None,
        created_at: now,
    };
    let step = hours.map(row).map(Step::Offer);
    open.take(step).await
}

/// A step of a measure on a day.
async fn measure(
    ctx: &Context<'_>,
    id: &ID,
    version: i32,
    on: chrono::NaiveDate,
    step: impl FnOnce(kaa_measure::Model, &Codes) -> Result<kaa_measure::Model, KaaFault>,
) -> Result<KaaEntryPayload, Fault> {
    let grant = ctx.authorize(Action::EditKaa)?;
    let id = GlobalId::local(id, Kind::KaaMeasure, grant.municipality_code())?;
    let entry = store::measure(&grant, id).await?.entry_id;
    let open = opened_or_answer!(open(ctx, entry, version));
    // Read again: at this version of the entry it stands still.
    let row = store::measure(&open.grant, id).await?;
    let codes = store_codes::all(&open.grant).await?;
    let checked = steps::check_day(&open.row, on, open.today(), "input.on").and_then(|()| step(row, &codes));
    open.take(checked.map(Step::Measure)).await
}

async fn occupation(ctx: &Context<'_>, input: RecordKaaOccupationInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let (starts_on, ends_on) = (input.starts_on.0, input.ends_on.map(|day| day.0));
    let checked = match () {
        () if open.row.ended_on.is_some() => Err(KaaFault::Ended),
        () if ends_on.is_some_and(|last| last < starts_on) => Err(KaaFault::OutOfOrder("input.endsOn")),
        () => {
            let code = &input.occupation;
            steps::check_code(&codes, KaaList::Occupation, code, open.today(), "input.occupation")
        }
    };
    let row = kaa_occupation::Model {
        id: ids::of_kaa_occupation(open.row.id, &input.occupation, starts_on),
        youth_id: open.row.youth_id,
        entry_id: open.row.id,
        code: input.occupation,
        starts_on,
        ends_on,
        created_at: open.grant.clock().now(),
    };
    open.take(checked.map(|()| Step::Occupation(row))).await
}

async fn reason(ctx: &Context<'_>, input: SetKaaReasonInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let on = open.row.registered_on;
    let checked = steps::check_day(&open.row, on, open.today(), "input.entry")
        .and_then(|()| steps::check_code(&codes, KaaList::Reason, &input.reason, on, "input.reason"));
    open.take(checked.map(|()| Step::Reason(input.reason))).await
}

async fn end(ctx: &Context<'_>, input: EndKaaEntryInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let on = input.on.0;
    let checked = steps::check_day(&open.row, on, open.today(), "input.on")
        .and_then(|()| steps::check_code(&codes, KaaList::EndReason, &input.reason, on, "input.reason"));
    open.take(checked.map(|()| Step::End(on, input.reason))).await
}

async fn hand_over(ctx: &Context<'_>, input: OfferYoungAdultSupportInput) -> Result<KaaEntryPayload, Fault> {
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

async fn register(ctx: &Context<'_>, input: RegisterKaaInput) -> Result<KaaEntryPayload, Fault> {
    let grant = ctx.authorize(Action::RegisterKaa)?;
    let person = match whom(ctx, &grant, &input).await? {
        Ok(person) => person,
        Err(fault) => return Ok(KaaEntryPayload::refused(fault)),
    };
    let (today, own) = (grant.reach().today, grant.municipality_code());
    let known = store::with_enrolments(&grant, vec![person.clone()]).await?;
    let earlier = store::entries(&grant, known.values()).await?.remove(&person.id).unwrap_or_default();
    if earlier.iter().any(|row| row.ended_on.is_none_or(|last| last >= today)) {
        return Ok(KaaEntryPayload::refused(KaaFault::Registered));
    }
    let codes = store_codes::all(&grant).await?;
    let checked = known.get(&person.id).ok_or(KaaFault::Nobody).and_then(|known| {
        let mut facts = known.facts();
        if input.lives_here {
            (facts.home, facts.removed) = (facts.home.or(Some(own)), false);
        }
        match rules::covers(&facts, own, today) {
            Coverage::Not(because) => Err(KaaFault::NotCovered(because)),
            Coverage::Unclear(missing) => Err(KaaFault::Unclear(missing)),
            Coverage::Covered(_) => Ok(rules::fitting_reason(&facts)),
        }
    });
    let checked = checked.and_then(|fitting| match &input.reason {
        None => Ok(fitting),
        Some(code) => {
            steps::check_code(&codes, KaaList::Reason, code, today, "input.reason").map(|()| code.as_str())
        }
    });
    let row = match checked {
        Ok(reason) => new_entry(person.id, earlier.len(), today, reason, &grant),
        Err(fault) => return Ok(KaaEntryPayload::refused(fault)),
    };
    if !store_changes::register(&grant, vec![row.clone()], input.lives_here).await? {
        return Ok(KaaEntryPayload::refused(KaaFault::Registered));
    }
    Ok(KaaEntryPayload::done(KaaEntry::of(row, Youth::of(person, &grant, None), own)))
}

/// The youth who is meant. Persons with protected data are not found here.
async fn whom(
    ctx: &Context<'_>,
    grant: &Grant,
    input: &RegisterKaaInput,
) -> Result<Result<youth::Model, KaaFault>, Fault> {
    let found = match (&input.civic_number, &input.youth) {
        (Some(text), None) => {
            let number = match civic::parse(text, None) {
                Ok(number) => number,
                Err(CivicError::CheckDigit) => return Ok(Err(KaaFault::CheckDigit)),
                Err(_) => return Ok(Err(KaaFault::Civic)),
            };
            match store_changes::by_number(ctx.visit()?, grant, &number).await? {
                Ok(found) => found,
                Err(()) => return Ok(Err(KaaFault::TooMany)),
            }
        }
        (None, Some(id)) => {
            let id = GlobalId::local(id, Kind::Youth, grant.municipality_code())?;
            let one = youth::Entity::within(grant.reach())
                .filter(youth::Column::Id.eq(id))
                .filter(youth::Column::Protection.eq(Protection::None));
            grant.one(one).await?
        }
        _ => return Ok(Err(KaaFault::Whom)),
    };
    Ok(found.ok_or(KaaFault::Nobody))
}

async fn set_codes(ctx: &Context<'_>, input: SetKaaCodesInput) -> Result<SetKaaCodesPayload, Fault> {
    let grant = ctx.authorize(Action::ManageQuestionnaires)?;
    let (list, rows) = (KaaList::from(input.list), input.rows());
    let used = store_codes::used(&grant, list).await?;
    if let Err(fault) = rules_codes::check(list, &rows, &used) {
        return Ok(SetKaaCodesPayload::refused(fault));
    }
    store_codes::replace(&grant, list, rows.clone()).await?;
    let today = grant.reach().today;
    Ok(SetKaaCodesPayload::done(rows.iter().map(|row| KaaCode::of(row, today)).collect()))
}
