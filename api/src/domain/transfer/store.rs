//! Reads of transfers, and of what they rest on.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::municipality::{
    assignment, consent, enrolment, hand_over_out, note, transfer, unit, youth, youth_case,
};
use entity::reach::{Way, Within};
use entity::vocabulary::{ConsentGiver, ConsentPurpose, Role, Secrecy, Track, TransferState};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use uuid::Uuid;

use super::rules::Sides;
use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Which transfers a list is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<TransferState>,
    /// To this track.
    pub to_track: Option<Track>,
}

/// One transfer.
pub async fn find(grant: &Grant, id: Uuid) -> Result<transfer::Model, Fault> {
    let row = transfer::Entity::within(grant.reach()).filter(transfer::Column::Id.eq(id));
    grant.one(row).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of transfers, the latest first.
pub async fn page(grant: &Grant, filter: Filter, page: Page) -> Result<Vec<transfer::Model>, Fault> {
    let reachable = transfer::Entity::within(grant.reach());
    let (at, id) = (transfer::Column::CreatedAt, transfer::Column::Id);
    grant.all(page.cut(chosen(grant, filter), reachable, at, id, true)).await
}

/// How many a list has.
pub async fn count(grant: &Grant, filter: Filter) -> Result<u64, Fault> {
    grant.count(chosen(grant, filter)).await
}

fn chosen(grant: &Grant, filter: Filter) -> Select<transfer::Entity> {
    let mut rows = transfer::Entity::within(grant.reach());
    if let Some(state) = filter.state {
        rows = rows.filter(transfer::Column::State.eq(state));
    }
    if let Some(track) = filter.to_track {
        rows = rows.filter(transfer::Column::ToTrack.eq(track));
    }
    rows
}

/// A youth within reach; `NOT_FOUND` otherwise.
pub async fn youth(grant: &Grant, id: Uuid) -> Result<youth::Model, Fault> {
    let known = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(id))
        .filter(youth::Column::RemovedAt.is_null());
    grant.one(known).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Those of these youths whom the reader would see as far as protected data goes, reached or not: receivers are told
/// what was written to them once they have accepted.
pub async fn visible(grant: &Grant, ids: &[Uuid]) -> Result<HashMap<Uuid, youth::Model>, Fault> {
    let everybody = grant.reach().of_youths(vec![Way::WholeMunicipality], grant.reach().protected.clone());
    let rows = youth::Entity::within(&everybody).filter(youth::Column::Id.is_in(ids.iter().copied()));
    Ok(grant.all(rows).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// When those of these transfers that go to another municipality were delivered.
pub async fn delivered(grant: &Grant, transfers: &[Uuid]) -> Result<HashMap<Uuid, DateTime<Utc>>, Fault> {
    let rows = hand_over_out::Entity::within(grant.reach())
        .filter(hand_over_out::Column::Id.is_in(transfers.iter().copied()))
        .filter(hand_over_out::Column::DeliveredAt.is_not_null());
    let rows = grant.all(rows).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.delivered_at?))).collect())
}

/// The enrolments of a youth, the latest first.
pub async fn enrolments(grant: &Grant, youth: Uuid) -> Result<Vec<enrolment::Model>, Fault> {
    let rows = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::YouthId.eq(youth))
        .filter(enrolment::Column::Cancelled.eq(false))
        .order_by_desc(enrolment::Column::StartsOn)
        .order_by_desc(enrolment::Column::Id)
        .limit(100);
    grant.all(rows).await
}

/// From where a youth is sent.
#[derive(Clone, Copy, Debug)]
pub struct Sender {
    /// The unit.
    pub unit: Uuid,
    /// The track that it works on.
    pub track: Track,
}

/// Who sends: the school of the youth that the sender works at, or the sender's unit of the activity duty.
pub async fn sender(
    grant: &Grant,
    held: &[assignment::Model],
    enrolments: &[enrolment::Model],
) -> Result<Option<Sender>, Fault> {
    let today = grant.reach().today;
    let current =
        enrolments.iter().filter(|row| row.starts_on <= today && row.ends_on.is_none_or(|end| end >= today));
    for row in current {
        if grant.reaches_below(row.unit_id).await? {
            let track = Track::of_school(&row.school_type).unwrap_or(Track::Compulsory);
            return Ok(Some(Sender { unit: row.unit_id, track }));
        }
    }
    let of_duty = held.iter().find(|held| held.role == Role::KaaOfficer);
    Ok(of_duty.map(|held| Sender { unit: held.unit_id, track: Track::Kaa }))
}

