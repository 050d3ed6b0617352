//! Recording and ending the legal grounds of statistics.

use async_graphql::Context;
use entity::municipality::statistics_ground;

use super::store_ground as store;
use super::types_ground::{
    EndStatisticsGroundInput, RecordStatisticsGroundInput, StatisticsGround, StatisticsGroundPayload,
};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::user_error::{UserError, UserErrorCode};

/// Those who may record them, and those who prepare and approve publications.
pub async fn all(ctx: &Context<'_>) -> Result<Vec<StatisticsGround>, Fault> {
    let action = match ctx.authorize(Action::ReadStatisticsDrafts) {
        Err(fault) if fault.code() == Code::Forbidden => Action::RecordStatisticsGround,
        granted => granted.map(|_| Action::ReadStatisticsDrafts)?,
    };
    listed(&ctx.authorize(action)?, action).await
}

async fn listed(grant: &Grant, action: Action) -> Result<Vec<StatisticsGround>, Fault> {
    Ok(store::all(grant).await?.into_iter().map(|row| StatisticsGround::of(row, action)).collect())
}

/// Records a ground, unless one of its purpose stands.
pub async fn record(
    ctx: &Context<'_>,
    input: RecordStatisticsGroundInput,
) -> Result<StatisticsGroundPayload, Fault> {
    let grant = ctx.authorize(Action::RecordStatisticsGround)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let text = input.text.trim().to_owned();
    if !(20..=2_000).contains(&text.chars().count()) {
        let error = UserError::new(
            "input.text",
            UserErrorCode::OutOfRange,
            "Beskriv den rättsliga grunden med 20 till 2 000 tecken.",
            "Describe the legal ground in 20 to 2,000 characters.",
        );
        return payload(&grant, vec![error]).await;
    }
    let now = grant.clock().now();
    let row = statistics_ground::Model {
        id: ids::new_id(now),
        purpose: input.purpose.into(),
        text,
        recorded_by: by,
        recorded_at: now,
        ended_at: None,
    };
    let taken = || {
        UserError::new(
            "input.purpose",
            UserErrorCode::Taken,
            "En grund gäller redan: avsluta den först.",
            "A ground stands already: end it first.",
        )
    };
    let recorded = store::record(&grant, row).await?;
    payload(&grant, (!recorded).then(taken).into_iter().collect()).await
}

/// Ends the ground of a purpose: its figures stop at once.
pub async fn end(
    ctx: &Context<'_>,
    input: EndStatisticsGroundInput,
) -> Result<StatisticsGroundPayload, Fault> {
    let grant = ctx.authorize(Action::RecordStatisticsGround)?;
    let ended = store::end(&grant, input.purpose.into()).await?;
    let closed =
        || UserError::new("input.purpose", UserErrorCode::Closed, "Ingen grund gäller.", "No ground stands.");
    payload(&grant, (!ended).then(closed).into_iter().collect()).await
}

async fn payload(grant: &Grant, user_errors: Vec<UserError>) -> Result<StatisticsGroundPayload, Fault> {
    Ok(StatisticsGroundPayload { grounds: listed(grant, Action::RecordStatisticsGround).await?, user_errors })
}
