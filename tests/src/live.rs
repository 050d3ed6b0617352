//! A front-end's view of what stays open: a WebSocket, an event stream; and events to be told of.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::domain::case::types_clock::{self, Duties, NewClock};
use api::support::events::Topic;
use entity::municipality::youth_case;
use entity::vocabulary::{CaseState, DutyKind, Track};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest;
use tungstenite::http::{HeaderName, HeaderValue};
use tungstenite::{Error, HandshakeError, Message, WebSocket};
use uuid::Uuid;

use crate::chain::Chain;
use crate::world::World;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A WebSocket that speaks `graphql-transport-ws`.
#[derive(Debug)]
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Connects to the instance at `url`.
    #[track_caller]
    pub fn open(url: &str) -> Self {
        Self::try_open(url, Some("graphql-transport-ws"), &[]).expect("the door opens")
    }

    /// The same, let in by its token.
    #[track_caller]
    pub fn admitted(url: &str, token: &str) -> Self {
        let mut socket = Self::open(url);
        socket.init(token);
        assert_eq!(socket.message(), json!({ "type": "connection_ack" }));
        socket
    }

    /// Connects with this subprotocol and these headers; or the status of the refusal.
    pub fn try_open(url: &str, protocol: Option<&str>, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let address = url.trim_start_matches("http://");
        let mut request = format!("ws://{address}/graphql").into_client_request().expect("a request");
        let protocol = protocol.map(|protocol| ("sec-websocket-protocol", protocol));
        for (name, value) in headers.iter().copied().chain(protocol) {
            let name = HeaderName::try_from(name).expect("a name");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a value"));
        }
        let stream = TcpStream::connect(address).expect("the instance listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(answer))) => Err(answer.status().as_u16()),
            Err(cause) => panic!("no handshake: {cause}"),
        }
    }

    /// Introduces itself.
    pub fn init(&mut self, token: &str) {
        let authorization = format!("Bearer {token}");
        self.send(&json!({ "type": "connection_init", "payload": { "authorization": authorization } }));
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string());
    }

    /// Sends a text as it is.
    pub fn send_text(&mut self, text: &str) {
        self.try_send(Message::text(text)).expect("it is sent");
    }

    /// Sends any message, if there is still somebody.
    pub fn try_send(&mut self, message: Message) -> Result<(), Box<Error>> {
        self.0.send(message).map_err(Box::new)
    }

    /// Asks under an id.
    pub fn ask(&mut self, id: &str, query: &str, variables: &Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(&json!({ "type": "subscribe", "id": id, "payload": payload }));
    }

    /// Subscribes under an id; returns when whatever happens from now on is heard.
    #[track_caller]
    pub fn subscribe(&mut self, id: &str, query: &str, variables: &Value) {
        self.ask(id, query, variables);
        self.send(&json!({ "type": "ping" }));
        assert_eq!(self.message(), json!({ "type": "pong" }));
    }

    /// The next message; it must come, and must be no close.
    #[track_caller]
    pub fn message(&mut self) -> Value {
        match self.read() {
            Ok(Message::Text(text)) => serde_json::from_str(text.as_str()).expect("JSON"),
            other => panic!("no message but {other:?}"),
        }
    }

    /// The data of the next message, which must be an event of operation `id`.
    #[track_caller]
    pub fn heard(&mut self, id: &str) -> Value {
        let mut message = self.message();
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!(id)), "{message:#}");
        assert!(message["payload"]["errors"].is_null(), "{message:#}");
        message["payload"]["data"].take()
    }

    /// The code with which the server closes, whatever it says before.
    #[track_caller]
    pub fn closed(&mut self) -> u16 {
        loop {
            match self.read() {
                Ok(Message::Close(Some(frame))) => return frame.code.into(),
                Ok(Message::Text(_)) => {}
                other => panic!("no close but {other:?}"),
            }
        }
    }

    /// The connection below.
    pub fn stream(&self) -> &TcpStream {
        self.0.get_ref()
    }

    fn read(&mut self) -> Result<Message, Box<Error>> {
        loop {
            match self.0.read() {
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                other => return other.map_err(Box::new),
            }
        }
    }
}

/// A stream of events (`text/event-stream`).
#[derive(Debug)]
pub struct Events {
    reader: BufReader<TcpStream>,
    /// The head of the answer, in lower case.
    pub head: String,
}

