//! The people of the governance chain above the classes.

use chrono::{DateTime, Utc};
use entity::municipality::{staff, unit_closure};
use entity::text::sort_name;
use entity::vocabulary::{Role, UnitKind};
use uuid::Uuid;

use super::tree::Offices;
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

/// The rest of the chain round an imported school, whose principal, student health, mentors and teachers the register
/// names. The register's authority stands for board and administration too.
pub(in crate::demo) fn around(
    place: Place,
    (authority, school): (Uuid, Uuid),
    calendar: Calendar,
    now: DateTime<Utc>,
) -> Plan {
    let mut draft = Draft::new(place, calendar, now);
    draft.plan.closure.push(unit_closure::Model { ancestor_id: authority, unit_id: authority, depth: 0 });
    let kaa = draft.unit(Some(authority), UnitKind::KaaUnit, "kaa", "KAA-enheten");
    // The register's own rows are there already.
    draft.plan.closure.retain(|row| row.unit_id == kaa);
    appoint(
        &mut draft,
        &Offices { authority, board: authority, administration: authority, areas: [authority; 2], kaa },
    );
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