/// Names of units.
pub async fn unit_names(grant: &Grant, ids: BTreeSet<Uuid>) -> Result<HashMap<Uuid, String>, Fault> {
    let rows = grant.all(unit::Entity::within(grant.reach()).filter(unit::Column::Id.is_in(ids))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Whether there is such a unit.
pub async fn knows_unit(grant: &Grant, id: Uuid) -> Result<bool, Fault> {
    let known = unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(id));
    Ok(grant.count(known).await? > 0)
}

/// Whether a consent that the grant reads permits a move of this youth today.
pub async fn permits(grant: &Grant, consent: Uuid, youth: Uuid) -> Result<bool, Fault> {
    let rows = in_force(consent::Entity::within(grant.reach()), grant)
        .filter(consent::Column::Id.eq(consent))
        .filter(consent::Column::YouthId.eq(youth))
        .filter(consent::Column::Purpose.is_in([ConsentPurpose::Transfer, ConsentPurpose::Collaboration]));
    Ok(grant.count(rows).await? > 0)
}

/// Whether the consent that a transfer rests on stands, whoever may read it.
#[allow(
    clippy::disallowed_methods,
    reason = "a condition of a row within reach; nothing of the consent is read"
)]
pub async fn still_stands(grant: &Grant, row: &transfer::Model) -> Result<bool, Fault> {
    let Some(consent) = row.consent_id else { return Ok(true) };
    let rows = in_force(consent::Entity::find(), grant).filter(consent::Column::Id.eq(consent));
    Ok(grant.count(rows).await? > 0)
}

/// The youth's own consent to support as a young adult, in force; whoever may read it, since it is a condition.
#[allow(
    clippy::disallowed_methods,
    reason = "a condition of what is done with a youth within reach; its id alone"
)]
pub async fn young_adult_consent(grant: &Grant, youth: Uuid) -> Result<Option<Uuid>, Fault> {
    let rows = in_force(consent::Entity::find(), grant)
        .filter(consent::Column::YouthId.eq(youth))
        .filter(consent::Column::Purpose.eq(ConsentPurpose::YoungAdultSupport))
        .filter(consent::Column::GivenBy.eq(ConsentGiver::Youth))
        .order_by_desc(consent::Column::CreatedAt)
        .limit(1);
    Ok(grant.one(rows).await?.map(|row| row.id))
}

fn in_force(rows: Select<consent::Entity>, grant: &Grant) -> Select<consent::Entity> {
    rows.filter(grant.reach().consent_is_in_force())
}

/// Whether the same move waits for an answer already, as far as the sender reads: of another end's nothing is told.
#[allow(clippy::disallowed_methods, reason = "counts within reach, in the transaction that would add one")]
pub async fn is_in_progress(
    grant: &Grant,
    tx: &DatabaseTransaction,
    row: &transfer::Model,
) -> Result<bool, Fault> {
    let same = transfer::Entity::within(grant.reach())
        .filter(transfer::Column::YouthId.eq(row.youth_id))
        .filter(transfer::Column::State.eq(TransferState::InProgress))
        .filter(transfer::Column::ToTrack.eq(row.to_track));
    let same = match row.to_unit_id {
        Some(unit) => same.filter(transfer::Column::ToUnitId.eq(unit)),
        None => same.filter(transfer::Column::ToUnitId.is_null()),
    };
    let same = match &row.to_municipality {
        Some(code) => same.filter(transfer::Column::ToMunicipality.eq(code)),
        None => same.filter(transfer::Column::ToMunicipality.is_null()),
    };
    Ok(same.count(tx).await? > 0)
}

/// The open case of a youth that the sender works on, if there is one.
pub async fn open_case(grant: &Grant, youth: Uuid) -> Result<Option<Uuid>, Fault> {
    let rows = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::YouthId.eq(youth))
        .filter(youth_case::Column::ClosedAt.is_null())
        .order_by_desc(youth_case::Column::OpenedAt)
        .limit(1);
    Ok(grant.one(rows).await?.map(|row| row.id))
}

/// The notes of the class GENERAL about a youth, the earliest first.
pub async fn general_notes(grant: &Grant, youth: Uuid) -> Result<Vec<note::Model>, Fault> {
    let rows = note::Entity::within(grant.reach())
        .filter(note::Column::YouthId.eq(youth))
        .filter(note::Column::Secrecy.eq(Secrecy::General))
        .order_by_asc(note::Column::CreatedAt)
        .order_by_asc(note::Column::Id)
        .limit(500);
    grant.all(rows).await
}

/// On which side of a transfer whoever holds the grant stands.
pub async fn sides(grant: &Grant, held: &[assignment::Model], row: &transfer::Model) -> Result<Sides, Fault> {
    let roles: BTreeSet<Role> = grant.reach().sights.iter().filter_map(|sight| sight.role).collect();
    let at_school = roles.contains(&Role::Principal) || roles.contains(&Role::CareerCounsellor);
    let of_duty =
        |held: &assignment::Model| held.role == Role::KaaOfficer && held.unit_id == row.from_unit_id;
    let sends = grant.staff_id() == Some(row.author_id)
        || (at_school && grant.reaches_below(row.from_unit_id).await?)
        || (roles.contains(&Role::KaaOfficer) && held.iter().any(of_duty));
    let receives = match (&row.to_municipality, row.to_track, row.to_unit_id) {
        (Some(_), _, _) | (None, Track::Compulsory | Track::UpperSecondary, None) => false,
        (None, Track::Kaa, _) => roles.contains(&Role::KaaOfficer),
        (None, Track::YoungAdult, _) => roles.contains(&Role::YoungAdultCoach),
        (None, Track::Compulsory | Track::UpperSecondary, Some(unit)) => {
            roles.contains(&Role::Principal) && grant.reaches_below(unit).await?
        }
    };
    Ok(Sides { sends, receives })
}
