//! The door with a toy schema behind it, over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops at the first thing that is wrong"
)]

use std::io::{Read, Write};
use std::net::TcpStream;

use std::time::Duration;

use async_graphql::{Data, EmptySubscription, InputObject, Object};
use async_trait::async_trait;
use serde_json::{Value, json};

use super::reception::{Caller, NoTrace, Received, Visit};
use super::*;
use crate::support::clock::Clock;
use crate::support::fault::Code;

struct Query;
struct Mutation;

#[derive(InputObject)]
struct Wish {
    much: i32,
}

#[Object]
impl Query {
    async fn hello(&self, name: Option<String>) -> String {
        format!("hello {}", name.unwrap_or_default())
    }
    async fn broken(&self) -> Option<Result<i32, Fault>> {
        Some(Err(Fault::of(Code::Forbidden)))
    }
    async fn panics(&self) -> i32 {
        std::hint::black_box(None).unwrap_or_else(|| panic!("a secret"))
    }
    async fn slow(&self) -> i32 {
        tokio::time::sleep(Duration::from_secs(30)).await;
        1
    }
    async fn wish(&self, wish: Wish) -> i32 {
        wish.much
    }
    async fn unit(&self) -> Query {
        Query
    }
}

#[Object]
impl Mutation {
    async fn act(&self) -> bool {
        true
    }
}

/// Refuses the token "bad"; the visit of "unwritable" cannot be written down.
struct Desk;
struct Unwritable;

#[async_trait]
impl Visit for Unwritable {
    async fn finish(self: Box<Self>) -> Result<(), Fault> {
        Err(Fault::internal(&"log"))
    }
}

#[async_trait]
impl Reception for Desk {
    async fn receive(&self, caller: Caller) -> Result<Received, Fault> {
        let visit: Box<dyn Visit> = match caller.token.as_deref() {
            Some("bad") => return Err(Fault::of(Code::Unauthenticated)),
            Some("unwritable") => Box::new(Unwritable),
            _ => Box::new(NoTrace),
        };
        Ok(Received { data: Data::default(), bucket: caller.token.unwrap_or_default(), visit, sign_in: None })
    }
}

/// One server for all tests, started on first use.
fn door() -> SocketAddr {
    static ADDRESS: std::sync::OnceLock<SocketAddr> = std::sync::OnceLock::new();
    *ADDRESS.get_or_init(|| {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async move {
                let (server, address, _) =
                    start(TcpListener::bind("127.0.0.1:0").unwrap(), wiring()).unwrap();
                tell.send(address).unwrap();
                server.await.unwrap();
            });
        });
        told.recv().unwrap()
    })
}

fn wiring() -> Wiring {
    let mut settings = Settings { signals: false, workers: Some(2), graphiql: true, ..Settings::default() };
    settings.deadline = Duration::from_millis(300);
    settings.body_deadline = Duration::from_millis(300);
    settings.limits.bucket = 100.0;
    settings.limits.restore_rate = 0.01;
    settings.origins = vec!["https://front.example".into()];
    Wiring {
        engine: Arc::new(prepare(Schema::build(Query, Mutation, EmptySubscription)).finish()),
        reception: Arc::new(Desk),
        cache: Cache::memory(Clock::system()),
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        keys: Arc::new(|| Box::pin(async { Ok(json!({ "keys": [] })) })),
        library: Arc::new(|_, _| Box::pin(async { Err(Fault::of(Code::NotFound)) })),
        metrics: Arc::new(Metrics::new().unwrap().watching("up2_toys", "Toys", || 7).unwrap()),
        clock: Clock::system(),
        bus: Bus::default(),
        settings,
    }
}

