//! The state machine of a case: which steps there are, what each asks for and who takes it. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::vocabulary::CaseState::{Closed, Detected, FollowUp, Intervention, Mapping, Planning};
use entity::vocabulary::{CaseState, ClosingReason, Role, Track};

use super::facts::Facts;

/// Something that a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Somebody is responsible.
    Responsible,
    /// A mapping is finished, or it is written down why there is none.
    MappingOrReason,
    /// A goal or measure is agreed, or it is written down why there is none.
    PlanOrReason,
    /// It is written down why.
    Reason,
    /// Why it is closed is chosen from the list; "other" is said in words.
    ClosingReason,
    /// No measure goes on.
    NoRunningMeasure,
    /// What the track rests on stands: an enrolment, an entry in the register, a consent.
    Ground,
}

/// What each step asks for; none where there is no such step. THE TABLE of the state machine.
#[rustfmt::skip]
pub fn conditions(from: CaseState, to: CaseState) -> Option<&'static [Condition]> {
    use Condition::{ClosingReason, Ground, MappingOrReason, NoRunningMeasure, PlanOrReason, Reason, Responsible};
    match (from, to) {
        // Onwards.
        (Detected, Mapping)               => Some(&[Responsible]),
        (Detected | Mapping, Planning)    => Some(&[Responsible, MappingOrReason]),
        (Planning, Intervention)          => Some(&[Responsible, PlanOrReason]),
        (Intervention, FollowUp)          => Some(&[Responsible]),
        // Back again.
        (FollowUp, Intervention)          => Some(&[Responsible, PlanOrReason, Reason]),
        (Intervention | FollowUp, Planning) => Some(&[Responsible, MappingOrReason, Reason]),
        (Planning, Mapping)               => Some(&[Responsible, Reason]),
        // The end, from everywhere, and after it.
        (Detected | Mapping | Planning | Intervention | FollowUp, Closed) => Some(&[ClosingReason, NoRunningMeasure]),
        (Closed, Detected)                => Some(&[Reason, Ground]),
        _ => None,
    }
}

/// The roles that work on cases; `Grant::roles_on` says which of them reach the youth on the track.
const WORKERS: [Role; 5] =
    [Role::Principal, Role::StudentHealth, Role::Mentor, Role::KaaOfficer, Role::YoungAdultCoach];

/// The role that leads a track.
pub fn lead_of(track: Track) -> Role {
    track.lead()
}

/// Who asks for a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Their roles that reach the youth on the track.
    pub roles: BTreeSet<Role>,
    /// Whether they are responsible for the case.
    pub is_responsible: bool,
}

/// Whether somebody may take a step: whoever works on the track moves a case, and its lead or the one responsible
/// closes it and opens it again.
pub fn may(from: CaseState, to: CaseState, track: Track, actor: &Actor) -> bool {
    let works = WORKERS.iter().any(|role| actor.roles.contains(role));
    if from == Closed || to == Closed {
        actor.roles.contains(&lead_of(track)) || (actor.is_responsible && works)
    } else {
        works
    }
}

/// A step that somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the case stands.
    pub from: CaseState,
    /// Where it is to go.
    pub to: CaseState,
    /// Whether it is written down why.
    pub has_reason: bool,
    /// Why it is closed.
    pub closing: Option<ClosingReason>,
}

/// Why a case cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFault {
    /// There is no such step.
    Impossible,
    /// The case is closed.
    Closed,
    /// Closing is a step of its own.
    CloseByClosing,
    /// Opening again is a step of its own.
    ReopenByReopening,
    /// The role does not take this step.
    NotPermitted,
    /// What is missing.
    Missing(Condition),
    /// A reason is 10 to 500 characters.
    ReasonLength,
    /// The youth has an open case on the track.
    Taken,
    /// The track does not fit where the youth is, or their age.
    TrackDoesNotFit,
    /// The unit does not have youths of this track.
    Unit,
    /// The colleague does not reach the youth on the track.
    CannotBeResponsible,
    /// Somebody else changed a signal that it was to come from.
    SignalChanged,
    /// Somebody else changed it first.
    Conflict,
}

/// Checks a step: that it is there, that this person takes it, and then each of its conditions.
pub fn check(step: Step, track: Track, facts: &Facts, actor: &Actor) -> Result<(), CaseFault> {
    let asked = conditions(step.from, step.to).ok_or(CaseFault::Impossible)?;
    if !may(step.from, step.to, track, actor) {
        return Err(CaseFault::NotPermitted);
    }
    match asked.iter().find(|condition| !is_met(**condition, step, facts)) {
        Some(missing) => Err(CaseFault::Missing(*missing)),
        None => Ok(()),
    }
}

fn is_met(condition: Condition, step: Step, facts: &Facts) -> bool {
    match condition {
        Condition::Responsible => facts.has_responsible,
        Condition::MappingOrReason => facts.has_completed_mapping || step.has_reason,
        Condition::PlanOrReason => facts.has_goal_or_measure || step.has_reason,
        Condition::Reason => step.has_reason,
        Condition::ClosingReason => match step.closing {
            Some(ClosingReason::Other) => step.has_reason,
            closing => closing.is_some(),
        },
        Condition::NoRunningMeasure => facts.running_measures == 0,
        Condition::Ground => facts.ground_stands,
    }
}

/// The text of a reason as it is kept; none when nothing was written.
pub fn check_reason(text: Option<&str>) -> Result<Option<&str>, CaseFault> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) if !(10..=500).contains(&text.chars().count()) => Err(CaseFault::ReasonLength),
        text => Ok(text),
    }
}

/// Whether a period has a day in it.
pub fn is_current(starts_on: NaiveDate, ends_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    starts_on <= day && ends_on.is_none_or(|last| last >= day)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
