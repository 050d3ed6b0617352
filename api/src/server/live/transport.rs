//! The messages of `graphql-transport-ws` and its close codes.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::server::envelope::{self, Envelope};

/// The name of the protocol.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

/// The longest id of an operation, in bytes.
const LONGEST_ID: usize = 100;

/// Why the server closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// Nothing was asked for in a while, or nothing came.
    Idle,
    /// This instance stops: connect again.
    GoingAway,
    /// A frame that breaks the rules of WebSocket.
    Protocol,
    /// A message that is too large.
    TooLarge,
    /// The client does not take what is sent to it.
    Slow,
    /// The sign-in has too many connections, or it cannot be looked up just now: try again later.
    Later,
    /// A message that breaks the rules of the protocol.
    BadMessage,
    /// Asked before it was let in, or no longer signed in: sign in again.
    Unauthorized,
    /// The token does not hold, or its time is out: come again with a new one.
    Forbidden,
    /// The client did not introduce itself in time.
    InitTimeout,
    /// An id that is in use.
    DuplicateId,
    /// The client introduced itself twice.
    TwoInits,
}

impl Close {
    /// The code and the words that go with it.
    pub(super) fn code(self) -> (u16, &'static str) {
        match self {
            Self::Idle => (1000, "Idle"),
            Self::GoingAway => (1001, "Going away"),
            Self::Protocol => (1002, "Protocol error"),
            Self::TooLarge => (1009, "Message too large"),
            Self::Slow => (1008, "Too slow"),
            Self::Later => (1013, "Try again later"),
            Self::BadMessage => (4400, "Invalid message"),
            Self::Unauthorized => (4401, "Unauthorized"),
            Self::Forbidden => (4403, "Forbidden"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::DuplicateId => (4409, "Subscriber for this id already exists"),
            Self::TwoInits => (4429, "Too many initialisation requests"),
        }
    }
}

/// A message of a client.
pub(super) enum Incoming {
    /// It introduces itself.
    Init {
        /// The bearer token, if one was sent.
        token: Option<String>,
    },
    /// It asks whether anybody is there.
    Ping,
    /// It is there.
    Pong,
    /// It asks.
    Subscribe {
        /// The id by which it knows the answers.
        id: String,
        /// What.
        envelope: Envelope,
    },
    /// It wants to hear no more.
    Complete {
        /// Of which operation.
        id: String,
    },
}

/// Reads a message; none when it breaks the rules.
pub(super) fn read(text: &str) -> Option<Incoming> {
    let Value::Object(mut message) = serde_json::from_str(text).ok()? else { return None };
    let Some(Value::String(kind)) = message.remove("type") else { return None };
    match kind.as_str() {
        "connection_init" => Some(Incoming::Init { token: token(&payload(&mut message)?) }),
        "ping" => payload(&mut message).map(|_| Incoming::Ping),
        "pong" => payload(&mut message).map(|_| Incoming::Pong),
        "subscribe" => {
            let id = id(&mut message)?;
            let envelope = envelope::open(message.remove("payload")?).ok()?;
            Some(Incoming::Subscribe { id, envelope })
        }
        "complete" => id(&mut message).map(|id| Incoming::Complete { id }),
        _ => None,
    }
}

/// A payload that may be left out.
fn payload(message: &mut Map<String, Value>) -> Option<Map<String, Value>> {
    match message.remove("payload") {
        None | Some(Value::Null) => Some(Map::new()),
        Some(Value::Object(fields)) => Some(fields),
        Some(_) => None,
    }
}

fn id(message: &mut Map<String, Value>) -> Option<String> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() && id.len() <= LONGEST_ID => Some(id),
        _ => None,
    }
}

/// `Authorization` as a header has it, in either case, or the bare `accessToken`.
fn token(payload: &Map<String, Value>) -> Option<String> {
    let field = |name: &str| payload.get(name).and_then(Value::as_str);
    match field("Authorization").or_else(|| field("authorization")) {
        Some(text) => {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        }
        None => field("accessToken").map(str::to_owned),
    }
}

#[derive(Serialize)]
struct Outgoing<'a, P> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<P>,
}

/// A message without more: `connection_ack`, `pong`.
pub(super) fn plain(kind: &str) -> String {
    text(&Outgoing::<()> { id: None, kind, payload: None })
}

/// `next` or `error` of one operation.
pub(super) fn of(id: &str, kind: &str, payload: impl Serialize) -> String {
    text(&Outgoing { id: Some(id), kind, payload: Some(payload) })
}

/// The end of one operation.
pub(super) fn complete(id: &str) -> String {
    text(&Outgoing::<()> { id: Some(id), kind: "complete", payload: None })
}

fn text(message: &impl Serialize) -> String {
    serde_json::to_string(message).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_breaks_the_rules_is_no_message() {
        for bad in [
            "",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"next","id":"1"}"#,
            r#"{"type":"connection_init","payload":"a"}"#,
            r#"{"type":"ping","payload":[]}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"complete","id":""}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":1}}"#,
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "a".repeat(LONGEST_ID + 1));
        assert!(read(&long).is_none());
        assert!(matches!(
            read(r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":null}}"#),
            Some(Incoming::Subscribe { id, .. }) if id == "1"
        ));
    }

    #[test]
    fn the_token_stands_in_the_payload() {
        let token = |payload: &str| match read(&format!(r#"{{"type":"connection_init"{payload}}}"#)) {
            Some(Incoming::Init { token }) => token,
            _ => None,
        };
        for payload in [
            r#","payload":{"Authorization":"Bearer a"}"#,
            r#","payload":{"authorization":"bearer a"}"#,
            r#","payload":{"accessToken":"a"}"#,
        ] {
            assert_eq!(token(payload).as_deref(), Some("a"), "{payload}");
        }
        for payload in ["", r#","payload":null"#, r#","payload":{"authorization":"Basic a"}"#] {
            assert_eq!(token(payload), None, "{payload}");
        }
    }
}
