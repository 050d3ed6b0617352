//! The steps of an entry, each at the version that the caller has read.

use async_graphql::{Context, ID};
use chrono::NaiveDate;
use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, kaa_occupation};
use entity::vocabulary::KaaList;
use uuid::Uuid;

use super::rules_codes::Codes;
use super::rules_steps::{self as steps, KaaFault};
use super::store_changes::{self, Step};
use super::types::KaaEntry;
use super::types_input::{
    EndKaaEntryInput, KaaEntryPayload, OfferKaaMeasureInput, RecordKaaContactInput, RecordKaaOccupationInput,
    SetKaaReasonInput,
};
use super::{store, store_codes};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// An entry at the version that the caller has read.
pub(super) struct Open {
    pub(super) grant: Grant,
    pub(super) row: kaa_entry::Model,
    entry: KaaEntry,
}

/// The entry within reach; an answer at once when it has gone on since it was read.
async fn open(ctx: &Context<'_>, id: Uuid, version: i32) -> Result<Result<Open, KaaEntryPayload>, Fault> {
    let grant = ctx.authorize(Action::EditKaa)?;
    let row = store::entry(&grant, id).await?;
    let entry = KaaEntry::opened(ctx, row.clone(), grant.municipality_code()).await?;
    if row.version == version {
        return Ok(Ok(Open { grant, row, entry }));
    }
    Ok(Err(KaaEntryPayload::conflict(entry)))
}

pub(super) async fn open_by(
    ctx: &Context<'_>,
    id: &ID,
    version: i32,
) -> Result<Result<Open, KaaEntryPayload>, Fault> {
    let code = ctx.authorize(Action::EditKaa)?.municipality_code().to_owned();
    open(ctx, GlobalId::local(id, Kind::KaaEntry, &code)?, version).await
}

impl Open {
    /// Takes the step, if it can be taken.
    pub(super) async fn take(self, step: Result<Step, KaaFault>) -> Result<KaaEntryPayload, Fault> {
        let step = match step {
            Ok(step) => step,
            Err(fault) => return Ok(KaaEntryPayload::refused(fault)),
        };
        if let Some(row) = store_changes::write(&self.grant, &self.row, step).await? {
            return Ok(KaaEntryPayload::done(self.entry.now(row)));
        }
        let row = store::entry(&self.grant, self.row.id).await?;
        Ok(KaaEntryPayload::conflict(self.entry.now(row)))
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.grant.reach().today
    }

    pub(super) async fn born(&self) -> Result<Option<NaiveDate>, Fault> {
        let known = store::known(&self.grant, &[self.row.youth_id]).await?;
        Ok(known.get(&self.row.youth_id).and_then(|known| known.youth.birth_date))
    }
}

/// The entry, or the answer at once.
macro_rules! opened_or_answer {
    ($open:expr) => {
        match $open.await? {
            Ok(open) => open,
            Err(answer) => return Ok(answer),
        }
    };
}

pub(super) async fn contact(
    ctx: &Context<'_>,
    input: RecordKaaContactInput,
) -> Result<KaaEntryPayload, Fault> {
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

pub(super) async fn offer(ctx: &Context<'_>, input: OfferKaaMeasureInput) -> Result<KaaEntryPayload, Fault> {
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
pub(super) async fn measure(
    ctx: &Context<'_>,
    id: &ID,
    version: i32,
    on: NaiveDate,
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

pub(super) async fn occupation(
    ctx: &Context<'_>,
    input: RecordKaaOccupationInput,
) -> Result<KaaEntryPayload, Fault> {
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

pub(super) async fn reason(ctx: &Context<'_>, input: SetKaaReasonInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let on = open.row.registered_on;
    let checked = steps::check_day(&open.row, on, open.today(), "input.entry")
        .and_then(|()| steps::check_code(&codes, KaaList::Reason, &input.reason, on, "input.reason"));
    open.take(checked.map(|()| Step::Reason(input.reason))).await
}

pub(super) async fn end(ctx: &Context<'_>, input: EndKaaEntryInput) -> Result<KaaEntryPayload, Fault> {
    let open = opened_or_answer!(open_by(ctx, &input.entry, input.version));
    let codes = store_codes::all(&open.grant).await?;
    let on = input.on.0;
    let checked = steps::check_day(&open.row, on, open.today(), "input.on")
        .and_then(|()| steps::check_code(&codes, KaaList::EndReason, &input.reason, on, "input.reason"));
    open.take(checked.map(|()| Step::End(on, input.reason))).await
}

pub(super) use opened_or_answer;
