//! When a hand-over can be accepted or declined.

use entity::vocabulary::{HandOverState, Protection};
use uuid::Uuid;

/// Why a hand-over cannot be answered so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// It has been answered.
    Answered,
    /// A colleague must be appointed for a protected person, since who accepts cannot appoint themselves.
    NeedsAppointment,
    /// Nobody appoints themselves.
    AppointsSelf,
    /// Nobody need be appointed for a person without a marking.
    AppointsForNobody,
}

/// Whether it can be accepted by `me`, who appoints a colleague or nobody.
pub fn check_accept(
    state: HandOverState,
    protection: Protection,
    me: Option<Uuid>,
    appointed: Option<Uuid>,
) -> Result<(), AnswerFault> {
    check_open(state)?;
    match (protection, appointed) {
        (Protection::None, None) => Ok(()),
        (Protection::None, Some(_)) => Err(AnswerFault::AppointsForNobody),
        (_, None) => Err(AnswerFault::NeedsAppointment),
        (_, Some(colleague)) if Some(colleague) == me => Err(AnswerFault::AppointsSelf),
        (_, Some(_)) => Ok(()),
    }
}

/// Whether it still waits for an answer.
pub fn check_open(state: HandOverState) -> Result<(), AnswerFault> {
    if state == HandOverState::Arrived { Ok(()) } else { Err(AnswerFault::Answered) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    fn check(protection: Protection, appointed: Option<Uuid>) -> Result<(), AnswerFault> {
        check_accept(HandOverState::Arrived, protection, Some(ME), appointed)
    }

    #[test]
    fn a_protected_person_is_taken_over_by_two() {
        let marked = Protection::SecrecyMarked;
        assert_eq!(check(marked, None), Err(AnswerFault::NeedsAppointment));
        assert_eq!(check(marked, Some(ME)), Err(AnswerFault::AppointsSelf));
        assert_eq!(check(marked, Some(OTHER)), Ok(()));
        assert_eq!(check(Protection::None, Some(OTHER)), Err(AnswerFault::AppointsForNobody));
        assert_eq!(check(Protection::None, None), Ok(()));
    }

    #[test]
    fn what_was_answered_is_not_answered_again() {
        for state in [HandOverState::Accepted, HandOverState::Rejected] {
            assert_eq!(check_open(state), Err(AnswerFault::Answered));
            assert_eq!(check_accept(state, Protection::None, Some(ME), None), Err(AnswerFault::Answered));
        }
    }
}
