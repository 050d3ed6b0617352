//! Which clocks a step settles and starts, and how a late one goes up the chain. Pure.

use chrono::NaiveDate;
use entity::vocabulary::{CaseState, DutyKind, Role, Track};

use super::rules::lead_of;
use crate::support::school_days::SchoolDays;

/// The duties of a case itself, one for each state in which it is open.
pub const OF_A_CASE: [DutyKind; 5] = [
    DutyKind::BeginMapping,
    DutyKind::FinishMapping,
    DutyKind::AgreePlan,
    DutyKind::FollowUp,
    DutyKind::Conclude,
];

/// The duty that runs while a case stands in a state; none when it is closed.
pub fn duty_in(state: CaseState) -> Option<DutyKind> {
    match state {
        CaseState::Detected => Some(DutyKind::BeginMapping),
        CaseState::Mapping => Some(DutyKind::FinishMapping),
        CaseState::Planning => Some(DutyKind::AgreePlan),
        CaseState::Intervention => Some(DutyKind::FollowUp),
        CaseState::FollowUp => Some(DutyKind::Conclude),
        CaseState::Closed => None,
    }
}

/// How the running clock of a case is settled by a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// What it waited for was done.
    Met,
    /// It fell away, for a reason that is kept.
    Ended,
}

/// What a step does to the clocks of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What becomes of the clock that runs.
    pub settled: Settled,
    /// The clock that starts.
    pub starts: Option<DutyKind>,
}

/// What a step from one state to another does: going on meets the clock that ran, and so does any decision after a
/// follow-up; going back, or closing before the end, ends it.
pub fn turn(from: CaseState, to: CaseState) -> Turn {
    let decided = from == CaseState::FollowUp;
    let onwards = to > from && to != CaseState::Closed;
    Turn { settled: if decided || onwards { Settled::Met } else { Settled::Ended }, starts: duty_in(to) }
}

/// How late a duty is told up the chain, in school days after its due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Until the lead of the track sees it.
    pub lead_after: u32,
    /// Until it counts at the area manager.
    pub manager_after: u32,
}

/// Up to whom a clock is told by today: never back down, and nobody while it is in time. On tracks without a rektor the
/// officers of the track see it together, and the area manager only counts it.
pub fn escalated(
    before: Option<Role>,
    track: Track,
    chain: Chain,
    due_on: NaiveDate,
    today: NaiveDate,
    calendar: &SchoolDays,
) -> Option<Role> {
    if today <= due_on || before == Some(Role::AreaManager) {
        return before;
    }
    let late = calendar.between(due_on, today);
    if late >= chain.manager_after.max(chain.lead_after) {
        Some(Role::AreaManager)
    } else if late >= chain.lead_after {
        Some(lead_of(track))
    } else {
        before
    }
}

/// Whether a clock's coming or passing is told today: from two school days before its due day until the first after it.
pub fn is_told(due_on: NaiveDate, today: NaiveDate, calendar: &SchoolDays) -> bool {
    if today <= due_on { calendar.between(today, due_on) <= 2 } else { calendar.between(due_on, today) <= 1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sea_orm::Iterable;

    use super::super::rules::conditions;
    use super::*;

    /// A clock in the ledger of a case.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Clock {
        Running(DutyKind),
        Settled(Settled),
    }

    /// What the store does with a turn.
    fn apply(ledger: &mut Vec<Clock>, turn: Turn) {
        for clock in ledger.iter_mut().filter(|clock| matches!(clock, Clock::Running(_))) {
            *clock = Clock::Settled(turn.settled);
        }
        ledger.extend(turn.starts.map(Clock::Running));
    }

    fn day(days: u64) -> NaiveDate {
        NaiveDate::default() + chrono::Days::new(days)
    }

    proptest! {
        #[test]
        fn no_sequence_of_steps_makes_a_clock_disappear(
            steps in prop::collection::vec(proptest::sample::select(CaseState::iter().collect::<Vec<_>>()), 0..60),
        ) {
            let mut at = CaseState::Detected;
            let mut ledger: Vec<_> = duty_in(at).map(Clock::Running).into_iter().collect();
            for to in steps {
                if conditions(at, to).is_none() {
                    continue;
                }
                let before = ledger.clone();
                apply(&mut ledger, turn(at, to));
                at = to;
                prop_assert!(ledger.len() >= before.len());
                for (old, new) in before.iter().zip(&ledger) {
                    prop_assert!(old == new || matches!((old, new), (Clock::Running(_), Clock::Settled(_))));
                }
                let running: Vec<_> = ledger.iter().filter_map(|clock| match clock {
                    Clock::Running(kind) => Some(*kind),
                    Clock::Settled(_) => None,
                }).collect();
                prop_assert_eq!(running, duty_in(at).into_iter().collect::<Vec<_>>());
            }
        }

        #[test]
        fn a_late_clock_only_climbs(due in 0_u64..300, first in 0_u64..400, more in 0_u64..100,
                                    lead_after in 0_u32..10, manager_after in 0_u32..20) {
            let calendar = SchoolDays::default();
            let chain = Chain { lead_after, manager_after };
            let up = |before, today| escalated(before, Track::Compulsory, chain, day(due), day(today), &calendar);
            let height = |role: Option<Role>| match role {
                None => 0,
                Some(Role::AreaManager) => 2,
                Some(_) => 1,
            };
            let at_first = up(None, first);
            prop_assert!(first > due || at_first.is_none());
            prop_assert!(height(up(at_first, first + more)) >= height(at_first));
            prop_assert_eq!(up(at_first, first), at_first, "the same night twice changes nothing");
        }
    }

    #[test]
    fn a_duty_is_told_two_school_days_before_and_the_day_after() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let calendar = SchoolDays::default();
        // Due on a Monday: the Thursday before is two school days away.
        let told = |today: &str| is_told(day("2025-11-24"), day(today), &calendar);
        assert!(!told("2025-11-19"));
        assert!(told("2025-11-20") && told("2025-11-22") && told("2025-11-24") && told("2025-11-25"));
        assert!(!told("2025-11-26"));
    }

    #[test]
    fn every_open_state_has_a_duty_of_its_own() {
        let duties: Vec<_> = CaseState::iter().filter_map(duty_in).collect();
        assert_eq!(duties, OF_A_CASE);
    }
}
