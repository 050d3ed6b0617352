//! What the source no longer has, and the guard against a source that has lost most of it.

use std::collections::HashSet;

use uuid::Uuid;

use super::context::Standing;
use crate::domain::integration::ss12000::documents::{Duty, Grade, Group, Organisation, Person, Resource};
use crate::domain::integration::ss12000::plan::{Plan, Scope};
use crate::domain::integration::ss12000::sheets::Extent;
use crate::support::fault::{Code, Fault};

/// Fewer removed youths than this are never too many.
const FEW: usize = 20;

/// What of a source is gone.
pub(super) struct Removal {
    scope: Scope,
    units: HashSet<String>,
    persons: HashSet<String>,
    groups: HashSet<String>,
    duties: HashSet<String>,
    /// Grades that the source says it has removed.
    pub(super) grades: HashSet<String>,
    /// Youths who go with this import.
    pub(super) youths: HashSet<Uuid>,
}

impl Removal {
    pub(super) fn of(plan: &Plan, standing: &Standing) -> Self {
        let of = |resource: &str| {
            let gone = plan.removed.iter().filter(|gone| gone.resource == resource);
            gone.map(|gone| gone.id.clone()).collect::<HashSet<_>>()
        };
        let mut removal = Self {
            scope: plan.scope.clone(),
            units: of(Organisation::NAME),
            persons: of(Person::NAME),
            groups: of(Group::NAME),
            duties: of(Duty::NAME),
            grades: of(Grade::NAME),
            youths: HashSet::new(),
        };
        let planned: HashSet<Uuid> = plan.youths.iter().map(|youth| youth.id).collect();
        let gone =
            standing.iter().filter(|(id, reference)| !planned.contains(id) && removal.person(reference));
        removal.youths = gone.map(|(id, _)| *id).collect();
        removal
    }

    /// Refuses to remove more than half of the youths that stand.
    pub(super) fn guard(&self, standing: &Standing) -> Result<(), Fault> {
        let (gone, all) = (self.youths.len(), standing.len());
        if gone <= FEW || gone * 2 <= all {
            return Ok(());
        }
        Err(Fault::of(Code::Conflict).saying(
            format!(
                "Källan har inte längre {gone} av {all} unga: inget har skrivits. Kontrollera källan; \
                 tillåt det med --allow-mass-removal."
            ),
            format!(
                "The source no longer has {gone} of {all} youths: nothing was written. Check the source; \
                 allow it with --allow-mass-removal."
            ),
        ))
    }

    /// Whether a unit that is not in the plan is gone.
    pub(super) fn unit(&self, reference: &str) -> bool {
        self.units.contains(reference) || self.scope.ends(self.scope.organisations, reference)
    }

    /// Whether a youth who is not in the plan is gone.
    pub(super) fn person(&self, reference: &str) -> bool {
        self.persons.contains(reference) || self.scope.ends(self.scope.persons, reference)
    }

    /// Whether a staff member who is not in the plan is gone: without all duties nobody knows who still has one.
    pub(super) fn staff(&self, reference: &str) -> bool {
        let told = self.scope.duties == Extent::Whole && self.scope.ends(self.scope.persons, reference);
        self.persons.contains(reference) || told
    }

    /// Whether an enrolment or guardian that is not in the plan is gone.
    pub(super) fn of_person(&self, reference: &str) -> bool {
        self.persons.contains(parent(reference)) || self.scope.ends_part(self.scope.persons, reference)
    }

    /// Whether a group that is not in the plan is gone.
    pub(super) fn group(&self, reference: &str) -> bool {
        self.groups.contains(reference) || self.scope.ends(self.scope.groups, reference)
    }

    /// Whether a membership that is not in the plan is gone.
    pub(super) fn of_group(&self, reference: &str) -> bool {
        self.groups.contains(parent(reference)) || self.scope.ends_part(self.scope.groups, reference)
    }

    /// Whether an assignment that is not in the plan is gone.
    pub(super) fn of_duty(&self, reference: &str) -> bool {
        self.duties.contains(parent(reference)) || self.scope.ends_part(self.scope.duties, reference)
    }
}

fn parent(reference: &str) -> &str {
    reference.split('/').next().unwrap_or(reference)
}
