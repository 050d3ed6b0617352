//! Reads and writes of appointments.

use chrono::Days;
use entity::municipality::{protected_appointment, youth};
use entity::reach::Within;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};

/// Most appointments that a list tells.
const MOST: u64 = 100;

/// A youth within reach; `NOT_FOUND` otherwise.
pub async fn youth(grant: &Grant, id: Uuid) -> Result<youth::Model, Fault> {
    let known = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(id))
        .filter(youth::Column::RemovedAt.is_null());
    grant.one(known).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The appointments for a youth, the latest first; those that have ended too.
pub async fn of_youth(grant: &Grant, youth: Uuid) -> Result<Vec<protected_appointment::Model>, Fault> {
    let rows = protected_appointment::Entity::within(grant.reach())
        .filter(protected_appointment::Column::YouthId.eq(youth))
        .order_by_desc(protected_appointment::Column::StartsOn)
        .order_by_desc(protected_appointment::Column::Id)
        .limit(MOST);
    grant.all(rows).await
}

/// The appointments in force of one member of staff for a youth.
pub async fn in_force(
    grant: &Grant,
    youth: Uuid,
    staff: Uuid,
) -> Result<Vec<protected_appointment::Model>, Fault> {
    let today = grant.reach().today;
    let rows = protected_appointment::Entity::within(grant.reach())
        .filter(protected_appointment::Column::YouthId.eq(youth))
        .filter(protected_appointment::Column::StaffId.eq(staff))
        .filter(
            Condition::any()
                .add(protected_appointment::Column::EndsOn.is_null())
                .add(protected_appointment::Column::EndsOn.gte(today)),
        );
    grant.all(rows).await
}

/// Adds an appointment.
pub async fn add(grant: &Grant, row: protected_appointment::Model) -> Result<(), Fault> {
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    protected_appointment::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Ends appointments at once: their last day is yesterday. One that began today has no day before; it is taken out,
/// and what it was stands in the access log.
#[allow(clippy::disallowed_methods, reason = "rows found within reach by the same grant")]
pub async fn end(grant: &Grant, rows: Vec<protected_appointment::Model>) -> Result<(), Fault> {
    grant.touch(rows.iter().map(|row| row.youth_id))?;
    grant.log_now().await?;
    let yesterday = grant.reach().today - Days::new(1);
    let tx = grant.begin().await?;
    for row in rows {
        if row.starts_on > yesterday {
            protected_appointment::Entity::delete_by_id(row.id).exec(&tx).await?;
            continue;
        }
        let mut change = row.into_active_model();
        change.ends_on = Set(Some(yesterday));
        change.update(&tx).await?;
    }
    Ok(tx.commit().await?)
}
