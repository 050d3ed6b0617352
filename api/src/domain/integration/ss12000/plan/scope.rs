//! Which rows here an import speaks of, so that it ends what is gone and leaves alone what it was not told about.

use std::collections::HashSet;

use crate::domain::integration::ss12000::sheets::{Documents, Extent, Sheet};

/// What the documents cover.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Of organisations.
    pub organisations: Extent,
    /// Of persons: youths, guardians, staff, enrolments.
    pub persons: Extent,
    /// Of groups and memberships.
    pub groups: Extent,
    /// Of duties: assignments.
    pub duties: Extent,
    /// The persons, groups and duties that were read: all that hangs on them is known.
    parents: HashSet<String>,
    /// Rows that the source has but that could not be used now: what is here of them stays as it is.
    spared: HashSet<String>,
}

impl Scope {
    pub(super) fn of(documents: &Documents) -> Self {
        Self {
            organisations: extent(&documents.organisations),
            persons: extent(&documents.persons),
            groups: extent(&documents.groups),
            duties: extent(&documents.duties),
            ..Self::default()
        }
    }

    pub(super) fn has_read(&mut self, source_ref: &str) {
        self.parents.insert(source_ref.to_owned());
    }

    pub(super) fn spare(&mut self, source_ref: &str) {
        self.spared.insert(source_ref.to_owned());
    }

    /// Whether a unit, person or group that is here and not in the plan is gone from the source.
    pub fn ends(&self, extent: Extent, source_ref: &str) -> bool {
        extent == Extent::Whole && !self.is_spared(source_ref)
    }

    /// Whether an enrolment, guardian, membership or assignment that is here and not in the plan is gone from the
    /// source: its `source_ref` begins with that of the person, group or duty it hangs on.
    pub fn ends_part(&self, extent: Extent, source_ref: &str) -> bool {
        let told = extent == Extent::Whole || self.parents.contains(parent(source_ref));
        told && !self.is_spared(source_ref)
    }

    fn is_spared(&self, source_ref: &str) -> bool {
        let prefixes = source_ref.match_indices('/').filter_map(|(end, _)| source_ref.get(..end));
        prefixes.chain([source_ref]).any(|part| self.spared.contains(part))
    }
}

/// An empty list ends nobody: a source that suddenly has no persons is taken for broken, not for empty.
fn extent<T>(sheet: &Sheet<T>) -> Extent {
    if sheet.rows.is_empty() { Extent::Missing } else { sheet.extent }
}

fn parent(source_ref: &str) -> &str {
    source_ref.split('/').next().unwrap_or(source_ref)
}