impl Events {
    /// Posts a request to `path` and reads the head of the answer.
    pub fn post(url: &str, path: &str, token: Option<&str>, headers: &str, body: &Value) -> Self {
        let address = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("the instance listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let (body, bearer) =
            (body.to_string(), token.map(|token| format!("Authorization: Bearer {token}\r\n")));
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n{}{headers}\r\n{body}",
            body.len(),
            bearer.unwrap_or_default()
        );
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(reader.read_line(&mut head).expect("a head"), 0, "{head}");
        }
        Self { reader, head: head.to_lowercase() }
    }

    /// The status of the answer.
    pub fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
    }

    /// The next line that is no part of the transport: `event: …`, `data: …`, or a comment; none at the end.
    pub fn line(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            match self.reader.read_line(&mut line) {
                Ok(0) => return None,
                Ok(_) if ["event:", "data:", ":"].iter().any(|start| line.starts_with(start)) => {
                    return Some(line.trim_end().to_owned());
                }
                Ok(_) => {}
                Err(cause) if cause.kind() == ErrorKind::ConnectionReset => return None,
                Err(cause) => panic!("no line: {cause}"),
            }
        }
    }

    /// The next event, comments passed over: its name and data; none at the end.
    pub fn event(&mut self) -> Option<(String, Value)> {
        loop {
            let line = self.line()?;
            if let Some(name) = line.strip_prefix("event: ") {
                let data = self.line()?;
                let data = data.trim_start_matches("data:").trim();
                return Some((name.to_owned(), serde_json::from_str(data).unwrap_or_default()));
            }
        }
    }
}

/// A case of a youth, opened now.
pub fn open_case(world: &World, chain: &Chain<'_>, youth: &str, track: Track) -> Uuid {
    let row = youth_case::Model {
        id: api::support::ids::new_id(world.clock.now()),
        youth_id: chain.row(youth),
        track,
        state: CaseState::Detected,
        owner_unit_id: chain.row("skola 1"),
        responsible_id: None,
        consent_id: None,
        opened_by: None,
        opened_at: world.clock.now(),
        closed_at: None,
        closing_reason: None,
        version: 1,
    };
    let id = row.id;
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        let row = youth_case::ActiveModel::from(row);
        youth_case::Entity::insert(row).exec_without_returning(&tx).await.expect("a case");
        tx.commit().await.expect("it is kept");
    });
    id
}

/// Tells at the chain's instance that something happened to a row of a youth.
pub fn announce(world: &World, chain: &Chain<'_>, topic: Topic, youth: &str, row: Uuid) {
    world.wait(async { chain.grant().await.announce(topic, chain.row(youth), row) });
}

/// Raises a signal: somebody says what they have seen.
pub fn observe(chain: &Chain<'_>, who: &str, youth: &str) {
    let query = "mutation Observe($input: RaiseObservationInput!) {
        raiseObservation(input: $input) { received userErrors { code } }
    }";
    let input = json!({ "youth": chain.youth(youth), "kind": "WELLBEING", "source": "STAFF", "text": "Verkar ledsen." });
    let done = chain.signed_in(who).data(query, json!({ "input": input }));
    assert_eq!(done["raiseObservation"], json!({ "received": true, "userErrors": [] }));
}

/// A duty clock of a case of the compulsory school, due today.
pub fn start_clock(world: &World, chain: &Chain<'_>, youth: &str) -> Uuid {
    let case = open_case(world, chain, youth, Track::Compulsory);
    world.wait(async {
        let grant = chain.grant().await;
        let duties = Duties::load(&grant).await.expect("the rules of duties");
        let new = NewClock {
            youth_id: chain.row(youth),
            track: Track::Compulsory,
            kind: DutyKind::BeginMapping,
            step: 1,
            case_id: Some(case),
            object_id: None,
            unit_id: chain.row("enhet 1"),
            owner_id: None,
            owner_role: None,
            due_on: Some(grant.reach().today),
        };
        let tx = grant.begin().await.expect("a transaction");
        let clock = types_clock::start_clock(&grant, &tx, &duties, new).await.expect("a clock");
        tx.commit().await.expect("it is kept");
        clock.id
    })
}

/// Passes connections on to an address, until they are cut.
#[derive(Debug)]
pub struct Forwarder {
    /// The port to connect to.
    pub port: u16,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Forwarder {
    /// Passes on to `target`, as long as the process runs.
    pub fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let open: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
        let shared = open.clone();
        std::thread::spawn(move || {
            for here in listener.incoming().filter_map(Result::ok) {
                let there = TcpStream::connect(&target).expect("the target listens");
                let ways = [(&here, &there), (&there, &here)];
                for (from, to) in ways.map(|(from, to)| (from.try_clone(), to.try_clone())) {
                    let (mut from, mut to) = (from.expect("a handle"), to.expect("a handle"));
                    std::thread::spawn(move || {
                        let mut bytes = [0; 4096];
                        while let Ok(count @ 1..) = from.read(&mut bytes) {
                            if to.write_all(&bytes[..count]).is_err() {
                                break;
                            }
                        }
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                shared.lock().expect("no test panicked").push(here);
            }
        });
        Self { port, open }
    }

    /// Cuts all connections; new ones are passed on.
    pub fn cut(&self) {
        for stream in self.open.lock().expect("no test panicked").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
