//! What the owner does of what two people have decided: the operator's command. Each erasure is one transaction; then
//! free pages and files are made clean. Killed anywhere, it is run again and goes on.

use chrono::{DateTime, NaiveDate, Utc};
use entity::municipality::{erasure, legal_hold, youth};
use entity::vocabulary::{ErasureKind, ErasureState};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::deletion::{self, Counts, Due, Purpose};
use super::tables::{self, Person};
use crate::access::log;
use crate::access::tenants::Owner;
use crate::support::fault::Fault;

/// Most erasures of one run; the next one takes the rest.
const MOST: u64 = 1_000;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedOut {
    /// Erasures carried out.
    pub done: usize,
    /// Rows deleted.
    pub rows: u64,
    /// Erasures that wait, since the person is under a legal hold.
    pub held: usize,
    /// Whether free pages and files were made clean.
    pub cleaned: bool,
}

/// How one erasure ended.
enum Ended {
    Done { rows: u64, youths: Vec<Uuid> },
    Held,
    DoneBefore,
}

/// Carries out what is approved.
pub async fn carry_out(owner: &Owner, now: DateTime<Utc>, today: NaiveDate) -> Result<CarriedOut, Fault> {
    let mut told = CarriedOut::default();
    let mut gone = Vec::new();
    for id in approved(owner).await? {
        match one(owner, id, now, today).await? {
            Ended::Done { rows, youths } => {
                told.done += 1;
                told.rows += rows;
                gone.extend(youths);
            }
            Ended::Held => told.held += 1,
            Ended::DoneBefore => {}
        }
    }
    let dirty = not_clean(owner).await?;
    if !dirty.is_empty() {
        forget_late_readers(owner, &gone).await?;
        let names: Vec<_> = tables::all().iter().map(|table| table.name).chain(deletion::BESIDE).collect();
        owner.clean(&names).await?;
        mark_clean(owner, dirty, now).await?;
        told.cleaned = true;
    }
    Ok(told)
}

#[allow(clippy::disallowed_methods, reason = "what two people have decided, read by the owner")]
async fn approved(owner: &Owner) -> Result<Vec<Uuid>, Fault> {
    let tx = owner.begin().await?;
    let rows = erasure::Entity::find()
        .select_only()
        .column(erasure::Column::Id)
        .filter(erasure::Column::State.eq(ErasureState::Approved))
        .order_by_asc(erasure::Column::Id)
        .limit(MOST);
    Ok(rows.into_tuple().all(&tx).await?)
}

#[allow(clippy::disallowed_methods, reason = "what two people have decided, read by the owner")]
async fn one(owner: &Owner, id: Uuid, now: DateTime<Utc>, today: NaiveDate) -> Result<Ended, Fault> {
    let tx = owner.begin().await?;
    let row = erasure::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let Some(row) = row.filter(|row| row.state == ErasureState::Approved) else {
        return Ok(Ended::DoneBefore);
    };
    let (counts, youths) = match (row.kind, row.youth_id) {
        (ErasureKind::Person, Some(youth)) if is_held(&tx, youth, today).await? => return Ok(Ended::Held),
        (ErasureKind::Person, Some(youth)) => (of_person(&tx, youth).await?, vec![youth]),
        (ErasureKind::Person, None) => (Counts::new(), Vec::new()),
        (ErasureKind::Retention, _) => {
            let due: Vec<Due> = serde_json::from_str(&row.scope).map_err(|cause| Fault::internal(&cause))?;
            let deleted = deletion::of_age(&tx, &due, today, Purpose::ForGood).await?;
            (deleted.counts, deleted.youths)
        }
    };
    for youth in &youths {
        log::erase_in(&tx, *youth).await?;
    }
    let rows = counts.values().sum();
    let mut done = row.into_active_model();
    done.state = Set(ErasureState::CarriedOut);
    done.youth_id = Set(None);
    done.reason = Set(None);
    done.counts = Set(serde_json::to_string(&counts).map_err(|cause| Fault::internal(&cause))?);
    done.carried_out_at = Set(Some(now));
    done.update(&tx).await?;
    tx.commit().await?;
    Ok(Ended::Done { rows, youths })
}

#[allow(clippy::disallowed_methods, reason = "what two people have decided, read by the owner")]
async fn of_person(tx: &DatabaseTransaction, id: Uuid) -> Result<Counts, Fault> {
    let row = youth::Entity::find_by_id(id).one(tx).await?;
    let person = row.as_ref().map_or(Person { id, civic_hash: None }, Person::from);
    deletion::of_person(tx, &person).await
}

#[allow(clippy::disallowed_methods, reason = "answers yes or no about a person whose erasure was decided")]
async fn is_held(tx: &DatabaseTransaction, youth: Uuid, today: NaiveDate) -> Result<bool, Fault> {
    let holds = legal_hold::Entity::find()
        .filter(legal_hold::Column::YouthId.eq(youth))
        .filter(deletion::hold_in_force(today));
    Ok(holds.count(tx).await? > 0)
}

/// A request that read a person before the deletion may have written its entry after it.
async fn forget_late_readers(owner: &Owner, gone: &[Uuid]) -> Result<(), Fault> {
    let tx = owner.begin().await?;
    for youth in gone {
        log::erase_in(&tx, *youth).await?;
    }
    Ok(tx.commit().await?)
}

#[allow(clippy::disallowed_methods, reason = "erasures carried out, which name nobody")]
async fn not_clean(owner: &Owner) -> Result<Vec<erasure::Model>, Fault> {
    let tx = owner.begin().await?;
    let rows = erasure::Entity::find()
        .filter(erasure::Column::State.eq(ErasureState::CarriedOut))
        .filter(erasure::Column::CleanedAt.is_null());
    Ok(rows.all(&tx).await?)
}

#[allow(clippy::disallowed_methods, reason = "erasures carried out, which name nobody")]
async fn mark_clean(owner: &Owner, rows: Vec<erasure::Model>, now: DateTime<Utc>) -> Result<(), Fault> {
    let tx = owner.begin().await?;
    for row in rows {
        let mut row = row.into_active_model();
        row.cleaned_at = Set(Some(now));
        row.update(&tx).await?;
    }
    Ok(tx.commit().await?)
}
