//! What the deliverer reads and writes, on either side. Every write may be made twice and is made once.

use entity::municipality::{absence_report, consent, hand_over_in, hand_over_out, transfer, youth};
use entity::reach::Within;
use entity::vocabulary::{HandOverState, Protection, ReportArrival, ReportState, TransferState};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::types_payload::{Move, OUT, Payload, Report};
use crate::access::Grant;
use crate::support::fault::Fault;

/// Most rows of one turn; the others follow in the next.
const A_TURN: u64 = 500;

/// What waits to be delivered, the oldest first.
pub async fn waiting(own: &Grant) -> Result<Vec<hand_over_out::Model>, Fault> {
    let rows = hand_over_out::Entity::within(own.reach())
        .filter(hand_over_out::Column::DeliveredAt.is_null())
        .filter(hand_over_out::Column::Payload.is_not_null())
        .order_by_asc(hand_over_out::Column::CreatedAt)
        .order_by_asc(hand_over_out::Column::Id)
        .limit(A_TURN);
    own.all(rows).await
}

/// Answers that the sender does not know of yet.
pub async fn unreturned(own: &Grant) -> Result<Vec<hand_over_in::Model>, Fault> {
    let rows = hand_over_in::Entity::within(own.reach())
        .filter(hand_over_in::Column::ReturnedAt.is_null())
        .filter(hand_over_in::Column::AnsweredAt.is_not_null())
        .order_by_asc(hand_over_in::Column::Id)
        .limit(A_TURN);
    own.all(rows).await
}

/// Whether what permits it stands: a consent that was withdrawn before it left holds it back.
pub async fn is_permitted_still(own: &Grant, row: &hand_over_out::Model) -> Result<bool, Fault> {
    let transfer = transfer::Entity::within(own.reach()).filter(transfer::Column::Id.eq(row.id));
    let consent = own.one(transfer).await?.and_then(|transfer| transfer.consent_id);
    let (Some(consent), None) = (consent, row.sent_at) else { return Ok(true) };
    let stands = consent::Entity::within(own.reach())
        .filter(consent::Column::Id.eq(consent))
        .filter(own.reach().consent_is_in_force());
    Ok(own.count(stands).await? > 0)
}

