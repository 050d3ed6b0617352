//! What people may do to a signal and to a rule. Pure.

use entity::municipality::signal;
use entity::vocabulary::{Role, SignalDeed, SignalKind, SignalMeasure, SignalState};
use uuid::Uuid;

/// Why a signal or a rule cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalFault {
    /// It does not go from its state to the one asked for.
    Impossible(SignalState),
    /// It was handed to the head teacher, who answers for it.
    OfThePrincipal,
    /// A dismissal says why, in 10 to 2,000 characters; another reason has at most as many.
    Reason,
    /// An observation has 10 to 4,000 characters.
    Text,
    /// Only rules find that reports are missing.
    KindOfRules,
    /// A rule's name has 1 to 100 characters, its description at most 2,000.
    Words,
    /// The measure does not belong to the kind.
    Measure,
    /// 1 to 52 weeks, and none for results.
    Weeks,
    /// 1 to 10,000 basis points, or a count of 1 to 50.
    Threshold,
    /// Steps are 1 to 9; the first follows none, and each other one follows the rule of the step before, which has the
    /// same measure.
    Step,
    /// 0 to 200 school days after the step before, and 1 to 60 to attend to it.
    Days,
    /// The role reads no signals.
    Owner,
}

/// Where a deed of a person takes a signal.
pub fn next(state: SignalState, deed: SignalDeed, by_principal: bool) -> Result<SignalState, SignalFault> {
    use SignalState::{Attended, Dismissed, Escalated, Open};
    if state == Escalated && !by_principal {
        return Err(SignalFault::OfThePrincipal);
    }
    match (state, deed) {
        (Open | Escalated, SignalDeed::Attended) => Ok(Attended),
        (Open | Attended | Escalated, SignalDeed::Dismissed) => Ok(Dismissed),
        (Open | Attended, SignalDeed::Escalated) => Ok(Escalated),
        _ => Err(SignalFault::Impossible(state)),
    }
}

/// Why a signal cannot lead to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeUpFault {
    /// It is about somebody else.
    OfAnother,
    /// It belongs to a case already.
    InACase,
    /// It cannot be attended to.
    Signal(SignalFault),
}

/// Whether a signal can lead to a case about a youth: one that waits is attended to by that, and one that somebody has
/// attended to stays so.
pub fn take_up(row: &signal::Model, youth: Uuid, by_principal: bool) -> Result<(), TakeUpFault> {
    match row {
        _ if row.youth_id != youth => Err(TakeUpFault::OfAnother),
        _ if row.case_id.is_some() => Err(TakeUpFault::InACase),
        _ if row.state == SignalState::Attended => Ok(()),
        _ => next(row.state, SignalDeed::Attended, by_principal).map(drop).map_err(TakeUpFault::Signal),
    }
}

/// Whether a signal waits for somebody to attend to it; while it does, its clock runs.
pub fn waits(state: SignalState) -> bool {
    matches!(state, SignalState::Open | SignalState::Escalated)
}

/// What a deed does to the clock of a signal: whether it meets the one that runs, and whether it starts another.
pub fn turn(before: SignalState, after: SignalState) -> (bool, bool) {
    (waits(before), waits(after))
}

/// Checks the reason that a deed is given with; a dismissal needs one.
pub fn reason(deed: SignalDeed, text: Option<&str>) -> Result<(), SignalFault> {
    let length = text.map_or(0, |text| text.trim().chars().count());
    let least = if deed == SignalDeed::Dismissed { 10 } else { 0 };
    if (least..=2_000).contains(&length) { Ok(()) } else { Err(SignalFault::Reason) }
}

/// Checks an observation.
pub fn observation(kind: SignalKind, text: &str) -> Result<(), SignalFault> {
    if kind == SignalKind::ReportingIncomplete {
        return Err(SignalFault::KindOfRules);
    }
    if (10..=4_000).contains(&text.trim().chars().count()) { Ok(()) } else { Err(SignalFault::Text) }
}

