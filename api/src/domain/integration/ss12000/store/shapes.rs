//! How rows of each table are compared with the planned ones, and what an import leaves of a row that is here.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::municipality::{assignment, guardian, staff, student_group, unit, youth};
use uuid::Uuid;

use super::tables::{FromSource, Imported};
use crate::domain::integration::ss12000::plan::{PlannedGuardian, PlannedYouth};
use crate::domain::integration::ss12000::sealed;
use crate::support::crypto::Keys;
use crate::support::fault::Fault;

/// The form in which rows of a table are compared.
pub(super) trait Shape<E: Imported>: Sync {
    /// What is compared.
    type Row: PartialEq + Send;
    /// Its id.
    fn id(row: &Self::Row) -> Uuid;
    /// From what is stored.
    fn open(&self, stored: E::Model) -> Result<Self::Row, Fault>;
    /// To what is stored.
    fn seal(&self, row: Self::Row) -> E::Model;
    /// Carries over what an import does not change.
    fn keep(&self, _here: &Self::Row, _planned: &mut Self::Row) {}
}

/// Rows that are compared as they are stored; the function carries over what an import does not change.
pub(super) struct AsStored<F>(pub(super) F);

impl<E, F> Shape<E> for AsStored<F>
where
    E: Imported,
    E::Model: PartialEq,
    F: Fn(&E::Model, &mut E::Model) + Sync,
{
    type Row = E::Model;

    fn id(row: &E::Model) -> Uuid {
        FromSource::id(row)
    }

    fn open(&self, stored: E::Model) -> Result<E::Model, Fault> {
        Ok(stored)
    }

    fn seal(&self, row: E::Model) -> E::Model {
        row
    }

    fn keep(&self, here: &E::Model, planned: &mut E::Model) {
        (self.0)(here, planned);
    }
}

/// A unit keeps the day when it was first seen and, where it is at the top of the source, the place that a hand gave it.
pub(super) struct Units {
    /// The units of this source.
    pub(super) own: HashSet<Uuid>,
    /// Under which unit the tops of the source hang at first.
    pub(super) top: Option<Uuid>,
}

impl Shape<unit::Entity> for Units {
    type Row = unit::Model;

    fn id(row: &unit::Model) -> Uuid {
        row.id
    }

    fn open(&self, stored: unit::Model) -> Result<unit::Model, Fault> {
        Ok(stored)
    }

    fn seal(&self, row: unit::Model) -> unit::Model {
        row
    }

    fn keep(&self, here: &unit::Model, planned: &mut unit::Model) {
        planned.created_at = here.created_at;
        let by_hand = here.parent_id.filter(|parent| !self.own.contains(parent));
        if planned.parent_id == self.top {
            planned.parent_id = by_hand.or(self.top);
        }
    }
}

/// A youth with what is stored beside the plan.
#[derive(PartialEq)]
pub(super) struct SeenYouth {
    pub(super) youth: PlannedYouth,
    pub(super) first_seen: DateTime<Utc>,
    pub(super) removed_at: Option<DateTime<Utc>>,
}

/// Youths are compared decrypted; one that comes back is no longer removed.
pub(super) struct Youths<'a> {
    pub(super) keys: &'a Keys,
    pub(super) source_id: Uuid,
}

impl Shape<youth::Entity> for Youths<'_> {
    type Row = SeenYouth;

    fn id(row: &SeenYouth) -> Uuid {
        row.youth.id
    }

    fn open(&self, stored: youth::Model) -> Result<SeenYouth, Fault> {
        let youth = sealed::open_youth(&stored, self.keys)?;
        Ok(SeenYouth { youth, first_seen: stored.created_at, removed_at: stored.removed_at })
    }

    fn seal(&self, row: SeenYouth) -> youth::Model {
        sealed::seal_youth(&row.youth, self.keys, self.source_id, row.first_seen)
    }

    /// What the source does not give, or gives wrong so that it is left out, a hand may have filled in.
    fn keep(&self, here: &SeenYouth, planned: &mut SeenYouth) {
        planned.first_seen = here.first_seen;
        let (here, planned) = (&here.youth, &mut planned.youth);
        planned.civic_number = planned.civic_number.take().or_else(|| here.civic_number.clone());
        planned.birth_date = planned.birth_date.or(here.birth_date);
        planned.sex = planned.sex.or(here.sex);
    }
}

/// Guardians are compared decrypted.
pub(super) struct Guardians<'a> {
    pub(super) keys: &'a Keys,
    pub(super) source_id: Uuid,
}

impl Shape<guardian::Entity> for Guardians<'_> {
    type Row = PlannedGuardian;

    fn id(row: &PlannedGuardian) -> Uuid {
        row.id
    }

    fn open(&self, stored: guardian::Model) -> Result<PlannedGuardian, Fault> {
        sealed::open_guardian(&stored, self.keys)
    }

    fn seal(&self, row: PlannedGuardian) -> guardian::Model {
        sealed::seal_guardian(&row, self.keys, self.source_id)
    }
}

/// Staff keep the day when they were first seen.
pub(super) fn keep_staff(here: &staff::Model, planned: &mut staff::Model) {
    planned.created_at = here.created_at;
}

/// Assignments keep the day when they were recorded.
pub(super) fn keep_assignment(here: &assignment::Model, planned: &mut assignment::Model) {
    planned.created_at = here.created_at;
}

/// A group keeps its subject where the source was not asked for all activities.
pub(super) fn keep_subject(here: &student_group::Model, planned: &mut student_group::Model) {
    if planned.subject_code.is_none() {
        planned.subject_code.clone_from(&here.subject_code);
    }
}

/// Nothing is kept.
pub(super) fn keep_nothing<M>(_here: &M, _planned: &mut M) {}
