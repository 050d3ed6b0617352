//! The one error that leaves the building.
//!
//! A [`Fault`] is not `Display`: nothing can print its cause into an answer. Its cause goes to the log under a
//! reference that the client may quote; the client gets a code of a closed list and a sentence in its language.

use async_graphql::{Enum, ErrorExtensions};

use super::ids;
use super::language::Language;

/// Why a request was not answered (`errors[].extensions.code`).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// No valid sign-in: sign in again.
    Unauthenticated,
    /// This action needs a sign-in with a second factor.
    SecondFactorRequired,
    /// No assignment of yours gives this right.
    Forbidden,
    /// There is no such thing, or it is out of your reach: the two are one answer.
    NotFound,
    /// The person has protected data: say why you read it.
    ReasonRequired,
    /// A value is malformed; the message says which and how to write it.
    BadUserInput,
    /// Figures are not made in this way: only by the breakdowns that the indicator declares.
    NotDeclared,
    /// There are no figures of this period.
    NoData,
    /// The municipality has not recorded the legal ground that these figures need.
    GroundNeeded,
    /// Somebody else changed it first: read it again.
    Conflict,
    /// The document is larger, deeper or dearer than the limits allow.
    LimitExceeded,
    /// Too many requests: wait as long as Retry-After says.
    Throttled,
    /// The request did not finish in time.
    Timeout,
    /// The document is not valid GraphQL for this schema.
    GraphqlValidationFailed,
    /// The document cannot be parsed.
    GraphqlParseFailed,
    /// A part of the system does not answer now: try again.
    Unavailable,
    /// A fault of ours; quote the reference.
    Internal,
}

impl Code {
    const ALL: [Self; 17] = [
        Self::Unauthenticated,
        Self::SecondFactorRequired,
        Self::Forbidden,
        Self::NotFound,
        Self::ReasonRequired,
        Self::BadUserInput,
        Self::NotDeclared,
        Self::NoData,
        Self::GroundNeeded,
        Self::Conflict,
        Self::LimitExceeded,
        Self::Throttled,
        Self::Timeout,
        Self::GraphqlValidationFailed,
        Self::GraphqlParseFailed,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as it is written in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::SecondFactorRequired => "SECOND_FACTOR_REQUIRED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::ReasonRequired => "REASON_REQUIRED",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::NotDeclared => "NOT_DECLARED",
            Self::NoData => "NO_DATA",
            Self::GroundNeeded => "GROUND_NEEDED",
            Self::Conflict => "CONFLICT",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Throttled => "THROTTLED",
            Self::Timeout => "TIMEOUT",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The code that is written so, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    fn sentence(self, language: Language) -> &'static str {
        let (swedish, english) = match self {
            Self::Unauthenticated => (
                "Logga in igen: inloggningen saknas eller gäller inte längre.",
                "Sign in again: the sign-in is missing or no longer valid.",
            ),
            Self::SecondFactorRequired => (
                "Logga in med tvåfaktor: detta kräver stark inloggning.",
                "Sign in with a second factor: this needs a strong sign-in.",
            ),
            Self::Forbidden => (
                "Inget av dina uppdrag ger dig rätt till detta.",
                "None of your assignments gives you the right to this.",
            ),
            Self::NotFound => (
                "Det finns inte, eller ligger utanför vad du når.",
                "It does not exist, or is out of your reach.",
            ),
            Self::ReasonRequired => (
                "Personen har skyddade personuppgifter: ange skäl till att du läser dem.",
                "The person has protected data: give the reason why you read it.",
            ),
            Self::BadUserInput => ("Ett värde går inte att använda.", "A value cannot be used."),
            Self::NotDeclared => (
                "Nyckeltalet delas inte upp så: använd en uppdelning som det anger.",
                "The indicator is not broken down like this: use a breakdown that it declares.",
            ),
            Self::NoData => ("Perioden har inga uppgifter än.", "There are no figures of this period yet."),
            Self::GroundNeeded => (
                "Kommunen har inte angett den rättsliga grund som krävs för dessa uppgifter.",
                "The municipality has not recorded the legal ground that these figures need.",
            ),
            Self::Conflict => (
                "Någon annan hann före: läs om och försök igen.",
                "Somebody else was first: read it again and retry.",
            ),
            Self::LimitExceeded => (
                "Frågan är större än gränserna tillåter: dela upp den.",
                "The query is larger than the limits allow: divide it.",
            ),
            Self::Throttled => (
                "För många frågor: vänta så länge som Retry-After säger.",
                "Too many requests: wait as long as Retry-After says.",
            ),
            Self::Timeout => (
                "Frågan hann inte bli klar: fråga efter mindre.",
                "The request did not finish in time: ask for less.",
            ),
            Self::GraphqlValidationFailed => {
                ("Frågan stämmer inte med schemat.", "The query does not fit the schema.")
            }
            Self::GraphqlParseFailed => {
                ("Frågan går inte att läsa som GraphQL.", "The query cannot be parsed as GraphQL.")
            }
            Self::Unavailable => (
                "En del av systemet svarar inte just nu: försök igen.",
                "A part of the system does not answer now: try again.",
            ),
            Self::Internal => (
                "Ett fel hos oss: ange referensen om du kontaktar oss.",
                "A fault of ours: quote the reference when you contact us.",
            ),
        };
        language.pick(swedish, english)
    }
}

