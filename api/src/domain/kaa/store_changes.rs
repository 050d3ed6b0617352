//! Writes of the register. An entry is changed as a whole with what hangs on it: its version counts every step, so that
//! of two officers at the same time the second is told.

use chrono::{NaiveDate, TimeDelta};
use entity::municipality::{
    consent, kaa_contact, kaa_entry, kaa_measure, kaa_occupation, transfer, unit, youth,
};
use entity::reach::{ProtectedSeen, Reach, Within};
use entity::vocabulary::{ConsentGiver, ConsentPurpose, Protection, Track, TransferState};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use uuid::Uuid;

use super::rules_codes::DUTY_ENDED;
use super::types_clock::{self, Duties};
use crate::access::{Grant, Visit};
use crate::support::civic::CivicNumber;
use crate::support::fault::Fault;

/// Tries to find somebody by number before the next has to wait.
const TRIES: f64 = 30.0;

/// What is done with an entry.
#[derive(Clone, Debug)]
pub enum Step {
    /// A contact was sought.
    Contact(kaa_contact::Model),
    /// A measure is offered.
    Offer(kaa_measure::Model),
    /// A measure was answered, has started or has ended.
    Measure(kaa_measure::Model),
    /// An occupation was told.
    Occupation(kaa_occupation::Model),
    /// Another reason of registration.
    Reason(String),
    /// The duty ends: its last day and why.
    End(NaiveDate, String),
    /// The youth is handed over.
    HandOver(transfer::Model),
}

