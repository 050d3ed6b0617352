//! Reads of groups.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::municipality::{group_membership, student_group};
use entity::reach::Within;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// One group.
pub async fn find(grant: &Grant, id: Uuid) -> Result<student_group::Model, Fault> {
    let found = grant
        .one(student_group::Entity::within(grant.reach()).filter(student_group::Column::Id.eq(id)))
        .await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of a unit's groups by name.
pub async fn page(grant: &Grant, unit: Uuid, page: Page) -> Result<Vec<student_group::Model>, Fault> {
    let all = student_group::Entity::within(grant.reach());
    let chosen = all.clone().filter(student_group::Column::UnitId.eq(unit));
    grant.all(page.cut(chosen, all, student_group::Column::Name, student_group::Column::Id, false)).await
}

/// The groups that each youth is in today: two statements, however many youths.
pub async fn of_youths(
    grant: &Grant,
    youths: &[Uuid],
) -> Result<HashMap<Uuid, Vec<student_group::Model>>, Fault> {
    let memberships = group_membership::Entity::within(grant.reach())
        .filter(group_membership::Column::YouthId.is_in(youths.iter().copied()))
        .filter(is_current(grant.reach().today))
        .limit(MOST_ROWS);
    let memberships = grant.all(memberships).await?;
    let ids: std::collections::BTreeSet<Uuid> = memberships.iter().map(|row| row.group_id).collect();
    let groups = student_group::Entity::within(grant.reach())
        .filter(student_group::Column::Id.is_in(ids))
        .order_by_asc(student_group::Column::Name)
        .order_by_asc(student_group::Column::Id);
    let mut by_youth: HashMap<Uuid, Vec<student_group::Model>> = HashMap::new();
    for group in grant.all(groups).await? {
        for membership in memberships.iter().filter(|row| row.group_id == group.id) {
            by_youth.entry(membership.youth_id).or_default().push(group.clone());
        }
    }
    Ok(by_youth)
}

fn is_current(today: NaiveDate) -> Condition {
    Condition::all().add(group_membership::Column::StartsOn.lte(today)).add(
        Condition::any()
            .add(group_membership::Column::EndsOn.is_null())
            .add(group_membership::Column::EndsOn.gte(today)),
    )
}