/// What went wrong, as far as the client is told; the cause stays here.
#[derive(Clone, Debug)]
pub struct Fault {
    code: Code,
    detail: Option<(String, String)>,
    reference: Option<String>,
    retry_after: Option<u64>,
}

impl Fault {
    /// A fault whose code says it all.
    pub fn of(code: Code) -> Self {
        Self { code, detail: None, reference: None, retry_after: None }
    }

    /// A value that the client can mend: says in Swedish and English what to do. Never holds personal data.
    pub fn bad_input(swedish: impl Into<String>, english: impl Into<String>) -> Self {
        Self::of(Code::BadUserInput).saying(swedish, english)
    }

    /// The same fault with a sentence of its own.
    pub fn saying(mut self, swedish: impl Into<String>, english: impl Into<String>) -> Self {
        self.detail = Some((swedish.into(), english.into()));
        self
    }

    /// Throttled, with the seconds to wait.
    pub fn throttled(retry_after: u64) -> Self {
        Self { retry_after: Some(retry_after), ..Self::of(Code::Throttled) }
    }

    /// A fault of ours: the cause is logged under a reference, never told.
    pub fn internal(cause: &dyn std::fmt::Debug) -> Self {
        Self::logged(Code::Internal, cause)
    }

    /// A part that does not answer: the cause is logged under a reference, never told.
    pub fn unavailable(cause: &dyn std::fmt::Debug) -> Self {
        Self::logged(Code::Unavailable, cause)
    }

    fn logged(code: Code, cause: &dyn std::fmt::Debug) -> Self {
        let reference = ids::random_id().simple().to_string();
        tracing::error!(%reference, code = code.name(), ?cause, "fault");
        Self { reference: Some(reference), ..Self::of(code) }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The reference of its log entry.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// Seconds to wait, for a throttled request.
    pub fn retry_after(&self) -> Option<u64> {
        self.retry_after
    }

    /// The sentence for the client, in the language of the request.
    pub fn message(&self) -> String {
        let language = Language::current();
        match &self.detail {
            Some((swedish, english)) => language.pick(swedish, english).clone(),
            None => self.code.sentence(language).to_owned(),
        }
    }

    /// As the GraphQL error that is sent.
    pub fn to_error(&self) -> async_graphql::Error {
        async_graphql::Error::new(self.message()).extend_with(|_, extensions| {
            extensions.set("code", self.code.name());
            if let Some(reference) = &self.reference {
                extensions.set("reference", reference.clone());
            }
            if let Some(seconds) = self.retry_after {
                extensions.set("retryAfter", seconds);
            }
        })
    }
}

impl From<Fault> for async_graphql::Error {
    fn from(fault: Fault) -> Self {
        fault.to_error()
    }
}

impl From<sea_orm::DbErr> for Fault {
    fn from(cause: sea_orm::DbErr) -> Self {
        let told = Told::of(&cause);
        match cause {
            sea_orm::DbErr::ConnectionAcquire(_) | sea_orm::DbErr::Conn(_) => Self::unavailable(&told),
            _ => Self::internal(&told),
        }
    }
}

/// What the log is told of a database error: its kind, code and constraint. Not its text, for an engine quotes rows
/// and values in it ("Key (user_name)=(…) already exists").
#[derive(Debug)]
#[allow(dead_code, reason = "read by the log, as Debug")]
struct Told {
    kind: String,
    code: Option<String>,
    constraint: Option<String>,
    table: Option<String>,
}

impl Told {
    fn of(cause: &sea_orm::DbErr) -> Self {
        use sea_orm::RuntimeErr::SqlxError;
        let name = |debug: String| {
            debug.chars().take_while(|letter| letter.is_ascii_alphanumeric()).collect::<String>()
        };
        let mut told = Self { kind: name(format!("{cause:?}")), code: None, constraint: None, table: None };
        if let sea_orm::DbErr::Exec(SqlxError(inner))
        | sea_orm::DbErr::Query(SqlxError(inner))
        | sea_orm::DbErr::Conn(SqlxError(inner)) = cause
        {
            told.kind = format!("{}/{}", told.kind, name(format!("{inner:?}")));
            if let Some(database) = inner.as_database_error() {
                told.code = database.code().map(std::borrow::Cow::into_owned);
                told.constraint = database.constraint().map(str::to_owned);
                told.table = database.table().map(str::to_owned);
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_told_no_values_of_a_database_error() {
        let told = Told::of(&sea_orm::DbErr::Custom("Key (user_name)=(anna) already exists".to_owned()));
        assert!(format!("{told:?}").contains("Custom") && !format!("{told:?}").contains("anna"));
    }
}
