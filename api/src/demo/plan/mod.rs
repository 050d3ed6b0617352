//! What a municipality of the demonstration holds, invented in memory before anything is written. The same place and
//! day give the same plan every time, ids included, so that a seeding that was cut off can be made again.

mod attendance;
mod chain;
mod classes;
mod people;
mod results;
#[cfg(test)]
mod tests;
mod tree;

use chrono::{DateTime, NaiveDate, Utc};
use entity::municipality::{
    assignment, attendance as attendance_row, enrolment, group_membership, school_result, staff,
    student_group, unit, unit_closure,
};
use entity::vocabulary::{GuardianRelation, Protection, Role, Sex};
use uuid::Uuid;

pub(super) use chain::{around, ground};

use super::calendar::Calendar;
use super::civic::CivicNumbers;
use super::names::Name;
use super::places::{self, Place};
use crate::support::ids;

/// Ids of the demonstration are made within this one.
const HERE: Uuid = Uuid::from_u128(0x7570_3264_656d_6f00_8000_0000_0000_0001);

/// The key of a unit that every municipality of the demonstration has.
const LANDMARK: &str = "kaa";

/// The rows of one municipality, in the order in which they can be written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plan {
    pub(super) units: Vec<unit::Model>,
    pub(super) closure: Vec<unit_closure::Model>,
    pub(super) staff: Vec<staff::Model>,
    pub(super) groups: Vec<student_group::Model>,
    pub(super) assignments: Vec<assignment::Model>,
    pub(super) youths: Vec<Youth>,
    pub(super) guardians: Vec<Guardian>,
    pub(super) enrolments: Vec<enrolment::Model>,
    pub(super) memberships: Vec<group_membership::Model>,
    pub(super) attendance: Vec<attendance_row::Model>,
    pub(super) results: Vec<school_result::Model>,
}

/// A youth before personal columns are encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Youth {
    pub(super) id: Uuid,
    pub(super) name: Name,
    pub(super) born: NaiveDate,
    pub(super) sex: Sex,
    pub(super) civic_number: Option<String>,
    pub(super) home_municipality: Option<String>,
    pub(super) protection: Protection,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
}

/// A guardian before personal columns are encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guardian {
    pub(super) id: Uuid,
    pub(super) youth_id: Uuid,
    pub(super) name: String,
    pub(super) relation: GuardianRelation,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
}

/// Plans a whole municipality.
pub(super) fn plan(place: Place, name: &str, calendar: Calendar, now: DateTime<Utc>) -> Plan {
    let mut draft = Draft::new(place, calendar, now);
    let tree = tree::plant(&mut draft, name);
    chain::appoint(&mut draft, &tree.offices);
    for school in &tree.schools {
        chain::appoint_at_school(&mut draft, school.unit);
    }
    classes::fill(&mut draft, &tree);
    draft.plan
}

/// The id of that unit; where it is there, the whole plan was written.
pub(super) fn landmark(code: &str) -> Uuid {
    id_in(code, "unit", LANDMARK)
}

/// The id of a thing of the demonstration.
pub(super) fn id_in(code: &str, kind: &str, name: &str) -> Uuid {
    ids::of_source(HERE, kind, &format!("{code}/{name}"))
}

/// A plan while it grows.
struct Draft {
    place: Place,
    calendar: Calendar,
    now: DateTime<Utc>,
    authority: String,
    civic: CivicNumbers,
    plan: Plan,
}

impl Draft {
    fn new(place: Place, calendar: Calendar, now: DateTime<Utc>) -> Self {
        let authority = places::authority_number(place.code);
        Self { place, calendar, now, authority, civic: CivicNumbers::default(), plan: Plan::default() }
    }

    fn id(&self, kind: &str, name: &str) -> Uuid {
        id_in(self.place.code, kind, name)
    }

    /// Gives somebody of the staff a role from the start of the school year.
    fn assign(&mut self, staff_id: Uuid, role: Role, unit_id: Uuid, group_id: Option<Uuid>) {
        let number = self.plan.assignments.len();
        let row = assignment::Model {
            id: self.id("assignment", &number.to_string()),
            staff_id,
            role,
            unit_id,
            group_id,
            starts_on: self.calendar.school_year_start(0),
            ends_on: None,
            state: entity::vocabulary::AssignmentState::Active,
            granted_by: None,
            approved_by: None,
            source_id: None,
            source_ref: None,
            created_at: self.now,
        };
        self.plan.assignments.push(row);
    }
}
