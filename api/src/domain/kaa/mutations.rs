//! Root fields that change the register.

use async_graphql::{Context, Object};
use entity::vocabulary::{KaaAnswer, KaaList};

use super::entry_steps::{contact, end, measure, occupation, offer, reason};
use super::hand_over::hand_over;
use super::registration::register;
use super::rules_codes::{self, Codes};
use super::rules_steps as steps;
use super::store_codes;
use super::types_codes::{KaaCode, SetKaaCodesInput, SetKaaCodesPayload};
use super::types_input::{
    AnswerKaaMeasureInput, EndKaaEntryInput, EndKaaMeasureInput, KaaEntryPayload, OfferKaaMeasureInput,
    OfferYoungAdultSupportInput, RecordKaaContactInput, RecordKaaOccupationInput, RegisterKaaInput,
    SetKaaReasonInput, StartKaaMeasureInput,
};
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;
use crate::support::user_error::UserError;

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

async fn set_codes(ctx: &Context<'_>, input: SetKaaCodesInput) -> Result<SetKaaCodesPayload, Fault> {
    let grant = ctx.authorize(Action::ManageQuestionnaires)?;
    let (list, rows) = (KaaList::from(input.list), input.rows());
    let used = store_codes::used(&grant, list).await?;
    if let Err(fault) = rules_codes::check(list, &rows, &used) {
        return Ok(SetKaaCodesPayload::refused(fault));
    }
    if !store_codes::replace(&grant, list, rows.clone()).await? {
        return Ok(SetKaaCodesPayload::refused(UserError::conflict()));
    }
    let today = grant.reach().today;
    Ok(SetKaaCodesPayload::done(rows.iter().map(|row| KaaCode::of(row, today)).collect()))
}