/// Takes back what has not left, with the transfer that it comes from.
#[allow(clippy::disallowed_methods, reason = "one row and its transfer, by a job's grant")]
pub async fn withdraw(own: &Grant, row: &hand_over_out::Model) -> Result<(), Fault> {
    let tx = own.begin().await?;
    hand_over_out::Entity::update_many()
        .col_expr(hand_over_out::Column::Payload, Expr::value(None::<Vec<u8>>))
        .filter(hand_over_out::Column::Id.eq(row.id))
        .filter(hand_over_out::Column::SentAt.is_null())
        .exec(&tx)
        .await?;
    transfer::Entity::update_many()
        .col_expr(transfer::Column::State, Expr::value(TransferState::Revoked.to_value()))
        .col_expr(transfer::Column::Version, Expr::col(transfer::Column::Version).add(1))
        .filter(transfer::Column::Id.eq(row.id))
        .filter(transfer::Column::State.eq(TransferState::InProgress))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Begins the delivery: from now on the sender does not take it back. None when it was taken back or delivered.
#[allow(clippy::disallowed_methods, reason = "one row of the outbox, by a job's grant")]
pub async fn begin(own: &Grant, row: &hand_over_out::Model) -> Result<Option<Payload>, Fault> {
    let Some(sealed) = &row.payload else { return Ok(None) };
    let payload = Payload::open(own, OUT, sealed)?;
    let tx = own.begin().await?;
    let begun = hand_over_out::Entity::update_many()
        .col_expr(hand_over_out::Column::SentAt, Expr::value(own.clock().now()))
        .filter(hand_over_out::Column::Id.eq(row.id))
        .filter(hand_over_out::Column::DeliveredAt.is_null())
        .filter(hand_over_out::Column::Payload.is_not_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok((begun.rows_affected == 1).then_some(payload))
}

/// Marks as delivered, and drops the payload.
#[allow(clippy::disallowed_methods, reason = "one row of the outbox, by a job's grant")]
pub async fn mark_delivered(own: &Grant, id: Uuid) -> Result<(), Fault> {
    let tx = own.begin().await?;
    hand_over_out::Entity::update_many()
        .col_expr(hand_over_out::Column::DeliveredAt, Expr::value(own.clock().now()))
        .col_expr(hand_over_out::Column::Payload, Expr::value(None::<Vec<u8>>))
        .filter(hand_over_out::Column::Id.eq(id))
        .filter(hand_over_out::Column::DeliveredAt.is_null())
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Marks an answer as known to the sender.
#[allow(clippy::disallowed_methods, reason = "one row of the inbox, by a job's grant")]
pub async fn mark_returned(own: &Grant, id: Uuid) -> Result<(), Fault> {
    let tx = own.begin().await?;
    hand_over_in::Entity::update_many()
        .col_expr(hand_over_in::Column::ReturnedAt, Expr::value(own.clock().now()))
        .filter(hand_over_in::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Writes what was handed over into the receiver's database, sealed under its key; the second time nothing.
pub async fn receive(receiver: &Grant, id: Uuid, from: &str, payload: Payload) -> Result<(), Fault> {
    match &payload {
        Payload::Transfer(carried) => receive_transfer(receiver, id, from, carried, &payload).await,
        Payload::AbsenceReport(carried) => receive_report(receiver, id, from, carried).await,
    }
}

async fn receive_transfer(
    receiver: &Grant,
    id: Uuid,
    from: &str,
    carried: &Move,
    payload: &Payload,
) -> Result<(), Fault> {
    let civic_hash = carried.person.civic_hash(receiver);
    let known = of_hash(receiver, civic_hash.as_deref()).await?;
    let row = hand_over_in::Model {
        id,
        youth_id: None,
        from_municipality: from.to_owned(),
        to_track: carried.to_track()?,
        protection: stricter(carried.person.protection(), known.map(|youth| youth.protection)),
        payload: Some(payload.incoming(receiver)?),
        civic_hash,
        state: HandOverState::Arrived,
        arrived_at: receiver.clock().now(),
        answered_by: None,
        answered_at: None,
        answer: None,
        returned_at: None,
        version: 1,
    };
    let tx = receiver.begin().await?;
    hand_over_in::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(hand_over_in::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn receive_report(receiver: &Grant, id: Uuid, from: &str, carried: &Report) -> Result<(), Fault> {
    let civic_hash = carried.person.civic_hash(receiver);
    let known = of_hash(receiver, civic_hash.as_deref()).await?;
    let seal = |place: &str, text: &str| receiver.keys().columns.seal(place, text.as_bytes());
    let protection = stricter(carried.person.protection(), known.as_ref().map(|youth| youth.protection));
    let row = absence_report::Model {
        id,
        youth_id: known.map(|youth| youth.id),
        civic_hash,
        civic_number: carried
            .person
            .civic_number
            .as_ref()
            .map(|number| seal("absence_report.civic_number", number)),
        name: seal("absence_report.name", &carried.person.name()),
        content: seal("absence_report.content", &carried.content),
        sender: carried
            .sender
            .as_ref()
            .filter(|_| protection == Protection::None)
            .map(|sender| seal("absence_report.sender", sender)),
        from_municipality: Some(from.to_owned()),
        protection,
        starts_on: carried.starts_on,
        ends_on: None,
        arrived_how: ReportArrival::HandOver,
        arrived_on: receiver.reach().today,
        state: ReportState::New,
        recorded_by: None,
        handled_by: None,
        handled_at: None,
        handling: None,
        version: 1,
    };
    let tx = receiver.begin().await?;
    absence_report::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(absence_report::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The youth with this hash whom the receiver knows.
async fn of_hash(receiver: &Grant, hash: Option<&[u8]>) -> Result<Option<youth::Model>, Fault> {
    let Some(hash) = hash else { return Ok(None) };
    let known = youth::Entity::within(receiver.reach())
        .filter(youth::Column::CivicHash.eq(hash.to_vec()))
        .filter(youth::Column::RemovedAt.is_null())
        .order_by_asc(youth::Column::Id)
        .limit(1);
    receiver.one(known).await
}

/// The marking of a person whom two municipalities mark differently.
fn stricter(told: Protection, known: Option<Protection>) -> Protection {
    known.map_or(told, |known| std::cmp::max(known, told))
}

/// Brings an answer into the sender's transfer; one that is answered or revoked stays as it is.
#[allow(clippy::disallowed_methods, reason = "one transfer, handed over to the municipality that answers")]
pub async fn take_answer(own: &Grant, sender: &Grant, row: &hand_over_in::Model) -> Result<(), Fault> {
    let said = row.answer.as_ref().map(|answer| own.keys().columns.open_text("hand_over_in.answer", answer));
    let said = said.transpose()?.map(|text| sender.keys().columns.seal("transfer.answer", text.as_bytes()));
    let state = match row.state {
        HandOverState::Accepted => TransferState::Accepted,
        HandOverState::Rejected => TransferState::Rejected,
        HandOverState::Arrived => return Ok(()),
    };
    let tx = sender.begin().await?;
    transfer::Entity::update_many()
        .col_expr(transfer::Column::State, Expr::value(state.to_value()))
        .col_expr(transfer::Column::DecidedAt, Expr::value(row.answered_at))
        .col_expr(transfer::Column::Answer, Expr::value(said))
        .col_expr(transfer::Column::Version, Expr::col(transfer::Column::Version).add(1))
        .filter(transfer::Column::Id.eq(row.id))
        .filter(transfer::Column::ToMunicipality.eq(own.municipality_code()))
        .filter(transfer::Column::State.eq(TransferState::InProgress))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_markings_the_stricter_stands() {
        let (none, marked) = (Protection::None, Protection::SecrecyMarked);
        assert_eq!(stricter(none, None), none);
        assert_eq!(stricter(none, Some(marked)), marked);
        assert_eq!(stricter(marked, Some(none)), marked);
        assert_eq!(
            stricter(marked, Some(Protection::ProtectedRegistration)),
            Protection::ProtectedRegistration
        );
    }
}