/// A rule as somebody wants it.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its description.
    pub description: &'a str,
    /// Its kind.
    pub kind: SignalKind,
    /// Its measure.
    pub measure: SignalMeasure,
    /// Its weeks.
    pub weeks: Option<i32>,
    /// Its threshold.
    pub threshold: i32,
    /// Its step.
    pub step: i32,
    /// The step and measure of the rule that it follows.
    pub after: Option<(i32, SignalMeasure)>,
    /// School days after that.
    pub after_days: i32,
    /// School days to attend to it.
    pub deadline_days: i32,
    /// Whether the role of its owner reads signals.
    pub owner_reads: bool,
}

/// Checks a rule.
pub fn rule(wanted: &Wanted<'_>) -> Result<(), SignalFault> {
    let name = wanted.name.trim().chars().count();
    if !(1..=100).contains(&name) || wanted.description.chars().count() > 2_000 {
        return Err(SignalFault::Words);
    }
    let fits = match wanted.measure {
        SignalMeasure::TotalAbsence | SignalMeasure::InvalidAbsence => wanted.kind == SignalKind::Attendance,
        SignalMeasure::FailedOrWarned => wanted.kind == SignalKind::Results,
        SignalMeasure::Observations => {
            matches!(wanted.kind, SignalKind::Behaviour | SignalKind::Wellbeing)
        }
    };
    if !fits {
        return Err(SignalFault::Measure);
    }
    match (wanted.measure, wanted.weeks) {
        (SignalMeasure::FailedOrWarned, None) => {}
        (SignalMeasure::FailedOrWarned, Some(_)) | (_, None) => return Err(SignalFault::Weeks),
        (_, Some(weeks)) if !(1..=52).contains(&weeks) => return Err(SignalFault::Weeks),
        (_, Some(_)) => {}
    }
    let most = if is_share(wanted.measure) { 10_000 } else { 50 };
    if !(1..=most).contains(&wanted.threshold) {
        return Err(SignalFault::Threshold);
    }
    let follows = match wanted.after {
        None => wanted.step == 1 && wanted.after_days == 0,
        Some((step, measure)) => {
            (2..=9).contains(&wanted.step) && step + 1 == wanted.step && measure == wanted.measure
        }
    };
    if !follows {
        return Err(SignalFault::Step);
    }
    if !(0..=200).contains(&wanted.after_days) || !(1..=60).contains(&wanted.deadline_days) {
        return Err(SignalFault::Days);
    }
    if wanted.owner_reads { Ok(()) } else { Err(SignalFault::Owner) }
}

/// Whether a measure is a share of minutes, and its threshold therefore in basis points.
pub fn is_share(measure: SignalMeasure) -> bool {
    matches!(measure, SignalMeasure::TotalAbsence | SignalMeasure::InvalidAbsence)
}

