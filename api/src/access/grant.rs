//! A grant: the proof that one action is allowed, with the handle to do it by and how far it reaches.
//!
//! A grant is only made here, by authorizing a viewer or a job. Every store function takes one; it is the only way
//! to rows, and whoever is read through it is noted in the trail before the row is handed out.

use std::sync::Arc;

use entity::municipality::{staff, unit_closure};
use entity::reach::{AboutYouth, ProtectedSeen, Reach, Way};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::action::Action;
use super::log::Entry;
use super::secrecy;
use super::tenants::MunicipalityDb;
use super::trail::Trail;
use super::viewer::Viewer;
use crate::support::clock::Clock;
use crate::support::crypto::Keys;
use crate::support::fault::{Code, Fault};

/// Most rows of one statement: a page of 100 youths with 60 weeks of ten groups each fits. A statement that finds more is
/// refused, never cut, since a sum of cut rows would be wrong.
pub const MOST_ROWS: u64 = 60_001;

/// Something that acts without a person: the closed list of jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// An import from a school register.
    Import,
    /// Seeding of a demonstration.
    Demo,
    /// A command given on the command line.
    CommandLine,
    /// What is worked out each night: signals, duty clocks, the register of the activity duty.
    Nightly,
    /// Rules of signals applied to youths of whom something was just recorded.
    Signals,
    /// Delivery of hand-overs between municipalities.
    HandOver,
}

impl Job {
    /// Its name in the access log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Import => "IMPORT",
            Self::Demo => "DEMO",
            Self::CommandLine => "COMMAND_LINE",
            Self::Nightly => "NIGHTLY",
            Self::Signals => "SIGNALS",
            Self::HandOver => "HAND_OVER",
        }
    }
}

/// Permission for one action, as far as it reaches.
#[derive(Clone, Debug)]
pub struct Grant {
    action: Option<Action>,
    municipality: Arc<MunicipalityDb>,
    reach: Reach,
    assignments: String,
    actor: String,
    staff_id: Option<Uuid>,
    trail: Arc<Trail>,
    clock: Clock,
}

impl Grant {
    /// Authorizes a viewer.
    pub(super) fn for_viewer(
        viewer: &Viewer,
        action: Action,
        trail: &Arc<Trail>,
        clock: &Clock,
    ) -> Result<Self, Fault> {
        if action.is_personal() && !viewer.second_factor {
            return Err(Fault::of(Code::SecondFactorRequired));
        }
        let (reach, given_by) = viewer.reach(action, clock.today());
        if reach.is_nothing() {
            return Err(Fault::of(Code::Forbidden));
        }
        let assignments = given_by.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
        Ok(Self {
            action: Some(action),
            municipality: viewer.municipality.clone(),
            reach,
            assignments,
            actor: viewer.staff.id.to_string(),
            staff_id: Some(viewer.staff.id),
            trail: trail.clone(),
            clock: clock.clone(),
        })
    }

    /// A grant for a job over a whole municipality; its use is logged before it is handed out.
    pub(super) async fn for_job(
        job: Job,
        municipality: Arc<MunicipalityDb>,
        trail: Arc<Trail>,
        clock: &Clock,
    ) -> Result<Self, Fault> {
        let reach = Reach {
            today: clock.today(),
            ways: vec![Way::WholeMunicipality],
            protected: ProtectedSeen::All,
            sights: vec![secrecy::of_a_job()],
            reader: None,
        };
        let entry = Entry {
            at: clock.now(),
            request_id: trail.request_id(),
            actor: job.name().to_owned(),
            assignments: String::new(),
            action: job.name().to_owned(),
            youth: None,
            reason: None,
        };
        municipality.log().append(vec![entry]).await?;
        Ok(Self {
            action: None,
            municipality,
            reach,
            assignments: String::new(),
            actor: job.name().to_owned(),
            staff_id: None,
            trail,
            clock: clock.clone(),
        })
    }

    /// How far it reaches.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Whether it reaches the whole municipality or this unit by name (units below are found by the tree).
    pub fn reaches_unit(&self, unit: Uuid) -> bool {
        self.reach.ways.iter().any(|way| match way {
            Way::WholeMunicipality => true,
            Way::Units(units) => units.contains(&unit),
            _ => false,
        })
    }

    /// The units above this one, the nearest first, itself at the start; empty when there is no such unit.
    #[allow(clippy::disallowed_methods, reason = "the tree of units, needed to know how far a grant reaches")]
    pub async fn line_of(&self, unit: Uuid) -> Result<Vec<Uuid>, Fault> {
        let above = unit_closure::Entity::find()
            .filter(unit_closure::Column::UnitId.eq(unit))
            .order_by_asc(unit_closure::Column::Depth)
            .limit(100);
        Ok(above.all(self.municipality.db().read()).await?.into_iter().map(|row| row.ancestor_id).collect())
    }

    /// Whether it reaches this unit: one of its units is this one or above it.
    pub async fn reaches_below(&self, unit: Uuid) -> Result<bool, Fault> {
        Ok(self.line_of(unit).await?.into_iter().any(|above| self.reaches_unit(above)))
    }

    /// Whether there is such a member of staff in the municipality: who is granted a role need not have one yet, and
    /// so is within nobody's reach.
    #[allow(clippy::disallowed_methods, reason = "answers yes or no about a colleague, and reads nothing")]
    pub async fn knows_staff(&self, staff: Uuid) -> Result<bool, Fault> {
        let known = staff::Entity::find_by_id(staff).filter(staff::Column::RemovedAt.is_null());
        Ok(known.count(self.municipality.db().read()).await? > 0)
    }

