//! The people of the governance chain above the classes.

use chrono::{DateTime, Utc};
use entity::municipality::staff;
use entity::text::sort_name;
use entity::vocabulary::Role;
use uuid::Uuid;

use super::tree::{self, Offices};
use super::{Draft, Plan};
use crate::demo::calendar::Calendar;
use crate::demo::chance::Chance;
use crate::demo::names;
use crate::demo::places::Place;

/// Appoints one person to each office of the municipality.
pub(super) fn appoint(draft: &mut Draft, offices: &Offices) {
    let [compulsory, upper] = offices.areas;
    for (role, unit) in [
        (Role::BoardMember, offices.board),
        (Role::Director, offices.administration),
        (Role::AreaManager, compulsory),
        (Role::AreaManager, upper),
        (Role::KaaOfficer, offices.kaa),
        (Role::YoungAdultCoach, offices.kaa),
        (Role::HomeMunicipalityOfficer, offices.administration),
        (Role::ProcessLeader, offices.administration),
        (Role::ProcessOwner, offices.administration),
        (Role::SteeringGroup, offices.administration),
        (Role::DevelopmentTeam, offices.administration),
        (Role::Administrator, offices.authority),
        (Role::Auditor, offices.authority),
        (Role::DataProtectionOfficer, offices.authority),
        (Role::Integrator, offices.authority),
    ] {
        let staff = draft.hire();
        draft.assign(staff, role, unit, None);
    }
}

/// Appoints those whom every school has.
pub(super) fn appoint_at_school(draft: &mut Draft, school: Uuid) {
    for role in [Role::Principal, Role::StudentHealth, Role::SchoolNurse, Role::CareerCounsellor] {
        let staff = draft.hire();
        draft.assign(staff, role, school, None);
    }
}

/// The ground that the sample is imported onto: the tree above its schools, but for the unit that marks the end.
pub(in crate::demo) fn ground(place: Place, name: &str, calendar: Calendar, now: DateTime<Utc>) -> Ground {
    let mut draft = Draft::new(place, calendar, now);
    let offices = tree::offices(&mut draft, name);
    let mut plan = draft.plan;
    plan.units.retain(|row| row.id != offices.kaa);
    plan.closure.retain(|row| row.unit_id != offices.kaa);
    Ground { plan, authority: offices.authority, compulsory: offices.areas[0] }
}

/// What [`ground`] gives.
pub(in crate::demo) struct Ground {
    pub(in crate::demo) plan: Plan,
    pub(in crate::demo) authority: Uuid,
    pub(in crate::demo) compulsory: Uuid,
}

/// The rest round the imported school: the unit that the ground lacks, and the people of the chain whom the register
/// does not name (it names the principal, student health, mentors and teachers).
pub(in crate::demo) fn around(
    place: Place,
    name: &str,
    school: Uuid,
    calendar: Calendar,
    now: DateTime<Utc>,
) -> Plan {
    let mut draft = Draft::new(place, calendar, now);
    let offices = tree::offices(&mut draft, name);
    draft.plan.units.retain(|row| row.id == offices.kaa);
    draft.plan.closure.retain(|row| row.unit_id == offices.kaa);
    appoint(&mut draft, &offices);
    for role in [Role::SchoolNurse, Role::CareerCounsellor] {
        let staff = draft.hire();
        draft.assign(staff, role, school, None);
    }
    draft.plan
}

impl Draft {
    /// Adds an invented person to the staff.
    pub(super) fn hire(&mut self) -> Uuid {
        let number = self.plan.staff.len();
        let id = self.id("staff", &number.to_string());
        let name = names::of_anybody(&mut Chance::of(self.place.code, 1_000_000 + number));
        self.plan.staff.push(staff::Model {
            id,
            given_name: name.given.to_owned(),
            family_name: name.family.to_owned(),
            sort_name: sort_name(name.given, name.family),
            source_id: None,
            source_ref: None,
            removed_at: None,
            created_at: self.now,
        });
        id
    }
}
