//! Answers to hand-overs: inputs, payload and what is to be mended.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::AnswerFault;
use super::types::HandOver;
use crate::support::user_error::{UserError, UserErrorCode};

/// That a hand-over is taken over.
#[derive(InputObject)]
pub struct AcceptHandOverInput {
    /// The hand-over.
    pub hand_over: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// What the sender is told, 1 to 4,000 characters; nothing when left out.
    #[graphql(secret)]
    pub answer: Option<String>,
    /// Of a person with protected data: the colleague who is appointed to see the youth, another than the viewer.
    pub appoint: Option<ID>,
}

/// That a hand-over is declined.
#[derive(InputObject)]
pub struct RejectHandOverInput {
    /// The hand-over.
    pub hand_over: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// Why, 1 to 4,000 characters; the sender is told.
    #[graphql(secret)]
    pub answer: String,
}

/// Answer to a change of a hand-over.
#[derive(SimpleObject, Debug)]
pub struct HandOverPayload {
    /// The hand-over as it is now, also when somebody else answered it meanwhile; null when it is not to be seen.
    pub hand_over: Option<HandOver>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl From<AnswerFault> for UserError {
    fn from(fault: AnswerFault) -> Self {
        let (field, code, swedish, english) = match fault {
            AnswerFault::Answered => (
                "input.handOver",
                UserErrorCode::ImpossibleTransition,
                "Överlämningen är redan besvarad.",
                "The hand-over has been answered already.",
            ),
            AnswerFault::NeedsAppointment => (
                "input.appoint",
                UserErrorCode::ConditionNotMet,
                "Personen har skyddade personuppgifter: utse en kollega som ska se personen.",
                "The person has protected data: appoint a colleague who is to see the person.",
            ),
            AnswerFault::AppointsSelf => (
                "input.appoint",
                UserErrorCode::GrantedToSelf,
                "Ingen utser sig själv: utse en kollega.",
                "Nobody appoints themselves: appoint a colleague.",
            ),
            AnswerFault::AppointsForNobody => (
                "input.appoint",
                UserErrorCode::Invalid,
                "Personen har inga skyddade personuppgifter: utse ingen.",
                "The person has no protected data: appoint nobody.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
