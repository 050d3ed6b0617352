//! What can go wrong with a register, ordered by a test.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::web::Bytes;
use serde_json::json;

/// What an answer meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 401, as if the token had expired; all tokens are forgotten.
    Unauthorized,
    /// 429 with `Retry-After` in seconds.
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// 503, as when an answer is too big.
    Unavailable,
    /// The connection is cut in the middle of the answer.
    Cut,
    /// The answer's `pageToken` leads back to the same page, for ever.
    PageLoop,
    /// 200 with a body that is not JSON.
    Garbage,
}

/// Which of the coming answers meets what.
#[derive(Debug, Default)]
pub(super) struct Faults {
    answered: usize,
    ordered: BTreeMap<usize, Fault>,
}

impl Faults {
    pub(super) fn add(&mut self, nth: usize, fault: Fault) {
        self.ordered.insert(self.answered + nth, fault);
    }

    /// The fault of the answer that is given now.
    pub(super) fn next(&mut self) -> Option<Fault> {
        self.answered += 1;
        self.ordered.remove(&self.answered)
    }
}

/// An answer with the code and message that the register's own errors have.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    message: &'static str,
    retry_after: Option<u32>,
}

pub(super) fn refusal(status: u16, code: &'static str, message: &'static str) -> Refusal {
    Refusal { status, code, message, retry_after: None }
}

/// 429 with the time to wait.
pub(super) fn too_many(retry_after: u32) -> Refusal {
    Refusal { retry_after: Some(retry_after), ..refusal(429, "too_many_requests", "wait") }
}

impl From<Refusal> for HttpResponse {
    fn from(Refusal { status, code, message, retry_after }: Refusal) -> Self {
        let mut builder = Self::build(StatusCode::from_u16(status).expect("a status code"));
        if let Some(seconds) = retry_after {
            builder.insert_header((RETRY_AFTER, seconds));
        }
        builder.json(json!({ "code": code, "message": message }))
    }
}

/// Says how long the body is and breaks off half-way.
pub(super) fn cut(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(Half { whole: body, given: false })
}

struct Half {
    whole: String,
    given: bool,
}

impl MessageBody for Half {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.whole.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if std::mem::replace(&mut self.given, true) {
            return Poll::Ready(Some(Err(std::io::Error::other("cut"))));
        }
        let half = self.whole.as_bytes()[..self.whole.len() / 2].to_vec();
        Poll::Ready(Some(Ok(half.into())))
    }
}
