//! Writes of transfers, with what follows from them in the same transaction. Each is logged before it is made.

use entity::municipality::{hand_over_out, transfer};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::store::is_in_progress;
use super::types_clock;
use super::types_opening::{Duties, NewCase, enter, insert_case};
use crate::access::Grant;
use crate::support::events::Topic;
use crate::support::fault::Fault;

/// What an acceptance brings with it.
#[derive(Clone, Debug, Default)]
pub struct Follows {
    /// An entry in the register of the activity duty, where none is in force.
    pub entry: bool,
    /// A case of the coach.
    pub case: Option<NewCase>,
}

/// How a change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Made.
    Done,
    /// Somebody else changed it first.
    Conflict,
    /// It has left for the other municipality.
    Left,
    /// The youth has an open case of the track that it would open one on.
    CaseOpen,
}

/// Makes a transfer, and what waits to be delivered, both or none. Whether it was made: not while the same is in
/// progress.
pub async fn add(
    grant: &Grant,
    row: transfer::Model,
    outgoing: Option<hand_over_out::Model>,
) -> Result<bool, Fault> {
    let (duties, clock) = (Duties::load(grant).await?, types_clock::of(grant, &row).await?);
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    grant.hold_youth(&tx, row.youth_id).await?;
    if is_in_progress(grant, &tx, &row).await? {
        return Ok(false);
    }
    types_clock::start(grant, &tx, &duties, clock).await?;
    transfer::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    if let Some(outgoing) = outgoing {
        hand_over_out::Entity::insert(outgoing.into_active_model()).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Changes a transfer that was found within reach, if it is as it was read, with all that follows or nothing.
pub async fn change(
    grant: &Grant,
    before: &transfer::Model,
    after: transfer::Model,
    follows: Follows,
) -> Result<Changed, Fault> {
    let (duties, unit) = (Duties::load(grant).await?, types_clock::unit_of_kaa(grant).await?);
    grant.touch([after.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    if !write(grant, &tx, before, after).await? {
        return Ok(Changed::Conflict);
    }
    if follows.entry {
        enter(grant, &tx, before.youth_id, &duties, unit).await?;
    }
    let mut opened = None;
    if let Some(case) = follows.case {
        match insert_case(grant, &tx, &duties, case).await? {
            Ok(case) => opened = Some(case),
            Err(_) => return Ok(Changed::CaseOpen),
        }
    }
    tx.commit().await?;
    if let Some(case) = opened {
        grant.announce(Topic::CaseChanged, case.youth_id, case.id);
    }
    Ok(Changed::Done)
}

/// Takes a transfer back; one to another municipality only while it has not left.
#[allow(
    clippy::disallowed_methods,
    reason = "the outbox row of a transfer found within reach by the same grant"
)]
pub async fn revoke(
    grant: &Grant,
    before: &transfer::Model,
    after: transfer::Model,
) -> Result<Changed, Fault> {
    grant.touch([after.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    if before.to_municipality.is_some() {
        let held_back = hand_over_out::Entity::update_many()
            .col_expr(hand_over_out::Column::Payload, Expr::value(None::<Vec<u8>>))
            .filter(hand_over_out::Column::Id.eq(before.id))
            .filter(hand_over_out::Column::SentAt.is_null())
            .exec(&tx)
            .await?;
        if held_back.rows_affected != 1 {
            return Ok(Changed::Left);
        }
    }
    if !write(grant, &tx, before, after).await? {
        return Ok(Changed::Conflict);
    }
    tx.commit().await?;
    Ok(Changed::Done)
}

#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
async fn write(
    grant: &Grant,
    tx: &DatabaseTransaction,
    before: &transfer::Model,
    after: transfer::Model,
) -> Result<bool, Fault> {
    let written = transfer::Entity::update_many()
        .set(after.clone().into_active_model().reset_all())
        .filter(transfer::Column::Id.eq(before.id))
        .filter(transfer::Column::Version.eq(before.version))
        .filter(transfer::Column::State.eq(before.state))
        .exec(tx)
        .await?;
    types_clock::settle(grant, tx, &after).await?;
    Ok(written.rows_affected == 1)
}
