//! What a user can mend: part of a mutation's payload, never an error.

use async_graphql::{Enum, SimpleObject};

use super::language::Language;

/// A rule that a change would break; mend the value and send again.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// Path of the input field, such as `input.name`; null when it is about the whole input.
    pub field: Option<String>,
    /// What to do, in the reader's language.
    pub message: String,
    /// Code of the rule.
    pub code: UserErrorCode,
    /// Index of the row in a batch, from 0; null outside one.
    pub index: Option<i32>,
}

/// Codes of rules that a client can mend.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserErrorCode {
    /// The value is malformed.
    Invalid,
    /// The value is too long, too short, too large or too small.
    OutOfRange,
    /// What it refers to does not exist or is out of reach.
    NotFound,
    /// A last day before the first.
    EndsBeforeStart,
    /// A unit would be under itself.
    UnderItself,
    /// The check digit of a civic number is wrong.
    WrongCheckDigit,
    /// Nobody grants a role to themselves.
    GrantedToSelf,
    /// This role cannot be granted by you, or not in this way.
    NotGrantable,
    /// It exists already.
    Taken,
    /// Municipality, user, password and code do not belong together; which of them is not told.
    SignInRefused,
    /// The session is over: sign in again.
    SessionOver,
    /// Another row of the batch was refused, and the caller asked for all or none.
    BatchRefused,
    /// More than is allowed in a day: wait, or ask a colleague.
    TooMany,
    /// Another person than the one who did it must do this.
    OwnDeed,
    /// Somebody else changed it meanwhile: look at how it is now, and send again with its version.
    Conflict,
    /// It cannot go from the state it is in to the one asked for.
    ImpossibleTransition,
    /// A condition is not met yet; the message says which.
    ConditionNotMet,
    /// A consent or a ground of law is needed.
    GroundNeeded,
    /// The role does not read or write this secrecy class, or does not do this step.
    NotPermitted,
    /// It is closed, and changes no more.
    Closed,
    /// A bound that may be raised and never lowered.
    BelowFloor,
    /// The control of disclosure does not let it be published.
    DisclosureRefused,
}

impl UserError {
    /// A broken rule at a field, said in Swedish and English.
    pub fn new(field: &str, code: UserErrorCode, swedish: &str, english: &str) -> Self {
        let message = Language::current().pick(swedish, english).to_owned();
        Self { field: (!field.is_empty()).then(|| field.to_owned()), message, code, index: None }
    }

    /// What a field refers to is not there or out of reach: the two are one answer.
    pub fn not_found(field: &str) -> Self {
        Self::new(
            field,
            UserErrorCode::NotFound,
            "Det finns inte, eller ligger utanför vad du når.",
            "It does not exist, or is out of your reach.",
        )
    }

    /// Somebody else changed the row that was read; the payload has it as it is now.
    pub fn conflict() -> Self {
        Self::new(
            "input.version",
            UserErrorCode::Conflict,
            "Någon annan hann före: se hur det är nu, och skicka igen med den versionen.",
            "Somebody else was first: see how it is now, and send again with that version.",
        )
    }

    /// The same error at a row of a batch.
    pub fn at(mut self, index: usize) -> Self {
        self.index = i32::try_from(index).ok();
        self
    }

    /// About the input as a whole: a sign-in refused, or over.
    pub fn of(code: UserErrorCode) -> Self {
        let (swedish, english) = match code {
            UserErrorCode::SignInRefused => (
                "Inloggningen stämmer inte: kontrollera kommun, användarnamn, lösenord och kod. En kod fungerar en gång.",
                "The sign-in does not match: check municipality, user name, password and code. A code works once.",
            ),
            UserErrorCode::SessionOver => {
                ("Inloggningen gäller inte längre: logga in igen.", "The sign-in is over: sign in again.")
            }
            _ => ("Ett värde går inte att använda.", "A value cannot be used."),
        };
        Self::new("", code, swedish, english)
    }
}