struct Reply {
    status: u16,
    head: String,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

fn send(text: &str) -> Reply {
    let mut socket = TcpStream::connect(door()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    socket.write_all(text.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = socket.read_to_end(&mut bytes);
    let all = String::from_utf8_lossy(&bytes).into_owned();
    let (head, text) = all.split_once("\r\n\r\n").unwrap_or((&all, ""));
    let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_default();
    Reply { status, head: head.to_lowercase(), text: text.to_owned() }
}

fn post_with(head: &str, body: &str) -> Reply {
    let length = body.len();
    send(&format!(
        "POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n{body}"
    ))
}

const JSON: &str = "Content-Type: application/json\r\n";
const RESPONSE: &str =
    "Content-Type: application/json\r\nAccept: application/graphql-response+json\r\nAccept-Language: en\r\n";

fn ask(query: &str) -> Reply {
    post_with(RESPONSE, &json!({ "query": query }).to_string())
}

fn get(path: &str, head: &str) -> Reply {
    send(&format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{head}\r\n"))
}

#[test]
fn an_answer_carries_data_cost_and_headers() {
    let reply = ask("{ hello(name: \"a\") }");
    assert_eq!(
        (reply.status, reply.json()["data"].clone()),
        (200, json!({ "hello": "hello a" })),
        "{}",
        reply.text
    );
    assert_eq!(reply.json()["extensions"]["cost"]["requestedQueryCost"], 1);
    assert!(reply.head.contains("content-type: application/graphql-response+json; charset=utf-8"));
    for header in
        ["cache-control: no-store", "content-language: en", "vary: accept", "x-content-type-options: nosniff"]
    {
        assert!(reply.head.contains(header), "{header}: {}", reply.head);
    }
}

#[test]
fn a_request_is_posted_as_json_one_at_a_time() {
    let body = r#"{"query":"{ hello }"}"#;
    assert_eq!(post_with("", body).status, 415);
    assert_eq!(post_with("Content-Type: text/plain\r\n", body).status, 415);
    assert_eq!(post_with("Content-Type: application/json; charset=utf-8\r\n", body).status, 200);
    assert_eq!(post_with("Content-Type: application/json\r\nAccept: text/html\r\n", body).status, 406);
    for bad in [
        "{",
        "[]",
        "[{\"query\":\"{ hello }\"}]",
        "{}",
        "{\"query\":1}",
        "{\"query\":\"{ hello }\",\"variables\":[]}",
        "{\"query\":\"{ hello }\",\"operationName\":1}",
        "{\"query\":\"{ hello }\",\"extensions\":\"a\"}",
    ] {
        let reply = post_with(JSON, bad);
        assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "{bad}");
        assert!(reply.json().get("data").is_none());
    }
    let nulls = r#"{"query":"{ hello }","variables":null,"operationName":null,"extensions":null}"#;
    assert_eq!(post_with(JSON, nulls).status, 200);
}

#[test]
fn get_only_reads() {
    assert_eq!(get("/graphql?query=%7Bhello%7D", "").status, 200);
    let reply = get("/graphql?query=mutation%7Bact%7D", "");
    assert!(reply.status == 405 && reply.head.contains("allow: post"), "{}", reply.head);
    assert_eq!(get("/graphql", "").status, 400);
    let reply = send("PUT /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(reply.status == 405 && reply.head.contains("allow: get, post"));
}

#[test]
fn refusals_have_codes_and_no_data_and_no_echo() {
    for (query, code) in [
        ("{ hello", "GRAPHQL_PARSE_FAILED"),
        ("{ helo }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ hello(name: 1) }", "BAD_USER_INPUT"),
        ("query ($a: String!) { hello(name: $a) }", "BAD_USER_INPUT"),
        ("{ __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...a } fragment a on Query { ...a }", "GRAPHQL_VALIDATION_FAILED"),
        ("query a { hello } query b { hello }", "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let reply = ask(query);
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{query}: {}", reply.text);
        assert!(reply.json().get("data").is_none() && !reply.text.contains("Did you mean"));
        let legacy = post_with(JSON, &json!({ "query": query }).to_string());
        assert_eq!((legacy.status, legacy.code().as_str()), (200, code), "{query}");
    }
    assert_eq!(ask("{ __typename }").status, 200);
}

#[test]
fn large_documents_are_refused_before_they_are_walked() {
    assert_eq!(ask(&"{".repeat(100_000)).code(), "LIMIT_EXCEEDED");
    let reply = post_with(RESPONSE, &" ".repeat((1 << 20) + 1));
    assert_eq!((reply.status, reply.code().as_str()), (413, "LIMIT_EXCEEDED"));
    let mut bomb = String::from("{ ...f0 }");
    for step in 0..30 {
        bomb += &format!(" fragment f{step} on Query {{ ...f{next} ...f{next} }}", next = step + 1);
    }
    assert_eq!(ask(&(bomb + " fragment f30 on Query { hello }")).code(), "LIMIT_EXCEEDED");
}

#[test]
fn the_largest_document_that_is_let_through_is_quick() {
    let started = std::time::Instant::now();
    assert_eq!(ask(&format!("{}hello{}", "{ unit ".repeat(14) + "{", "}".repeat(15))).status, 200);
    let mut wide = String::from("{ ...f0 }");
    for step in 0..9 {
        wide += &format!(" fragment f{step} on Query {{ ...f{next} ...f{next} }}", next = step + 1);
    }
    let reply = ask(&(wide + " fragment f9 on Query { hello }"));
    assert!(reply.code().is_empty() || reply.code() == "LIMIT_EXCEEDED", "{}", reply.text);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn a_failing_field_is_null_beside_its_siblings() {
    let reply = ask("{ hello broken }");
    assert_eq!(
        (reply.status, reply.json()["data"].clone()),
        (200, json!({ "hello": "hello ", "broken": null }))
    );
    assert_eq!(reply.code(), "FORBIDDEN");
}

#[test]
fn a_panic_and_a_slow_resolver_are_answered() {
    let reply = ask("{ panics }");
    assert_eq!((reply.status, reply.code().as_str()), (500, "INTERNAL"), "{}", reply.text);
    assert!(!reply.text.contains("secret"));
    assert_eq!((ask("{ slow }").status, ask("{ slow }").code().as_str()), (504, "TIMEOUT"));
}

#[test]
fn a_slow_body_is_cut_off() {
    let reply = send(
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    );
    assert_eq!(reply.status, 408, "{}", reply.head);
}

#[test]
fn a_token_that_does_not_hold_is_unauthenticated() {
    let body = r#"{"query":"{ hello }"}"#;
    for header in ["Authorization: Bearer bad\r\n", "Authorization: Basic YTpi\r\n"] {
        let reply = post_with(&format!("{JSON}{header}"), body);
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"));
        assert!(reply.head.contains("www-authenticate: bearer"));
    }
}

#[test]
fn nothing_leaves_that_cannot_be_written_down() {
    let reply =
        post_with(&format!("{RESPONSE}Authorization: Bearer unwritable\r\n"), r#"{"query":"{ hello }"}"#);
    assert_eq!((reply.status, reply.code().as_str()), (500, "INTERNAL"));
    assert!(!reply.text.contains("hello"));
}

#[test]
fn a_full_bucket_says_when_to_come_back() {
    let head = format!("{JSON}Authorization: Bearer spender\r\n");
    let replies: Vec<Reply> = (0..12).map(|_| post_with(&head, r#"{"query":"mutation { act }"}"#)).collect();
    let last = replies.last().unwrap();
    assert_eq!((replies[0].status, last.status, last.code().as_str()), (200, 429, "THROTTLED"));
    assert!(last.head.contains("retry-after: "));
}

#[test]
fn other_origins_read_only_when_listed() {
    let body = r#"{"query":"{ hello }"}"#;
    assert!(
        post_with(&format!("{JSON}Origin: https://front.example\r\n"), body)
            .head
            .contains("access-control-allow-origin")
    );
    assert!(
        !post_with(&format!("{JSON}Origin: https://other.example\r\n"), body)
            .head
            .contains("access-control-allow-origin")
    );
}

#[test]
fn health_keys_figures_and_the_editor_are_served() {
    for path in ["/health/live", "/health/ready", "/.well-known/jwks.json", "/metrics", "/graphiql"] {
        assert_eq!(get(path, "").status, 200, "{path}");
    }
    assert!(get("/metrics", "").text.contains("up2_toys 7"));
    let page = get("/graphiql", "");
    for part in page.text.split(['"']).filter(|part| part.starts_with("/graphiql/")) {
        assert_eq!(get(part, "").status, 200, "{part}");
    }
    assert!(!page.text.contains("://") && !page.text.contains("VERSION"));
}
