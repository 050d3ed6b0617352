//! A request that is not executed: its fault and the status that goes with it.

use actix_web::http::StatusCode;
use async_graphql::{ServerError, Value};

use super::accept::Media;
use super::answer::Answer;
use super::guard::Refused;
use super::scan::Unfit;
use crate::support::fault::{Code, Fault};

/// Why a request is not executed.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The errors to tell.
    pub(super) errors: Vec<ServerError>,
    /// The code of the first of them.
    pub(super) code: Code,
    /// Status in both media types; none where `application/json` says 200.
    status: Option<StatusCode>,
    /// The methods to name in Allow.
    pub(super) allow: Option<&'static str>,
    /// Seconds to name in Retry-After.
    pub(super) retry_after: Option<u64>,
}

impl Refusal {
    /// A request that breaks the rules of HTTP or of the envelope.
    pub(super) fn malformed(status: StatusCode, swedish: &str, english: &str) -> Self {
        Self { status: Some(status), ..Self::from(Fault::bad_input(swedish, english)) }
    }

    /// A method that does not fit.
    pub(super) fn method(allow: &'static str, swedish: &str, english: &str) -> Self {
        Self { allow: Some(allow), ..Self::malformed(StatusCode::METHOD_NOT_ALLOWED, swedish, english) }
    }

    /// A body that is too large.
    pub(super) fn too_large(limit: usize) -> Self {
        let fault = Fault::of(Code::LimitExceeded).saying(
            format!("Begäran är större än {limit} byte."),
            format!("The request is larger than {limit} bytes."),
        );
        Self { status: Some(StatusCode::PAYLOAD_TOO_LARGE), ..Self::from(fault) }
    }

    /// A fault that is answered with a status of its own.
    pub(super) fn with_status(fault: Fault, status: StatusCode) -> Self {
        Self { status: Some(status), ..Self::from(fault) }
    }

    /// The errors of an answer that has no data.
    pub(super) fn of_answer(answer: Answer) -> Self {
        let first = answer.errors.first().and_then(|error| error.extensions.as_ref()?.get("code"));
        let code = match first {
            Some(Value::String(name)) => Code::named(name).unwrap_or(Code::Internal),
            _ => Code::Internal,
        };
        Self::invalid(answer.errors, code)
    }

    /// Whether HTTP has nothing to say about it: the document is wrong, not the request.
    pub(super) fn is_of_graphql(&self) -> bool {
        self.status.is_none()
    }

    /// Errors that validation found, already shaped.
    pub(super) fn invalid(errors: Vec<ServerError>, code: Code) -> Self {
        Self { errors, code, status: None, allow: None, retry_after: None }
    }

    /// The status for an answer in `media`.
    pub(super) fn status(&self, media: Media) -> StatusCode {
        match (self.status, media) {
            (Some(status), _) => status,
            (None, Media::Json | Media::Events) => StatusCode::OK,
            (None, Media::Response) => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let status = match fault.code() {
            Code::Unauthenticated => Some(StatusCode::UNAUTHORIZED),
            Code::Throttled => Some(StatusCode::TOO_MANY_REQUESTS),
            Code::Timeout => Some(StatusCode::GATEWAY_TIMEOUT),
            Code::Unavailable => Some(StatusCode::SERVICE_UNAVAILABLE),
            Code::Internal => Some(StatusCode::INTERNAL_SERVER_ERROR),
            _ => None,
        };
        let error = fault.to_error();
        let error = ServerError { extensions: error.extensions, ..ServerError::new(error.message, None) };
        Self {
            errors: vec![error],
            code: fault.code(),
            status,
            allow: None,
            retry_after: fault.retry_after(),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::from(match refused {
            Refused::Limit(swedish, english, limit) => limit_exceeded(swedish, english, limit),
            Refused::Cycle => Fault::of(Code::GraphqlValidationFailed)
                .saying("Ett fragment innehåller sig självt.", "A fragment contains itself."),
            Refused::Operation => Fault::of(Code::GraphqlValidationFailed).saying(
                "Ange i operationName vilken av frågans operationer som ska köras.",
                "Say in operationName which operation of the document to run.",
            ),
            Refused::Variable => Fault::bad_input(
                "En variabel som måste ha ett värde saknar det.",
                "A variable that must have a value has none.",
            ),
        })
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        Self::from(match unfit {
            Unfit::Unreadable => Fault::of(Code::GraphqlParseFailed).saying(
                "Frågan går inte att läsa: en text saknar slut.",
                "The query cannot be parsed: a string does not end.",
            ),
            Unfit::Tokens => Fault::of(Code::LimitExceeded).saying(
                "Frågan är för lång: lägg värden i variabler.",
                "The query is too long: put values into variables.",
            ),
            Unfit::Nesting => Fault::of(Code::LimitExceeded).saying(
                "Frågan har för många parenteser i varandra.",
                "The query has too many brackets inside each other.",
            ),
        })
    }
}

fn limit_exceeded(swedish: &str, english: &str, limit: u64) -> Fault {
    Fault::of(Code::LimitExceeded).saying(
        format!("Frågan har fler {swedish} än {limit}: dela upp den."),
        format!("The query has more {english} than {limit}: divide it."),
    )
}
