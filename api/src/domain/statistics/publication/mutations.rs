//! Root fields: prepareStatistics, publishStatistics, refuseStatistics, discardStatistics, withdrawStatistics.

use async_graphql::{Context, ID, Object};
use entity::municipality::statistics_draft;
use entity::vocabulary::DraftState;
use uuid::Uuid;

use super::decide;
use super::prepare::{self, Asked};
use super::rules::{self, StatisticsFault};
use super::store::{self, Decision};
use super::types_input::{
    DecideStatisticsInput, LeftOutIndicator, PrepareStatisticsInput, RefuseStatisticsInput,
    StatisticsDraftPayload, WithdrawStatisticsInput,
};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Changes of publications.
#[derive(Debug, Default)]
pub struct PublicationMutations;

#[Object]
impl PublicationMutations {
    /// Prepares a publication of statistics (förbereda publicering): works out the figures of a period that has ended,
    /// hides what could single somebody out, has it audited, and shows the preparer what would be hidden and why.
    /// Another person publishes it.
    async fn prepare_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which period and which indicators.")] input: PrepareStatisticsInput,
    ) -> Option<Result<StatisticsDraftPayload, Fault>> {
        Some(prepared(ctx, input).await)
    }

    /// Publishes what another person prepared (publicera), as it stands; audited once more, all of it or nothing. What
    /// was published can be withdrawn, and never be taken back.
    async fn publish_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft.")] input: DecideStatisticsInput,
    ) -> Option<Result<StatisticsDraftPayload, Fault>> {
        Some(published(ctx, input).await)
    }

    /// Refuses what another person prepared (avvisa).
    async fn refuse_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft, and why.")] input: RefuseStatisticsInput,
    ) -> Option<Result<StatisticsDraftPayload, Fault>> {
        Some(refused(ctx, input).await)
    }

    /// Takes one's own draft back (kassera).
    async fn discard_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft.")] input: DecideStatisticsInput,
    ) -> Option<Result<StatisticsDraftPayload, Fault>> {
        Some(discarded(ctx, input).await)
    }

    /// Withdraws a publication from readers (dra tillbaka). That it was known is not forgotten: whatever is published
    /// later is checked against it still.
    async fn withdraw_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which publication, and why.")] input: WithdrawStatisticsInput,
    ) -> Option<Result<StatisticsDraftPayload, Fault>> {
        Some(withdrawn(ctx, input).await)
    }
}

fn by(grant: &Grant) -> Result<Uuid, Fault> {
    grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))
}

async fn row(grant: &Grant, id: &ID) -> Result<statistics_draft::Model, Fault> {
    store::find(grant, GlobalId::local(id, Kind::StatisticsDraft, grant.municipality_code())?).await
}

async fn prepared(ctx: &Context<'_>, input: PrepareStatisticsInput) -> Result<StatisticsDraftPayload, Fault> {
    let grant = ctx.authorize(Action::PrepareStatistics)?;
    let registry = ctx.visit()?.access().tenants().registry();
    let asked = Asked {
        period: input.period,
        basis: input.basis.into(),
        indicators: input.indicators,
        // A negative k is below every floor.
        floor: input.k.map(|k| u32::try_from(k).unwrap_or_default()),
    };
    match prepare::prepare(&grant, registry, by(&grant)?, &asked).await? {
        Err(fault) => StatisticsDraftPayload::of(&grant, None, Some(fault)).await,
        Ok(ready) => {
            let left_out = ready.left_out.into_iter().map(LeftOutIndicator::from).collect();
            let payload = StatisticsDraftPayload::of(&grant, Some(ready.row), None).await?;
            Ok(StatisticsDraftPayload { left_out, ..payload })
        }
    }
}

async fn published(ctx: &Context<'_>, input: DecideStatisticsInput) -> Result<StatisticsDraftPayload, Fault> {
    let grant = ctx.authorize(Action::ApproveStatistics)?;
    let registry = ctx.visit()?.access().tenants().registry();
    let by = by(&grant)?;
    let draft = row(&grant, &input.draft).await?;
    if let Err(fault) = rules::may_decide(&draft, by, input.version) {
        return StatisticsDraftPayload::of(&grant, Some(draft), Some(fault)).await;
    }
    let fault = decide::publish(&grant, registry, &draft, by).await?.err();
    let now = store::find(&grant, draft.id).await?;
    StatisticsDraftPayload::of(&grant, Some(now), fault).await
}

async fn refused(ctx: &Context<'_>, input: RefuseStatisticsInput) -> Result<StatisticsDraftPayload, Fault> {
    let grant = ctx.authorize(Action::ApproveStatistics)?;
    let by = by(&grant)?;
    let draft = row(&grant, &input.draft).await?;
    let checked = rules::may_decide(&draft, by, input.version).and_then(|()| rules::reason(&input.reason));
    let reason = match checked {
        Ok(reason) => reason.to_owned(),
        Err(fault) => return StatisticsDraftPayload::of(&grant, Some(draft), Some(fault)).await,
    };
    closed(
        &grant,
        &draft,
        Decision { state: DraftState::Refused, by, refusal: Some(reason), publication: None },
    )
    .await
}

async fn discarded(ctx: &Context<'_>, input: DecideStatisticsInput) -> Result<StatisticsDraftPayload, Fault> {
    let grant = ctx.authorize(Action::PrepareStatistics)?;
    let by = by(&grant)?;
    let draft = row(&grant, &input.draft).await?;
    if let Err(fault) = rules::may_discard(&draft, by, input.version) {
        return StatisticsDraftPayload::of(&grant, Some(draft), Some(fault)).await;
    }
    closed(&grant, &draft, Decision { state: DraftState::Discarded, by, refusal: None, publication: None })
        .await
}

/// Ends a draft without publishing it.
async fn closed(
    grant: &Grant,
    draft: &statistics_draft::Model,
    decision: Decision,
) -> Result<StatisticsDraftPayload, Fault> {
    grant.log_about_nobody().await?;
    let decided = store::decide(grant, draft, decision).await?;
    let now = store::find(grant, draft.id).await?;
    StatisticsDraftPayload::of(grant, Some(now), (!decided).then_some(StatisticsFault::Conflict)).await
}

async fn withdrawn(
    ctx: &Context<'_>,
    input: WithdrawStatisticsInput,
) -> Result<StatisticsDraftPayload, Fault> {
    let grant = ctx.authorize(Action::ApproveStatistics)?;
    let registry = ctx.visit()?.access().tenants().registry();
    let draft = row(&grant, &input.draft).await?;
    let reason = match rules::reason(&input.reason) {
        Ok(reason) => reason,
        Err(fault) => return StatisticsDraftPayload::of(&grant, Some(draft), Some(fault)).await,
    };
    let fault = match draft.publication_id {
        Some(publication) => decide::withdraw(&grant, registry, publication, reason).await?.err(),
        None => Some(StatisticsFault::Withdrawn),
    };
    StatisticsDraftPayload::of(&grant, Some(draft), fault).await
}