/// The role that answers for a signal that was escalated.
pub const ESCALATED_TO: Role = Role::Principal;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sea_orm::Iterable;

    use super::*;

    fn any_deed() -> impl Strategy<Value = SignalDeed> {
        prop::sample::select(SignalDeed::iter().collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn no_path_leaves_a_dismissal_or_takes_a_signal_from_the_principal(
            deeds in prop::collection::vec((any_deed(), any::<bool>()), 0..30)
        ) {
            let mut state = SignalState::Open;
            for (deed, by_principal) in deeds {
                let Ok(after) = next(state, deed, by_principal) else { continue };
                prop_assert!(state != SignalState::Dismissed, "{after:?}");
                prop_assert!(state != SignalState::Escalated || by_principal);
                prop_assert!(after != SignalState::Open && after != state);
                let reached_by = match deed {
                    SignalDeed::Attended => SignalState::Attended,
                    SignalDeed::Dismissed => SignalState::Dismissed,
                    SignalDeed::Escalated => SignalState::Escalated,
                    SignalDeed::Raised | SignalDeed::Cleared => SignalState::Open,
                };
                prop_assert_eq!(after, reached_by);
                state = after;
            }
        }

        /// A ledger as the store keeps it: how many clocks were met, and whether one runs.
        #[test]
        fn no_sequence_of_deeds_makes_a_clock_disappear(
            deeds in prop::collection::vec((any_deed(), any::<bool>()), 0..30)
        ) {
            let (mut state, mut met, mut runs) = (SignalState::Open, 0, true);
            for (deed, by_principal) in deeds {
                let Ok(after) = next(state, deed, by_principal) else { continue };
                let before = met + i32::from(runs);
                let (meets, starts) = turn(state, after);
                prop_assert_eq!(meets, runs, "what runs is met, and nothing else");
                met += i32::from(meets);
                runs = starts;
                state = after;
                prop_assert!(met + i32::from(runs) >= before);
                prop_assert_eq!(runs, waits(state));
            }
        }

        #[test]
        fn a_dismissal_says_why(text in "\\PC{0,20}") {
            let long_enough = text.trim().chars().count() >= 10;
            prop_assert_eq!(reason(SignalDeed::Dismissed, Some(&text)).is_ok(), long_enough);
            prop_assert!(reason(SignalDeed::Attended, Some(&text)).is_ok());
        }

        #[test]
        fn no_numbers_make_a_rule_that_never_or_always_raises(
            weeks in prop::option::of(any::<i32>()), threshold in any::<i32>(), step in any::<i32>(),
            after_days in any::<i32>(), deadline_days in any::<i32>()
        ) {
            let wanted = Wanted { weeks, threshold, step, after_days, deadline_days, ..shipped() };
            if rule(&wanted).is_ok() {
                prop_assert!((1..=10_000).contains(&threshold) && step == 1 && after_days == 0);
            }
        }
    }

    fn shipped() -> Wanted<'static> {
        Wanted {
            name: "Frånvaro 15 %",
            description: "",
            kind: SignalKind::Attendance,
            measure: SignalMeasure::TotalAbsence,
            weeks: Some(4),
            threshold: 1_500,
            step: 1,
            after: None,
            after_days: 0,
            deadline_days: 5,
            owner_reads: true,
        }
    }

    #[test]
    fn a_rule_is_refused_for_what_is_wrong_in_it() {
        let second =
            Wanted { step: 2, after: Some((1, SignalMeasure::TotalAbsence)), after_days: 10, ..shipped() };
        assert_eq!((rule(&shipped()), rule(&second)), (Ok(()), Ok(())));
        let refused = [
            (Wanted { name: " ", ..shipped() }, SignalFault::Words),
            (Wanted { kind: SignalKind::Results, ..shipped() }, SignalFault::Measure),
            (Wanted { kind: SignalKind::ReportingIncomplete, ..shipped() }, SignalFault::Measure),
            (Wanted { weeks: None, ..shipped() }, SignalFault::Weeks),
            (Wanted { weeks: Some(53), ..shipped() }, SignalFault::Weeks),
            (Wanted { threshold: 0, ..shipped() }, SignalFault::Threshold),
            (Wanted { threshold: 10_001, ..shipped() }, SignalFault::Threshold),
            (Wanted { step: 2, ..shipped() }, SignalFault::Step),
            (Wanted { step: 3, ..second.clone() }, SignalFault::Step),
            (Wanted { deadline_days: 0, ..shipped() }, SignalFault::Days),
            (Wanted { owner_reads: false, ..shipped() }, SignalFault::Owner),
        ];
        for (wanted, why) in refused {
            assert_eq!(rule(&wanted), Err(why), "{wanted:?}");
        }
    }

    #[test]
    fn nobody_observes_that_reports_are_missing() {
        assert_eq!(
            observation(SignalKind::ReportingIncomplete, "Saknas mycket"),
            Err(SignalFault::KindOfRules)
        );
        assert_eq!(observation(SignalKind::Wellbeing, "kort"), Err(SignalFault::Text));
        assert_eq!(observation(SignalKind::Wellbeing, "Sitter ensam varje rast"), Ok(()));
    }
}
