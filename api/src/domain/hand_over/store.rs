//! Reads of what came from other municipalities, and its refusal.

use entity::municipality::hand_over_in;
use entity::reach::Within;
use entity::vocabulary::HandOverState;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, Select,
};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Where the words of an answer are kept.
pub const ANSWER: &str = "hand_over_in.answer";

/// One hand-over.
pub async fn find(grant: &Grant, id: Uuid) -> Result<hand_over_in::Model, Fault> {
    let row = hand_over_in::Entity::within(grant.reach()).filter(hand_over_in::Column::Id.eq(id));
    grant.one(row).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of hand-overs, the latest first.
pub async fn page(
    grant: &Grant,
    state: Option<HandOverState>,
    page: Page,
) -> Result<Vec<hand_over_in::Model>, Fault> {
    let reachable = hand_over_in::Entity::within(grant.reach());
    let (at, id) = (hand_over_in::Column::ArrivedAt, hand_over_in::Column::Id);
    grant.all(page.cut(chosen(grant, state), reachable, at, id, true)).await
}

/// How many a list has.
pub async fn count(grant: &Grant, state: Option<HandOverState>) -> Result<u64, Fault> {
    grant.count(chosen(grant, state)).await
}

fn chosen(grant: &Grant, state: Option<HandOverState>) -> Select<hand_over_in::Entity> {
    let rows = hand_over_in::Entity::within(grant.reach());
    match state {
        Some(state) => rows.filter(hand_over_in::Column::State.eq(state)),
        None => rows,
    }
}

/// Declines: what was handed over is deleted. Whether nobody answered before.
pub async fn reject(grant: &Grant, row: hand_over_in::Model, answer: &str) -> Result<bool, Fault> {
    grant.touch([row.id])?;
    grant.log_now().await?;
    let rejected = hand_over_in::Model {
        state: HandOverState::Rejected,
        payload: None,
        civic_hash: None,
        ..answered(grant, row, Some(answer))
    };
    let tx = grant.begin().await?;
    let is_first = write(&tx, rejected).await?;
    if is_first {
        tx.commit().await?;
    }
    Ok(is_first)
}

/// The row with an answer by whoever the grant belongs to.
pub(super) fn answered(grant: &Grant, row: hand_over_in::Model, answer: Option<&str>) -> hand_over_in::Model {
    hand_over_in::Model {
        answered_by: grant.staff_id(),
        answered_at: Some(grant.clock().now()),
        answer: answer.map(|text| grant.keys().columns.seal(ANSWER, text.as_bytes())),
        version: row.version + 1,
        ..row
    }
}

/// Writes an answered row, if it is still in the version that was read and waits for an answer.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub(super) async fn write(tx: &DatabaseTransaction, row: hand_over_in::Model) -> Result<bool, Fault> {
    let (id, before) = (row.id, row.version - 1);
    let written = hand_over_in::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(hand_over_in::Column::Id.eq(id))
        .filter(hand_over_in::Column::Version.eq(before))
        .filter(hand_over_in::Column::State.eq(HandOverState::Arrived))
        .exec(tx)
        .await?;
    Ok(written.rows_affected == 1)
}
