//! The state machine, walked at random: no path reaches a state without its conditions.

use proptest::prelude::*;
use sea_orm::Iterable;

use super::*;

fn actor(role: Role, is_responsible: bool) -> Actor {
    Actor { roles: BTreeSet::from([role]), is_responsible }
}

/// All that a step can ask for is there.
fn everything() -> Facts {
    Facts {
        has_responsible: true,
        has_completed_mapping: true,
        has_goal_or_measure: true,
        running_measures: 0,
        ground_stands: true,
    }
}

fn step(from: CaseState, to: CaseState) -> Step {
    Step { from, to, has_reason: true, closing: Some(ClosingReason::GoalsReached) }
}

fn any_state() -> impl Strategy<Value = CaseState> {
    proptest::sample::select(CaseState::iter().collect::<Vec<_>>())
}

fn any_step() -> impl Strategy<Value = (CaseState, bool, Option<ClosingReason>, Facts, bool)> {
    let closing = proptest::option::of(proptest::sample::select(ClosingReason::iter().collect::<Vec<_>>()));
    let facts = (any::<[bool; 4]>(), 0_u64..2).prop_map(|(known, running_measures)| Facts {
        has_responsible: known[0],
        has_completed_mapping: known[1],
        has_goal_or_measure: known[2],
        running_measures,
        ground_stands: known[3],
    });
    (any_state(), any::<bool>(), closing, facts, any::<bool>())
}

#[test]
fn the_way_onwards_is_there_and_no_state_is_passed_over() {
    let principal = actor(Role::Principal, false);
    let way = [Detected, Mapping, Planning, Intervention, FollowUp, Closed, Detected];
    for pair in way.windows(2) {
        let checked = check(step(pair[0], pair[1]), Track::Compulsory, &everything(), &principal);
        assert_eq!(checked, Ok(()), "{pair:?}");
    }
    for (from, to) in
        [(Detected, Intervention), (Mapping, FollowUp), (Closed, Planning), (Planning, FollowUp)]
    {
        let checked = check(step(from, to), Track::Compulsory, &everything(), &principal);
        assert_eq!(checked, Err(CaseFault::Impossible), "{from:?} {to:?}");
    }
}

#[test]
fn the_lead_of_the_track_or_the_one_responsible_closes_and_opens_again() {
    for (from, to) in [(Planning, Closed), (Closed, Detected)] {
        let takes = |track, role, is_responsible| may(from, to, track, &actor(role, is_responsible));
        assert!(takes(Track::Compulsory, Role::Principal, false));
        assert!(takes(Track::Compulsory, Role::Mentor, true));
        assert!(!takes(Track::Compulsory, Role::Mentor, false));
        assert!(!takes(Track::Compulsory, Role::SchoolNurse, true));
        assert!(takes(Track::Kaa, Role::KaaOfficer, false));
        assert!(takes(Track::YoungAdult, Role::YoungAdultCoach, false));
    }
    assert!(!may(Planning, Closed, Track::Compulsory, &Actor { is_responsible: true, ..Actor::default() }));
}

#[test]
fn other_is_said_in_words() {
    let other =
        |has_reason| Step { has_reason, closing: Some(ClosingReason::Other), ..step(FollowUp, Closed) };
    let checked = |step| check(step, Track::Kaa, &everything(), &actor(Role::KaaOfficer, false));
    assert_eq!(checked(other(false)), Err(CaseFault::Missing(Condition::ClosingReason)));
    assert_eq!(checked(other(true)), Ok(()));
}

#[test]
fn a_reason_is_a_sentence_or_nothing() {
    assert_eq!(check_reason(None), Ok(None));
    assert_eq!(check_reason(Some("  ")), Ok(None));
    assert_eq!(check_reason(Some("kort")), Err(CaseFault::ReasonLength));
    assert_eq!(check_reason(Some(" Eleven vill det själv ")), Ok(Some("Eleven vill det själv")));
}

proptest! {
    /// What each state promises, said a second time and otherwise than in the table.
    #[test]
    fn no_path_reaches_a_state_without_its_conditions(steps in prop::collection::vec(any_step(), 1..60)) {
        let mut at = Detected;
        let worker = actor(Role::Principal, false);
        for (to, has_reason, closing, facts, _) in steps {
            let step = Step { from: at, to, has_reason, closing };
            if check(step, Track::UpperSecondary, &facts, &worker).is_err() {
                continue;
            }
            prop_assert_ne!(at, to);
            match to {
                Detected => prop_assert!(at == Closed && has_reason && facts.ground_stands),
                Mapping => prop_assert!(facts.has_responsible && matches!(at, Detected | Planning)),
                Planning => prop_assert!(facts.has_responsible && (facts.has_completed_mapping || has_reason)),
                Intervention => prop_assert!(facts.has_responsible && (facts.has_goal_or_measure || has_reason)),
                FollowUp => prop_assert!(facts.has_responsible && at == Intervention),
                Closed => {
                    prop_assert!(facts.running_measures == 0 && closing.is_some());
                    prop_assert!(closing != Some(ClosingReason::Other) || has_reason);
                }
            }
            at = to;
        }
    }

    #[test]
    fn who_does_not_reach_the_youth_takes_no_step(
        (to, has_reason, closing, facts, is_responsible) in any_step(),
        from in any_state(),
    ) {
        let nobody = Actor { is_responsible, ..Actor::default() };
        let step = Step { from, to, has_reason, closing };
        prop_assert!(check(step, Track::Compulsory, &facts, &nobody).is_err());
    }
}
