//! The municipality that is fed from the documents of a school register (SS 12000), by the same import as any other.
//! The people of the chain whom the register does not name are invented round its school.
//!
//! Each step can be repeated: the ground is written unless it is there, and an import of the same documents a second
//! time changes nothing.

use std::collections::{HashMap, HashSet};

use entity::municipality::{assignment, source, student_group, unit};
use entity::reach::Within;
use entity::vocabulary::{Dialect, Role, UnitKind};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::calendar::Calendar;
use super::places::Place;
use super::plan::{self, Plan};
use super::{seed, stories};
use crate::access::Grant;
use crate::domain::integration::ss12000::documents::Resource;
use crate::domain::integration::ss12000::sheets::{self, Documents, Extent, Sheet};
use crate::domain::integration::ss12000::shift;
use crate::domain::integration::ss12000::sources::{self, NewSource};
use crate::domain::integration::ss12000::store::{self, Terms};
use crate::domain::municipality::store::move_under;
use crate::support::fault::{Code, Fault};

/// Name of the register.
const SOURCE: &str = "Demoskolan";
/// The municipality code that the register writes.
const CODE_OF_SOURCE: &str = "0180";
/// The class whose mentor signs in.
const CLASS_OF_MENTOR: &str = "7A";

macro_rules! document {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/ss12000/", $name, ".json")).as_slice()
    };
}

/// Seeds all but the rest of the chain, which is handed back with all assignments, in the order in which people are
/// chosen to sign in, and the school.
pub(super) async fn seed(
    grant: &Grant,
    place: Place,
    name: &str,
    calendar: Calendar,
) -> Result<(Plan, Vec<assignment::Model>, Uuid), Fault> {
    let now = grant.clock().now();
    let ground = plan::ground(place, name, calendar, now);
    if !seed::has_unit(grant, ground.authority).await? {
        seed::refuse_foreign(grant).await?;
        seed::write(grant, ground.plan, Vec::new(), stories::Rows::default()).await?;
    }
    import(grant, calendar).await?;
    let top = imported(grant, UnitKind::Authority).await?;
    if top.parent_id != Some(ground.compulsory) {
        let moved = move_under(grant, top.id, ground.compulsory).await?;
        moved.map_err(|_| Fault::internal(&"the sample lies above its own area"))?;
    }
    let school = imported(grant, UnitKind::SchoolUnit).await?.id;
    let plan = plan::around(place, name, school, calendar, now);
    let assignments = in_order(grant, &plan).await?;
    Ok((plan, assignments, school))
}

/// Imports the documents, moved to the weeks before the first start.
async fn import(grant: &Grant, calendar: Calendar) -> Result<(), Fault> {
    let source = source(grant).await?;
    let mut documents = documents()?;
    shift::by_weeks(&mut documents, calendar.shift_of_sample());
    store::import(grant, &source, documents, Terms::default()).await?;
    Ok(())
}

async fn source(grant: &Grant) -> Result<source::Model, Fault> {
    match sources::find(grant, SOURCE).await {
        Err(fault) if fault.code() == Code::NotFound => {
            let codes = vec![CODE_OF_SOURCE.to_owned()];
            let new = NewSource { name: SOURCE.to_owned(), dialect: Dialect::C, codes, server: None };
            sources::register(grant, new).await
        }
        found => found,
    }
}

fn documents() -> Result<Documents, Fault> {
    Ok(Documents {
        organisations: sheet(document!("organisations"))?,
        persons: sheet(document!("persons"))?,
        groups: sheet(document!("groups"))?,
        duties: sheet(document!("duties"))?,
        activities: sheet(document!("activities"))?,
        attendance: sheet(document!("aggregatedAttendance"))?,
        ..Documents::default()
    })
}

fn sheet<T: Resource>(document: &[u8]) -> Result<Sheet<T>, Fault> {
    let mut sheet = Sheet { extent: Extent::Whole, ..Sheet::default() };
    let read = sheets::stream(document, &mut |row| {
        sheet.add(row);
        Ok(())
    });
    read.map_err(|cause| Fault::internal(&format!("{}: {cause}", T::NAME)))?;
    Ok(sheet)
}

async fn imported(grant: &Grant, kind: UnitKind) -> Result<unit::Model, Fault> {
    let units = unit::Entity::within(grant.reach())
        .filter(unit::Column::Kind.eq(kind))
        .filter(unit::Column::SourceId.is_not_null());
    grant.one(units).await?.ok_or_else(|| Fault::internal(&"the sample gave no such unit"))
}

/// First the mentor of the class, then those who have one role alone, then the invented ones.
async fn in_order(grant: &Grant, plan: &Plan) -> Result<Vec<assignment::Model>, Fault> {
    let mut assignments = grant.all(assignment::Entity::within(grant.reach())).await?;
    let groups = grant.all(student_group::Entity::within(grant.reach())).await?;
    let names: HashMap<Uuid, String> = groups.into_iter().map(|group| (group.id, group.name)).collect();
    let mentors: HashSet<Uuid> =
        assignments.iter().filter(|row| row.role == Role::Mentor).map(|row| row.staff_id).collect();
    assignments.sort_by_key(|row| {
        let class = row.group_id.and_then(|id| names.get(&id));
        let of_class = row.role == Role::Mentor && class.is_some_and(|name| name == CLASS_OF_MENTOR);
        (!of_class, mentors.contains(&row.staff_id), row.source_ref.clone())
    });
    assignments.extend(plan.assignments.iter().cloned());
    Ok(assignments)
}
