//! Writes a plan into its municipality: in one transaction, so that a municipality is seeded whole or not at all.

use chrono::{DateTime, Utc};
use entity::municipality::{
    account, assignment, attendance, enrolment, group_membership, guardian, school_result, staff,
    student_group, unit, unit_closure, youth,
};
use entity::reach::Within;
use entity::text::sort_name;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::plan::{Guardian, Plan, Youth, landmark};
use super::stories::Rows;
use crate::access::Grant;
use crate::support::crypto::{Key, Keys};
use crate::support::fault::Fault;

/// Rows of one statement.
const ROWS: usize = 500;

/// Whether a municipality was seeded to the end.
pub(super) async fn is_seeded(grant: &Grant) -> Result<bool, Fault> {
    has_unit(grant, landmark(grant.municipality_code())).await
}

/// Whether this unit is there.
pub(super) async fn has_unit(grant: &Grant, id: Uuid) -> Result<bool, Fault> {
    let units = unit::Entity::within(grant.reach());
    Ok(grant.count(units.filter(unit::Column::Id.eq(id))).await? > 0)
}

/// Refuses a municipality that holds units when nothing was seeded: it is somebody's own.
pub(super) async fn refuse_foreign(grant: &Grant) -> Result<(), Fault> {
    if grant.count(unit::Entity::within(grant.reach())).await? == 0 {
        return Ok(());
    }
    Err(Fault::bad_input(
        "Mappen innehåller en kommun som inte hör till demonstrationen: välj en tom mapp.",
        "The folder holds a municipality that does not belong to the demonstration: choose an empty folder.",
    ))
}

/// Writes a plan, the accounts of its people, and the stories told there.
pub(super) async fn write(
    grant: &Grant,
    plan: Plan,
    accounts: Vec<account::Model>,
    stories: Rows,
) -> Result<(), Fault> {
    let now = grant.clock().now();
    let keys = grant.keys().clone();
    let youths: Vec<_> = plan.youths.into_iter().map(|youth| sealed(youth, &keys, now)).collect();
    let guardians: Vec<_> =
        plan.guardians.into_iter().map(|guardian| sealed_guardian(guardian, &keys.columns)).collect();
    let tx = grant.begin().await?;
    insert::<unit::Entity>(&tx, plan.units).await?;
    insert::<unit_closure::Entity>(&tx, plan.closure).await?;
    insert::<staff::Entity>(&tx, plan.staff).await?;
    insert::<student_group::Entity>(&tx, plan.groups).await?;
    insert::<assignment::Entity>(&tx, plan.assignments).await?;
    insert::<youth::Entity>(&tx, youths).await?;
    insert::<guardian::Entity>(&tx, guardians).await?;
    insert::<enrolment::Entity>(&tx, plan.enrolments).await?;
    insert::<group_membership::Entity>(&tx, plan.memberships).await?;
    insert::<attendance::Entity>(&tx, plan.attendance).await?;
    insert::<school_result::Entity>(&tx, plan.results).await?;
    insert::<account::Entity>(&tx, accounts).await?;
    stories.write(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Inserts rows, some in each statement.
pub(super) async fn insert<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), Fault>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(ROWS)).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn sealed(youth: Youth, keys: &Keys, now: DateTime<Utc>) -> youth::Model {
    let number = youth.civic_number.as_deref();
    youth::Model {
        id: youth.id,
        given_name: youth.name.given.to_owned(),
        family_name: youth.name.family.to_owned(),
        sort_name: sort_name(youth.name.given, youth.name.family),
        birth_date: Some(youth.born),
        sex: Some(youth.sex),
        civic_number: seal(&keys.columns, "youth.civic_number", number),
        civic_hash: number.map(|number| keys.civic.mac(&[number.as_bytes()])),
        home_municipality: youth.home_municipality,
        protection: youth.protection,
        email: seal(&keys.columns, "youth.email", youth.email.as_deref()),
        phone: seal(&keys.columns, "youth.phone", youth.phone.as_deref()),
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: now,
    }
}

fn sealed_guardian(guardian: Guardian, key: &Key) -> guardian::Model {
    guardian::Model {
        id: guardian.id,
        youth_id: guardian.youth_id,
        name: key.seal("guardian.name", guardian.name.as_bytes()),
        phone: seal(key, "guardian.phone", guardian.phone.as_deref()),
        email: seal(key, "guardian.email", guardian.email.as_deref()),
        relation: guardian.relation,
        source_id: None,
        source_ref: None,
    }
}

fn seal(key: &Key, place: &str, text: Option<&str>) -> Option<Vec<u8>> {
    text.map(|text| key.seal(place, text.as_bytes()))
}
