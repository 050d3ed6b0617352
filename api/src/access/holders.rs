//! Who can be responsible for a case: whoever the policy table lets edit cases, where that reaches the youth on the
//! track. Asked of one colleague before a case is assigned, and of all open cases at once, with the same table.

use entity::municipality::youth;
use entity::reach::{Holding, HoldsBy, Reach, Way, Within};
use entity::vocabulary::{Role, Track};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::action::Action;
use super::grant::Grant;
use super::policy::{Extent, ROLES, extent};
use super::secrecy;
use super::viewer::{held_by, protected_seen, way};
use crate::support::fault::Fault;

impl Grant {
    /// Condition on cases: open, and nobody responsible for them who reaches the youth on the track today.
    pub fn lacks_responsible(&self) -> Condition {
        self.reach().lacks_responsible(&holdings())
    }

    /// Whether a colleague could be responsible for a case of this youth and track today; yes or no, and nothing read.
    pub async fn can_be_responsible(&self, staff: Uuid, youth: Uuid, track: Track) -> Result<bool, Fault> {
        if !self.knows_staff(staff).await? {
            return Ok(false);
        }
        let held = held_by(self.municipality(), staff, self.reach().today).await?;
        let seen = protected_seen(staff, &held);
        for assignment in &held {
            let Some((_, way)) = way(self.municipality(), assignment, Action::EditCase) else { continue };
            if !works_on(assignment.role, track) {
                continue;
            }
            let reach = self.reach().of_youths(vec![way], seen.clone());
            let them = youth::Entity::within(&reach)
                .filter(youth::Column::Id.eq(youth))
                .filter(youth::Column::RemovedAt.is_null());
            if self.count(them).await? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How far it reaches by each of its roles, with the role; none for a job.
    pub fn reach_by_role(&self) -> Vec<(Role, Reach)> {
        let sights = self.reach().sights.iter();
        sights.filter_map(|sight| Some((sight.role?, self.reach().of_role(sight)))).collect()
    }
}

fn works_on(role: Role, track: Track) -> bool {
    tracks_of(role).contains(&track)
}

fn tracks_of(role: Role) -> Vec<Track> {
    secrecy::sight(role, Way::WholeMunicipality).map(|sight| sight.tracks).unwrap_or_default()
}

/// What the policy table says of `EditCase`, by how each role reaches youths.
fn holdings() -> Vec<Holding> {
    let mut holdings: Vec<Holding> = Vec::new();
    for role in ROLES {
        let Some(by) = holds_by(extent(Action::EditCase, role)) else { continue };
        let tracks = tracks_of(role);
        match holdings.iter_mut().find(|other| other.by == by && other.tracks == tracks) {
            Some(other) => other.roles.push(role),
            None => holdings.push(Holding { roles: vec![role], by, tracks }),
        }
    }
    holdings
}

/// The ways that edit cases; a way that the table does not use for it holds none, so that its cases show as nobody's.
fn holds_by(extent: Extent) -> Option<HoldsBy> {
    match extent {
        Extent::Units => Some(HoldsBy::Unit),
        Extent::Group => Some(HoldsBy::Group),
        Extent::KaaRegister => Some(HoldsBy::KaaRegister),
        Extent::YoungAdults => Some(HoldsBy::Consent),
        Extent::Nothing | Extent::RowsOfGroup | Extent::HomeMunicipality | Extent::Whole => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A new way to edit cases must be said in `holds_by` too, or its cases would all show as nobody's.
    #[test]
    fn every_role_that_edits_cases_can_be_responsible() {
        for role in ROLES {
            let edits = extent(Action::EditCase, role) != Extent::Nothing;
            let holds = holdings().iter().any(|holding| holding.roles.contains(&role));
            assert_eq!(edits, holds, "{role:?}");
            assert!(!edits || !tracks_of(role).is_empty(), "{role:?} works on no track");
        }
    }
}
