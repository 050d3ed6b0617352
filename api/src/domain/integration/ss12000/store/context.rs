//! What a plan needs to know of what is here: the mapping of duties, and what earlier imports left.

use std::collections::HashMap;

use entity::municipality::{
    duty_mapping, group_membership, guardian, source, staff, student_group, unit, youth,
};
use entity::reach::Within;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::desk::Desk;
use super::tables::FromSource;
use crate::access::Grant;
use crate::domain::integration::ss12000::mapping::{self, Mapping};
use crate::domain::integration::ss12000::plan::{Context, Known};
use crate::support::fault::Fault;

/// More rules than this are refused.
const MOST_RULES: u64 = 10_000;

/// The youths here that the source has not removed, each with the source's reference.
pub(super) type Standing = HashMap<Uuid, String>;

/// Loads the context of a plan, and the youths that stand.
pub(super) async fn load(desk: &Desk<'_>, source: &source::Model) -> Result<(Context, Standing), Fault> {
    let (known, standing) = known(desk).await?;
    let context = Context {
        source_id: source.id,
        codes: source.municipality_codes.split(',').map(|code| code.trim().to_owned()).collect(),
        mapping: Mapping::new(rules(desk.grant).await?),
        known,
        now: desk.now,
    };
    Ok((context, standing))
}

async fn known(desk: &Desk<'_>) -> Result<(Known, Standing), Fault> {
    let (mut known, mut standing) = (Known::default(), Standing::new());
    desk.each::<unit::Entity>(|row| {
        known.units.insert(row.id, row.authority_number);
    })
    .await?;
    desk.each::<youth::Entity>(|row| {
        known.youths.insert(row.id, row.protection);
        if row.removed_at.is_none() {
            standing.insert(row.id, row.source_ref.unwrap_or_default());
        }
    })
    .await?;
    desk.each::<staff::Entity>(|row| {
        if row.removed_at.is_none() {
            known.staff.insert(row.id);
        }
    })
    .await?;
    desk.each::<student_group::Entity>(|row| {
        known.groups.insert(row.id, row.unit_id);
    })
    .await?;
    desk.each::<group_membership::Entity>(|row| {
        known.members.insert((row.group_id, row.youth_id));
    })
    .await?;
    desk.each::<guardian::Entity>(|row| {
        if let Some((youth, person)) = row.reference().split_once('/') {
            known.guardians.entry(person.to_owned()).or_default().push((youth.to_owned(), row.relation));
        }
    })
    .await?;
    Ok((known, standing))
}

/// The rules of duties; a municipality that has none begins with the default ones.
pub async fn rules(grant: &Grant) -> Result<Vec<duty_mapping::Model>, Fault> {
    let all = || {
        duty_mapping::Entity::within(grant.reach())
            .order_by_asc(duty_mapping::Column::Priority)
            .order_by_asc(duty_mapping::Column::Id)
            .limit(MOST_RULES)
    };
    let rows = grant.all(all()).await?;
    if !rows.is_empty() {
        return Ok(rows);
    }
    let first = mapping::default_rows(grant.municipality_code());
    let tx = grant.begin().await?;
    duty_mapping::Entity::insert_many(first.into_iter().map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::column(duty_mapping::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    grant.all(all()).await
}
