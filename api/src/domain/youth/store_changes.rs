//! Writes of youths. Each is logged before it is made.

use chrono::{DateTime, Utc};
use entity::municipality::{enrolment, guardian, youth};
use entity::reach::Within;
use entity::text::sort_name;
use entity::vocabulary::Protection;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::rules::Person;
use crate::access::Grant;
use crate::support::fault::Fault;

/// A youth of whom nothing is known yet.
pub fn unknown(id: Uuid, now: DateTime<Utc>) -> youth::Model {
    youth::Model {
        id,
        given_name: String::new(),
        family_name: String::new(),
        sort_name: String::new(),
        birth_date: None,
        sex: None,
        civic_number: None,
        civic_hash: None,
        home_municipality: None,
        protection: Protection::None,
        email: None,
        phone: None,
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: now,
    }
}

/// The row with a person's names, day of birth and civic number, which is encrypted.
pub fn with(grant: &Grant, row: youth::Model, person: &Person) -> youth::Model {
    let keys = grant.keys();
    let number = person.civic_number.as_ref().map(|number| number.canonical().as_bytes());
    youth::Model {
        sort_name: sort_name(&person.given_name, &person.family_name),
        given_name: person.given_name.clone(),
        family_name: person.family_name.clone(),
        birth_date: person.birth_date,
        civic_number: number.map(|number| keys.columns.seal("youth.civic_number", number)),
        civic_hash: number.map(|number| keys.civic.mac(&[number])),
        ..row
    }
}

/// Whether another person within reach has the same civic number. Those out of reach are not told of.
pub async fn is_taken(grant: &Grant, row: &youth::Model) -> Result<bool, Fault> {
    let Some(hash) = &row.civic_hash else { return Ok(false) };
    let others = youth::Entity::within(grant.reach())
        .filter(youth::Column::CivicHash.eq(hash.clone()))
        .filter(youth::Column::RemovedAt.is_null())
        .filter(youth::Column::Id.ne(row.id));
    Ok(grant.count(others).await? > 0)
}

/// Adds a youth with a first enrolment, both or none.
pub async fn add(grant: &Grant, row: youth::Model, first: enrolment::Model) -> Result<(), Fault> {
    grant.touch([row.id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    youth::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    enrolment::Entity::insert(first.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Changes names, birth, sex, civic number and home municipality of a youth that was found within reach.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn change(grant: &Grant, row: youth::Model) -> Result<youth::Model, Fault> {
    grant.touch([row.id])?;
    grant.log_now().await?;
    let mut change = row.into_active_model();
    for column in [
        youth::Column::GivenName,
        youth::Column::FamilyName,
        youth::Column::SortName,
        youth::Column::BirthDate,
        youth::Column::Sex,
        youth::Column::CivicNumber,
        youth::Column::CivicHash,
        youth::Column::HomeMunicipality,
    ] {
        // Only these: a marking or a purge that comes at the same time is not undone.
        change.reset(column);
    }
    let tx = grant.begin().await?;
    let row = change.update(&tx).await?;
    tx.commit().await?;
    Ok(row)
}

/// Sets the protective marking of a youth that was found within reach; any but none deletes contact details in the
/// same step.
#[allow(
    clippy::disallowed_methods,
    reason = "one youth, found within reach by the same grant, and their guardians"
)]
pub async fn protect(
    grant: &Grant,
    row: youth::Model,
    protection: Protection,
) -> Result<youth::Model, Fault> {
    grant.touch([row.id])?;
    grant.log_now().await?;
    let mut change = youth::ActiveModel { id: sea_orm::Set(row.id), ..Default::default() };
    change.protection = sea_orm::Set(protection);
    let tx = grant.begin().await?;
    if protection != Protection::None {
        change.email = sea_orm::Set(None);
        change.phone = sea_orm::Set(None);
        guardian::Entity::update_many()
            .col_expr(guardian::Column::Email, Expr::value(None::<Vec<u8>>))
            .col_expr(guardian::Column::Phone, Expr::value(None::<Vec<u8>>))
            .filter(guardian::Column::YouthId.eq(row.id))
            .exec(&tx)
            .await?;
    }
    let row = change.update(&tx).await?;
    tx.commit().await?;
    Ok(row)
}