    /// Fails unless this grant was given for `action`, for what reaches beyond rows within reach.
    pub(super) fn require(&self, action: Action) -> Result<(), Fault> {
        match self.action {
            Some(given) if given != action => Err(Fault::of(Code::Forbidden)),
            _ => Ok(()),
        }
    }

    /// The action that it was given for; none for a job.
    pub(super) fn action(&self) -> Option<Action> {
        self.action
    }

    /// Whether what it opens names colleagues: who did what about a youth, or in the log.
    pub(super) fn names_colleagues(&self) -> bool {
        self.action.is_none_or(|action| {
            action.is_about_a_youth()
                || matches!(
                    action,
                    Action::ReviewBreakGlass
                        | Action::ReadAccessLog
                        | Action::PrepareStatistics
                        | Action::ApproveStatistics
                        | Action::ReadStatisticsDrafts
                        | Action::RecordStatisticsGround
                )
                || action.is_of_rights()
        })
    }

    /// The municipality that it is about.
    pub(super) fn municipality(&self) -> &MunicipalityDb {
        &self.municipality
    }

    /// The staff member who acts; none for a job.
    pub fn staff_id(&self) -> Option<Uuid> {
        self.staff_id
    }

    /// The municipality's code.
    pub fn municipality_code(&self) -> &str {
        self.municipality.code()
    }

    /// The municipality's keys, to encrypt and decrypt personal columns.
    pub fn keys(&self) -> &Keys {
        self.municipality.keys()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Reads rows; youths among them are noted in the trail.
    #[allow(clippy::disallowed_methods, reason = "the one place where selects are sent")]
    pub async fn all<E>(&self, select: Select<E>) -> Result<Vec<E::Model>, Fault>
    where
        E: EntityTrait,
        E::Model: AboutYouth,
    {
        if self.reach.is_nothing() {
            return Ok(Vec::new());
        }
        let rows = select.all(self.municipality.db().read()).await?;
        if rows.len() as u64 >= MOST_ROWS {
            return Err(Fault::of(Code::LimitExceeded));
        }
        self.touch(rows.iter().filter_map(AboutYouth::youth_id))?;
        Ok(rows)
    }

    /// Reads one row, or none.
    #[allow(clippy::disallowed_methods, reason = "the one place where selects are sent")]
    pub async fn one<E>(&self, select: Select<E>) -> Result<Option<E::Model>, Fault>
    where
        E: EntityTrait,
        E::Model: AboutYouth,
    {
        let row = select.one(self.municipality.db().read()).await?;
        self.touch(row.iter().filter_map(AboutYouth::youth_id))?;
        Ok(row)
    }

    /// Counts rows, without reading any.
    #[allow(clippy::disallowed_methods, reason = "the one place where selects are sent")]
    pub async fn count<E>(&self, select: Select<E>) -> Result<u64, Fault>
    where
        E: EntityTrait,
        E::Model: Send + Sync,
    {
        Ok(select.count(self.municipality.db().read()).await?)
    }

    /// Begins a transaction that writes. What it changes about youths is logged first: see [`Grant::log_now`].
    pub async fn begin(&self) -> Result<DatabaseTransaction, Fault> {
        self.municipality.db().begin().await
    }

    /// Changes one row, which was read within reach before.
    #[allow(clippy::disallowed_methods, reason = "the one place where single rows are changed")]
    pub async fn update<A>(
        &self,
        tx: &DatabaseTransaction,
        change: A,
    ) -> Result<<A::Entity as EntityTrait>::Model, Fault>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Ok(change.update(tx).await?)
    }

    /// Notes that these youths were touched.
    pub fn touch(&self, youths: impl IntoIterator<Item = Uuid>) -> Result<(), Fault> {
        match self.action {
            Some(action) => self.trail.touch(action, &self.assignments, youths),
            // A job is logged as a whole, when its grant is made.
            None => Ok(()),
        }
    }

    /// Notes why a youth is read.
    pub fn explain(&self, youth: Uuid, reason: &str) {
        self.trail.explain(youth, reason);
    }

    /// Writes to the access log that the action was done, about nobody who could be named.
    pub async fn log_about_nobody(&self) -> Result<(), Fault> {
        let entry = Entry {
            at: self.clock.now(),
            request_id: self.trail.request_id(),
            actor: self.actor.clone(),
            assignments: self.assignments.clone(),
            action: self.action.map_or_else(|| self.actor.clone(), Action::name),
            youth: None,
            reason: None,
        };
        self.municipality.log().append(vec![entry]).await
    }

    /// Writes what has been noted to the access log now. Called before a change is made, so that no change stands
    /// without its entry; on SQLite it must not be called inside a transaction, which holds the one writer.
    pub async fn log_now(&self) -> Result<(), Fault> {
        flush(&self.trail, &self.municipality, &self.actor, &self.clock).await
    }
}

/// Writes what a trail holds to the access log of a municipality.
pub(super) async fn flush(
    trail: &Trail,
    municipality: &MunicipalityDb,
    actor: &str,
    clock: &Clock,
) -> Result<(), Fault> {
    let entries = trail.take(actor, clock.now());
    if entries.is_empty() { Ok(()) } else { municipality.log().append(entries).await }
}
