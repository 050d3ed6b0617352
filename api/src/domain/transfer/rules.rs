//! How a transfer goes from state to state, where it can go, and what it rests on.

use entity::vocabulary::{Track, TransferState};
use uuid::Uuid;

/// What is done with a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The receiver says yes.
    Accept,
    /// The receiver says no.
    Reject,
    /// The sender takes it back.
    Revoke,
    /// What was agreed has been done.
    Complete,
}

/// Why a transfer cannot be made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferFault {
    /// Both a unit and a municipality.
    TwoReceivers,
    /// Nobody who could answer.
    NoReceiver,
    /// The own municipality.
    OwnMunicipality,
    /// Not in the official list.
    UnknownMunicipality,
    /// Does not take part in this system.
    OutsideSystem,
    /// To where the youth is.
    SameUnit,
    /// Young adults are received by consent, which the other municipality records itself.
    YoungAdultElsewhere,
    /// Neither a consent in force nor a provision of law.
    NoGround,
    /// Both.
    TwoGrounds,
    /// The youth has not consented to support as a young adult.
    NoYoungAdultConsent,
    /// The same is in progress already.
    Taken,
    /// The youth has an open case of the track.
    CaseOpen,
    /// Cannot go from the state it is in to the one asked for.
    Impossible,
    /// Another does this step.
    NotYours,
    /// It has left for the other municipality.
    Left,
    /// The role does not read what was to be handed over.
    NotReadable,
}

/// Where a step leads; none where there is no way.
pub fn after(state: TransferState, step: Step) -> Result<TransferState, TransferFault> {
    match (state, step) {
        (TransferState::InProgress, Step::Accept) => Ok(TransferState::Accepted),
        (TransferState::InProgress, Step::Reject) => Ok(TransferState::Rejected),
        (TransferState::InProgress, Step::Revoke) => Ok(TransferState::Revoked),
        (TransferState::Accepted, Step::Complete) => Ok(TransferState::Done),
        (TransferState::InProgress, Step::Complete)
        | (TransferState::Accepted, Step::Accept | Step::Reject | Step::Revoke)
        | (TransferState::Rejected | TransferState::Done | TransferState::Revoked, _) => {
            Err(TransferFault::Impossible)
        }
    }
}

/// Who receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// A unit of the own municipality.
    Unit(Uuid),
    /// Another municipality.
    Municipality(String),
    /// Whoever works on the track.
    Track,
}

/// Reads who receives. A school has a unit; the activity duty and the coaches of young adults need none.
pub fn receiver(
    own: &str,
    unit: Option<Uuid>,
    municipality: Option<&str>,
    track: Track,
) -> Result<Receiver, TransferFault> {
    match (unit, municipality.map(str::trim)) {
        (Some(_), Some(_)) => Err(TransferFault::TwoReceivers),
        (None, Some(code)) if code == own => Err(TransferFault::OwnMunicipality),
        (None, Some(_)) if track == Track::YoungAdult => Err(TransferFault::YoungAdultElsewhere),
        (None, Some(code)) => Ok(Receiver::Municipality(code.to_owned())),
        (Some(unit), None) => Ok(Receiver::Unit(unit)),
        (None, None) if matches!(track, Track::Kaa | Track::YoungAdult) => Ok(Receiver::Track),
        (None, None) => Err(TransferFault::NoReceiver),
    }
}

/// Who stands on which side of a transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Sends.
    pub sends: bool,
    /// Receives.
    pub receives: bool,
}

impl Sides {
    /// Whether this side may take the step.
    pub fn may(self, step: Step) -> Result<(), TransferFault> {
        let may = match step {
            Step::Accept | Step::Reject => self.receives,
            Step::Revoke => self.sends,
            Step::Complete => self.sends || self.receives,
        };
        if may { Ok(()) } else { Err(TransferFault::NotYours) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STEPS: [Step; 4] = [Step::Accept, Step::Reject, Step::Revoke, Step::Complete];

    proptest! {
        /// However the steps come: nothing is done that was not accepted, and what has ended stays as it is.
        #[test]
        fn no_path_reaches_done_without_a_yes(choices in proptest::collection::vec(0_usize..4, 0..12)) {
            let (mut state, mut accepted, mut ended) = (TransferState::InProgress, false, None);
            for step in choices.into_iter().map(|choice| STEPS[choice]) {
                match after(state, step) {
                    Ok(next) => {
                        prop_assert_eq!(ended, None, "{:?} was the end", state);
                        prop_assert_ne!(next, state);
                        accepted |= step == Step::Accept;
                        state = next;
                    }
                    Err(fault) => prop_assert_eq!(fault, TransferFault::Impossible),
                }
                if STEPS.iter().all(|step| after(state, *step).is_err()) {
                    ended = Some(state);
                }
                prop_assert!(accepted || !matches!(state, TransferState::Accepted | TransferState::Done));
                prop_assert!(!accepted || !matches!(state, TransferState::Rejected | TransferState::Revoked));
            }
        }

        #[test]
        fn nobody_answers_what_they_do_not_receive(sends: bool) {
            let sides = Sides { sends, receives: false };
            prop_assert!(sides.may(Step::Accept).is_err() && sides.may(Step::Reject).is_err());
            prop_assert_eq!(sides.may(Step::Revoke).is_ok(), sends);
        }
    }

    #[test]
    fn a_receiver_is_one_and_can_answer() {
        let unit = Some(Uuid::nil());
        let of = |unit, code, track| receiver("0483", unit, code, track);
        assert_eq!(of(unit, Some("0513"), Track::Compulsory), Err(TransferFault::TwoReceivers));
        assert_eq!(of(None, Some("0483"), Track::Kaa), Err(TransferFault::OwnMunicipality));
        assert_eq!(of(None, None, Track::UpperSecondary), Err(TransferFault::NoReceiver));
        assert_eq!(of(None, Some("0513"), Track::YoungAdult), Err(TransferFault::YoungAdultElsewhere));
        assert_eq!(of(None, None, Track::Kaa), Ok(Receiver::Track));
        assert_eq!(of(None, Some(" 0513 "), Track::Kaa), Ok(Receiver::Municipality("0513".to_owned())));
    }
}
