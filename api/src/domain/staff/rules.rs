//! Rules of granting (access.md, "Granting"): who may grant what, and when a second person is asked.

use chrono::{Days, NaiveDate};
use entity::vocabulary::{AssignmentState, Role};

use crate::access::Action;
use crate::access::policy::{Extent, extent};

/// Why an assignment cannot be granted so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantFault {
    /// Nobody grants a role to themselves.
    ToSelf,
    /// The second person is another than who granted and who receives.
    ByOwnHand,
    /// The granter's roles do not give the right to grant this one.
    NotByThisRole,
    /// A mentor or teacher without a group.
    GroupMissing,
    /// A group for another role.
    GroupTooMuch,
    /// The last day is before the first.
    EndsBeforeStart,
    /// It does not wait for a second person.
    NotWaiting,
    /// The end is later than the one it has.
    EndsLater,
}

/// Whether a role reaches people, so that an administrator's grant of it waits for a second person.
pub fn reaches_people(role: Role) -> bool {
    match role {
        Role::Principal
        | Role::StudentHealth
        | Role::SchoolNurse
        | Role::Mentor
        | Role::Teacher
        | Role::CareerCounsellor
        | Role::KaaOfficer
        | Role::YoungAdultCoach
        | Role::HomeMunicipalityOfficer
        | Role::DataProtectionOfficer
        | Role::Integrator
        | Role::Auditor => true,
        Role::BoardMember
        | Role::Director
        | Role::AreaManager
        | Role::ProcessLeader
        | Role::ProcessOwner
        | Role::SteeringGroup
        | Role::DevelopmentTeam
        | Role::Administrator
        | Role::SkrProcessSupport
        | Role::SkrAnalyst => false,
    }
}

/// Whether a role grants or answers: who makes such a role alone could be both of the two persons that are asked for.
fn hands_on_rights(role: Role) -> bool {
    [Action::GrantAssignments, Action::ApproveAssignments, Action::ManageStaff, Action::ManageUnits]
        .into_iter()
        .any(|action| extent(action, role) != Extent::Nothing)
}

/// Until which day an assignment lasts that is ended with `asked`, or at once: an end only ever comes nearer, for to
/// put it off is to grant anew. Nothing when it would end before it began.
pub fn end_of(
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    asked: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, GrantFault> {
    let last = match (asked, ends_on) {
        (Some(asked), Some(end)) if asked > end => return Err(GrantFault::EndsLater),
        (Some(asked), _) => asked,
        (None, end) => end.map_or(today - Days::new(1), |end| end.min(today - Days::new(1))),
    };
    match (last >= starts_on, asked) {
        (true, _) => Ok(Some(last)),
        (false, None) => Ok(None),
        (false, Some(_)) => Err(GrantFault::EndsBeforeStart),
    }
}

/// In which state a role is granted by somebody with these roles there; an error when they may not.
pub fn state_of_grant(granter: &[Role], role: Role) -> Result<AssignmentState, GrantFault> {
    if matches!(role, Role::SkrProcessSupport | Role::SkrAnalyst) {
        return Err(GrantFault::NotByThisRole);
    }
    if granter.contains(&Role::Principal) && matches!(role, Role::Mentor | Role::Teacher) {
        return Ok(AssignmentState::Active);
    }
    if !granter.contains(&Role::Administrator) {
        return Err(GrantFault::NotByThisRole);
    }
    let waits = reaches_people(role) || hands_on_rights(role);
    Ok(if waits { AssignmentState::Pending } else { AssignmentState::Active })
}

/// Checks the group that a role needs or must not have.
pub fn check_group(role: Role, has_group: bool) -> Result<(), GrantFault> {
    match (matches!(role, Role::Mentor | Role::Teacher), has_group) {
        (true, false) => Err(GrantFault::GroupMissing),
        (false, true) => Err(GrantFault::GroupTooMuch),
        _ => Ok(()),
    }
}

/// Checks that a period does not end before it starts.
pub fn check_period(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<(), GrantFault> {
    if ends_on.is_some_and(|last| last < starts_on) { Err(GrantFault::EndsBeforeStart) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Action;
    use crate::access::policy::{Extent, ROLES, extent};

    #[test]
    fn a_role_that_reaches_people_waits_when_an_administrator_grants_it() {
        assert_eq!(state_of_grant(&[Role::Administrator], Role::Principal), Ok(AssignmentState::Pending));
        assert_eq!(state_of_grant(&[Role::Administrator], Role::Administrator), Ok(AssignmentState::Pending));
        assert_eq!(state_of_grant(&[Role::Administrator], Role::ProcessLeader), Ok(AssignmentState::Active));
    }

    #[test]
    fn an_administrator_makes_no_second_person_alone() {
        assert_eq!(state_of_grant(&[Role::Administrator], Role::Director), Ok(AssignmentState::Pending));
    }

    #[test]
    fn an_end_only_comes_nearer() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 11, day).unwrap();
        let (start, today) = (day(3), day(24));
        assert_eq!(end_of(start, None, None, today), Ok(Some(day(23))));
        assert_eq!(end_of(start, Some(day(10)), None, today), Ok(Some(day(10))));
        assert_eq!(end_of(start, Some(day(10)), Some(day(30)), today), Err(GrantFault::EndsLater));
        assert_eq!(end_of(start, None, Some(day(30)), today), Ok(Some(day(30))));
        assert_eq!(end_of(start, None, Some(day(1)), today), Err(GrantFault::EndsBeforeStart));
        assert_eq!(end_of(today, None, None, today), Ok(None));
    }

    #[test]
    fn whoever_answers_what_waits_is_no_administrators_own_choice() {
        for role in ROLES {
            let answers = extent(Action::ApproveAssignments, role) != Extent::Nothing;
            let granted = state_of_grant(&[Role::Administrator], role);
            assert!(!answers || granted == Ok(AssignmentState::Pending), "{role:?}");
        }
    }

    #[test]
    fn a_principal_grants_mentors_and_teachers_and_nothing_else() {
        assert_eq!(state_of_grant(&[Role::Principal], Role::Mentor), Ok(AssignmentState::Active));
        assert_eq!(state_of_grant(&[Role::Principal], Role::Principal), Err(GrantFault::NotByThisRole));
        assert_eq!(state_of_grant(&[Role::Principal], Role::StudentHealth), Err(GrantFault::NotByThisRole));
    }

    #[test]
    fn nobody_in_a_municipality_grants_a_role_of_skr() {
        assert_eq!(state_of_grant(&[Role::Administrator], Role::SkrAnalyst), Err(GrantFault::NotByThisRole));
    }
}