/// Takes a step, unless the entry is no longer at this version, or the youth was handed over meanwhile; then nothing is
/// done, and the answer is none.
#[allow(clippy::disallowed_methods, reason = "counts hand-overs within reach, in the same transaction")]
pub async fn write(
    grant: &Grant,
    entry: &kaa_entry::Model,
    step: Step,
) -> Result<Option<kaa_entry::Model>, Fault> {
    let duties = Duties::load(grant).await?;
    let unit = types_clock::unit(grant).await?;
    let answer = match &step {
        Step::HandOver(row) => types_clock::of_transfer(grant, row).await?,
        _ => None,
    };
    grant.touch([entry.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    let mut next = kaa_entry::Model { version: entry.version + 1, ..entry.clone() };
    match &step {
        Step::Reason(reason) => next.reason.clone_from(reason),
        Step::End(on, why) => (next.ended_on, next.end_reason) = (Some(*on), Some(why.clone())),
        _ => {}
    }
    if !advance(&tx, entry.version, &next).await? {
        tx.rollback().await?;
        return Ok(None);
    }
    match step {
        Step::Contact(row) => {
            types_clock::contacted(grant, &tx, &duties, (entry, &row), unit).await?;
            kaa_contact::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        }
        Step::Offer(row) => {
            kaa_measure::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        }
        Step::Measure(row) => {
            grant.update(&tx, row.into_active_model().reset_all()).await?;
        }
        Step::Occupation(row) => {
            let again = OnConflict::column(kaa_occupation::Column::Id)
                .update_column(kaa_occupation::Column::EndsOn)
                .to_owned();
            let insert = kaa_occupation::Entity::insert(row.into_active_model()).on_conflict(again);
            insert.exec_without_returning(&tx).await?;
        }
        Step::HandOver(row) => {
            grant.hold_youth(&tx, row.youth_id).await?;
            if handed_over(grant, row.youth_id).count(&tx).await? > 0 {
                return Ok(None);
            }
            types_clock::start_transfer(grant, &tx, &duties, answer).await?;
            transfer::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        }
        Step::End(on, why) => {
            end_measures(&tx, entry.id, on).await?;
            types_clock::ended(grant, &tx, entry.id, &why).await?;
        }
        Step::Reason(_) => {}
    }
    tx.commit().await?;
    Ok(Some(next))
}

/// Moves an entry on from a version; false when it is at another.
#[allow(
    clippy::disallowed_methods,
    reason = "one row, found within reach by the same grant, if it is unchanged"
)]
async fn advance(tx: &DatabaseTransaction, from: i32, next: &kaa_entry::Model) -> Result<bool, Fault> {
    let change = kaa_entry::ActiveModel {
        reason: Set(next.reason.clone()),
        ended_on: Set(next.ended_on),
        end_reason: Set(next.end_reason.clone()),
        version: Set(next.version),
        ..Default::default()
    };
    let done = kaa_entry::Entity::update_many()
        .set(change)
        .filter(kaa_entry::Column::Id.eq(next.id))
        .filter(kaa_entry::Column::Version.eq(from))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// With the duty its measures end: on the same day, or on their first day where that is later.
#[allow(
    clippy::disallowed_methods,
    reason = "the measures of an entry that was found within reach by the same grant"
)]
async fn end_measures(tx: &DatabaseTransaction, entry: Uuid, on: NaiveDate) -> Result<(), Fault> {
    use kaa_measure::Column::{EndReason, EndsOn, EntryId, StartsOn};
    for (begun, last) in [(StartsOn.lte(on), Expr::value(on)), (StartsOn.gt(on), Expr::col(StartsOn))] {
        kaa_measure::Entity::update_many()
            .col_expr(EndsOn, last)
            .col_expr(EndReason, Expr::value(DUTY_ENDED))
            .filter(EntryId.eq(entry))
            .filter(EndsOn.is_null())
            .filter(begun)
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Registers youths who were found within reach; who is registered meanwhile by another stays as they are. With `here`
/// the officer has seen that the youth lives here: what was not known of it is then kept.
pub async fn register(grant: &Grant, rows: Vec<kaa_entry::Model>, here: bool) -> Result<bool, Fault> {
    if rows.is_empty() {
        return Ok(false);
    }
    let duties = Duties::load(grant).await?;
    let unit = types_clock::unit(grant).await?;
    grant.touch(rows.iter().map(|row| row.youth_id))?;
    grant.log_now().await?;
    let youths: Vec<_> = rows.iter().map(|row| row.youth_id).collect();
    let once = OnConflict::new().do_nothing().to_owned();
    let tx = grant.begin().await?;
    if here {
        settle_home(&tx, youths, grant.municipality_code()).await?;
    }
    types_clock::start(grant, &tx, &duties, &rows, unit).await?;
    let rows = rows.into_iter().map(kaa_entry::ActiveModel::from);
    let done = kaa_entry::Entity::insert_many(rows).on_conflict(once).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(done > 0)
}

#[allow(clippy::disallowed_methods, reason = "youths found within reach by the same grant")]
async fn settle_home(tx: &DatabaseTransaction, youths: Vec<Uuid>, own: &str) -> Result<(), Fault> {
    let known = youth::ActiveModel {
        home_municipality: Set(Some(own.to_owned())),
        removed_at: Set(None),
        ..Default::default()
    };
    youth::Entity::update_many().set(known).filter(youth::Column::Id.is_in(youths)).exec(tx).await?;
    Ok(())
}

/// The youth with this number, wherever in the municipality; none too for a person with protected data, whose log
/// then shows that somebody has looked. An error of the inner kind when there were too many tries.
pub async fn by_number(
    visit: &Visit,
    grant: &Grant,
    number: &CivicNumber,
) -> Result<Result<Option<youth::Model>, ()>, Fault> {
    let key = format!("kaa:{}:{}", grant.municipality_code(), grant.staff_id().unwrap_or_default());
    let a_day = TimeDelta::days(1).as_seconds_f64();
    if !visit.access().cache().pour(&key, 1.0, TRIES, TRIES / a_day).await?.accepted {
        return Ok(Err(()));
    }
    let hash = grant.keys().civic.mac(&[number.canonical().as_bytes()]);
    let reach = Reach { protected: ProtectedSeen::All, ..grant.reach().clone() };
    let rows = youth::Entity::within(&reach)
        .filter(youth::Column::CivicHash.eq(hash))
        .order_by_asc(youth::Column::CreatedAt)
        .order_by_asc(youth::Column::Id)
        .limit(100);
    let rows = grant.all(rows).await?;
    if rows.is_empty() {
        grant.log_about_nobody().await?;
    } else {
        grant.log_now().await?;
    }
    let is_protected = rows.iter().any(|row| row.protection != Protection::None);
    Ok(Ok(rows.into_iter().next().filter(|_| !is_protected)))
}

/// The youth's own consent to support as a young adult, in force today.
pub async fn consent(grant: &Grant, youth: Uuid) -> Result<Option<consent::Model>, Fault> {
    let rows = consent::Entity::within(grant.reach())
        .filter(consent::Column::YouthId.eq(youth))
        .filter(consent::Column::Purpose.eq(ConsentPurpose::YoungAdultSupport))
        .filter(consent::Column::GivenBy.eq(ConsentGiver::Youth))
        .filter(grant.reach().consent_is_in_force())
        .order_by_desc(consent::Column::CreatedAt)
        .limit(1);
    grant.one(rows).await
}

/// Whether a hand-over to young adults waits or was taken.
pub async fn is_handed_over(grant: &Grant, youth: Uuid) -> Result<bool, Fault> {
    Ok(grant.count(handed_over(grant, youth)).await? > 0)
}

fn handed_over(grant: &Grant, youth: Uuid) -> Select<transfer::Entity> {
    transfer::Entity::within(grant.reach())
        .filter(transfer::Column::YouthId.eq(youth))
        .filter(transfer::Column::ToTrack.eq(Track::YoungAdult))
        .filter(transfer::Column::State.is_in([
            TransferState::InProgress,
            TransferState::Accepted,
            TransferState::Done,
        ]))
}

/// Whether there is such a unit.
pub async fn knows_unit(grant: &Grant, id: Uuid) -> Result<bool, Fault> {
    Ok(grant.count(unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(id))).await? > 0)
}
