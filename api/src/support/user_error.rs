//! What a user can mend: part of a mutation's payload, never an error.

use async_graphql::{Enum, SimpleObject};

use super::language::Language;

/// What is to be mended.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserErrorCode {
    /// Municipality, user, password and code do not belong together; which of them is not told.
    SignInRefused,
    /// The session is over: sign in again.
    SessionOver,
}

/// Something that the user can mend, in the language of the request.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// Which part of the input, from the outside inwards; null when it is none in particular.
    field: Option<Vec<String>>,
    /// What to do.
    message: String,
    /// For programs.
    code: UserErrorCode,
}

impl UserError {
    /// About the input as a whole, with the sentence of its code.
    pub fn of(code: UserErrorCode) -> Self {
        Self { field: None, message: code.sentence(Language::current()).to_owned(), code }
    }
}

impl UserErrorCode {
    fn sentence(self, language: Language) -> &'static str {
        let (swedish, english) = match self {
            Self::SignInRefused => (
                "Inloggningen stämmer inte: kontrollera kommun, användarnamn, lösenord och kod. En kod fungerar en gång.",
                "The sign-in does not match: check municipality, user name, password and code. A code works once.",
            ),
            Self::SessionOver => {
                ("Inloggningen gäller inte längre: logga in igen.", "The sign-in is over: sign in again.")
            }
        };
        language.pick(swedish, english)
    }
}
