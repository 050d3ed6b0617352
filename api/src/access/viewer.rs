//! The viewer: who is asking, and what their assignments of today give.
//!
//! Assignments are read from the municipality's own database at each request, never from the token, so that ending
//! one, or signing out, works at once on every instance.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use entity::municipality::{account, assignment, break_glass, session, staff};
use entity::reach::{ProtectedSeen, Reach, Sight, Way};
use entity::vocabulary::{AssignmentState, Role};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::action::Action;
use super::policy::{Extent, extent};
use super::secrecy;
use super::tenants::MunicipalityDb;
use crate::support::fault::{Code, Fault};

/// A signed-in staff member of one municipality.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub(super) municipality: Arc<MunicipalityDb>,
    /// The staff member.
    pub staff: staff::Model,
    /// The account signed in with.
    pub account_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// Assignments in force today.
    pub assignments: Vec<assignment::Model>,
    /// Youths opened by breaking the glass, for as long as it lasts.
    opened: Arc<Mutex<Vec<Uuid>>>,
}

impl Viewer {
    /// The code of the municipality.
    pub fn municipality_code(&self) -> &str {
        self.municipality.code()
    }

    /// How far the viewer reaches with `action`, and the assignments that give it.
    pub(super) fn reach(&self, action: Action, today: NaiveDate) -> (Reach, Vec<Uuid>) {
        let mut ways = Vec::new();
        let mut sights = Vec::new();
        let mut given_by = Vec::new();
        for held in &self.assignments {
            if let Some((_, way)) = way(&self.municipality, held, action) {
                sights.extend(secrecy::sight(held.role, way.clone()));
                ways.push(way);
                given_by.push(held.id);
            }
        }
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !opened.is_empty() && self.assignments.iter().any(|held| is_open_behind_glass(action, held.role)) {
            sights.push(secrecy::behind_glass(Way::Youths(opened.clone())));
            ways.push(Way::Youths(opened));
        }
        let protected = protected_seen(self.staff.id, &self.assignments);
        let reader = Some(self.staff.id);
        (Reach { today, ways: merged(ways), protected, sights: together(sights), reader }, given_by)
    }

    /// Opens one youth more for the rest of the request; those after it read it from the database.
    pub(super) fn open(&self, youth: Uuid) {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(youth);
    }
}

/// Whether a role does this with a youth whom it opened by breaking the glass: what it does with youths within its
/// reach, and no more. What was opened stays open only to those who might open it still: an ended assignment closes it.
pub(super) fn is_open_behind_glass(action: Action, role: Role) -> bool {
    let may = |action| extent(action, role) != Extent::Nothing;
    action.is_open_behind_glass() && may(Action::BreakGlass) && may(action)
}

/// What one assignment gives with `action`: how far by the table, and as a way to youths.
pub(super) fn way(
    municipality: &MunicipalityDb,
    held: &assignment::Model,
    action: Action,
) -> Option<(Extent, Way)> {
    let extent = extent(action, held.role);
    let way = match extent {
        Extent::Nothing => None,
        Extent::Units => Some(Way::Units(vec![held.unit_id])),
        Extent::Group => Some(Way::Groups(vec![held.group_id?])),
        Extent::RowsOfGroup => Some(Way::RowsOfGroups(vec![held.group_id?])),
        Extent::Whole => Some(Way::WholeMunicipality),
        Extent::KaaRegister => Some(Way::KaaRegister),
        Extent::YoungAdults => Some(Way::YoungAdults),
        Extent::HomeMunicipality => Some(Way::HomeMunicipality {
            code: municipality.code().to_owned(),
            own_authority: municipality.organisation_number()?.to_owned(),
        }),
    }?;
    Some((extent, way))
}

/// Which protected persons a member of staff with these assignments sees.
pub(super) fn protected_seen(staff_id: Uuid, assignments: &[assignment::Model]) -> ProtectedSeen {
    let headed = assignments.iter().filter(|held| held.role == Role::Principal).map(|held| held.unit_id);
    ProtectedSeen::ByAppointment { staff_id, headed_units: headed.collect() }
}

/// Ways of the same kind become one, so that the condition stays short.
fn merged(ways: Vec<Way>) -> Vec<Way> {
    let mut merged: Vec<Way> = Vec::new();
    for way in ways {
        let fits =
            merged.iter_mut().find(|other| std::mem::discriminant(*other) == std::mem::discriminant(&way));
        match (fits, way) {
            (Some(Way::Units(ids)), Way::Units(more))
            | (Some(Way::Groups(ids)), Way::Groups(more))
            | (Some(Way::RowsOfGroups(ids)), Way::RowsOfGroups(more))
            | (Some(Way::Youths(ids)), Way::Youths(more)) => ids.extend(more),
            (Some(_), _) => {}
            (None, way) => merged.push(way),
        }
    }
    merged
}

/// Sights of the same role become one, so that the condition stays short.
fn together(sights: Vec<Sight>) -> Vec<Sight> {
    let mut together: Vec<Sight> = Vec::new();
    for sight in sights {
        match together.iter_mut().find(|other| other.role == sight.role) {
            Some(other) => other.ways = merged([std::mem::take(&mut other.ways), sight.ways].concat()),
            None => together.push(sight),
        }
    }
    together
}

/// Loads the viewer of a session; `UNAUTHENTICATED` when it is closed, expired or its account is.
#[allow(
    clippy::disallowed_methods,
    reason = "the rows that say who asks: nobody can have a grant before them"
)]
pub(super) async fn load(
    municipality: Arc<MunicipalityDb>,
    session_id: Uuid,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Viewer, Fault> {
    let gone = || Fault::of(Code::Unauthenticated);
    let db = municipality.db().read();
    let session = session::Entity::find_by_id(session_id).one(db).await?.ok_or_else(gone)?;
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Err(gone());
    }
    let account = account::Entity::find_by_id(session.account_id).one(db).await?.ok_or_else(gone)?;
    if account.disabled_at.is_some() {
        return Err(gone());
    }
    let staff = staff::Entity::find_by_id(account.staff_id).one(db).await?.ok_or_else(gone)?;
    if staff.removed_at.is_some() {
        return Err(gone());
    }
    let assignments = held_by(&municipality, staff.id, today).await?;
    let opened = break_glass::Entity::find()
        .filter(break_glass::Column::StaffId.eq(staff.id))
        .filter(break_glass::Column::ExpiresAt.gt(now))
        .all(db)
        .await?;
    Ok(Viewer {
        opened: Arc::new(Mutex::new(opened.into_iter().map(|row| row.youth_id).collect())),
        second_factor: session.second_factor,
        account_id: account.id,
        municipality,
        staff,
        session_id,
        assignments,
    })
}

/// The assignments in force today of one staff member.
#[allow(clippy::disallowed_methods, reason = "the rows that make reach: nobody can have a grant before them")]
pub(super) async fn held_by(
    municipality: &MunicipalityDb,
    staff_id: Uuid,
    today: NaiveDate,
) -> Result<Vec<assignment::Model>, Fault> {
    let in_force =
        Condition::any().add(assignment::Column::EndsOn.is_null()).add(assignment::Column::EndsOn.gte(today));
    Ok(assignment::Entity::find()
        .filter(assignment::Column::StaffId.eq(staff_id))
        .filter(assignment::Column::State.eq(AssignmentState::Active))
        .filter(assignment::Column::StartsOn.lte(today))
        .filter(in_force)
        .order_by_asc(assignment::Column::Id)
        .all(municipality.db().read())
        .await?)
}
