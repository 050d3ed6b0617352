//! From documents to rows: pure, without a database, the same rows for the same documents every time.
//!
//! The stages stand in the order in which rows depend on each other: units, people, groups, duties, attendance, results.
//! A stage finds what earlier ones have accepted, and what is here from earlier imports where the source told only
//! changes; what hangs on a rejected row is rejected with it.

mod attendance;
mod duties;
mod frame;
mod groups;
mod guardians;
mod people;
mod results;
mod rows;
mod scope;
mod units;
mod words;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::municipality::{
    assignment, attendance as attendance_row, enrolment, group_membership, school_result, staff,
    student_group, unit,
};
use entity::vocabulary::{GuardianRelation, Protection};
use uuid::Uuid;

pub use rows::{PlannedGuardian, PlannedYouth, Secret};
pub use scope::Scope;

use super::mapping::Mapping;
use super::report::Report;
use super::sheets::{Deleted, Documents};

/// What a plan needs to know beside the documents.
#[derive(Clone, Debug)]
pub struct Context {
    /// The register.
    pub source_id: Uuid,
    /// The municipality codes that the register may speak for.
    pub codes: HashSet<String>,
    /// Which role a duty gives.
    pub mapping: Mapping,
    /// What earlier imports of this register left here.
    pub known: Known,
    /// When this import began.
    pub now: DateTime<Utc>,
}

/// What earlier imports of the same register left here; empty at the first.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Units, each with the number of its school authority.
    pub units: HashMap<Uuid, Option<String>>,
    /// Youths with their marking.
    pub youths: HashMap<Uuid, Protection>,
    /// Staff.
    pub staff: HashSet<Uuid>,
    /// Groups, each with its unit.
    pub groups: HashMap<Uuid, Uuid>,
    /// Who has been in which group: group and youth.
    pub members: HashSet<(Uuid, Uuid)>,
    /// For the register's id of a guardian: the register's ids of the youths, with the relation.
    pub guardians: HashMap<String, Vec<(String, GuardianRelation)>>,
}

/// The rows that the documents ask for, in the order in which they can be written.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "one list a table, by its name")]
pub struct Plan {
    pub units: Vec<unit::Model>,
    pub staff: Vec<staff::Model>,
    pub youths: Vec<PlannedYouth>,
    pub guardians: Vec<PlannedGuardian>,
    pub enrolments: Vec<enrolment::Model>,
    pub groups: Vec<student_group::Model>,
    pub memberships: Vec<group_membership::Model>,
    pub assignments: Vec<assignment::Model>,
    pub attendance: Vec<attendance_row::Model>,
    pub results: Vec<school_result::Model>,
    /// What the source says that it has removed, without what it gives again.
    pub removed: Vec<Deleted>,
    /// Which rows here are to be ended because the plan does not hold them.
    pub scope: Scope,
    /// Whether changes alone did not suffice: they point to rows that were not changed and are not here, such as a person
    /// who now has a first duty. An import of everything settles it.
    pub wants_whole: bool,
    /// What was rejected and warned about.
    pub report: Report,
}

impl Plan {
    /// The youths with a marking: what is here of ways to reach their guardians goes, also where the guardian's own row
    /// was not given again.
    pub fn protected_youths(&self) -> impl Iterator<Item = Uuid> {
        self.youths.iter().filter(|youth| youth.protection != Protection::None).map(|youth| youth.id)
    }
}

/// Makes the plan.
pub fn plan(documents: &Documents, context: &Context) -> Plan {
    let mut frame = frame::Frame::new(documents, context);
    frame.note_spoiled();
    units::plan(&mut frame);
    people::plan(&mut frame);
    guardians::plan(&mut frame);
    groups::plan(&mut frame);
    duties::plan(&mut frame);
    attendance::plan(&mut frame);
    results::plan(&mut frame);
    frame.finish()
}

#[cfg(test)]
mod tests;
