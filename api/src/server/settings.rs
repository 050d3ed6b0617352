//! What the street may ask of the house: every limit is a setting with a default that is on.

use std::time::Duration;

pub use super::live::Live;

/// Limits on one request and on one client.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Lexical tokens of a document.
    pub tokens: usize,
    /// Brackets inside brackets, of any kind; keeps the parser's stack small.
    pub nesting: usize,
    /// Fields inside fields, leaves counted.
    pub depth: usize,
    /// Selection sets inside selection sets, fragments counted.
    pub levels: usize,
    /// Aliases, fragments written out.
    pub aliases: u64,
    /// Directives, fragments written out.
    pub directives: u64,
    /// Fields at the root of an operation.
    pub root_fields: u64,
    /// Operations and fragments in a document.
    pub definitions: usize,
    /// Selections of the whole document, fragments written out.
    pub selections: u64,
    /// Cost of one operation.
    pub cost: u64,
    /// Cost that a client may have open at once: the size of its leaky bucket.
    pub bucket: f64,
    /// Cost that a client gets back each second.
    pub restore_rate: f64,
    /// Rows that a connection is taken to have when the query does not say.
    pub assumed_page: u64,
    /// Rows that any other list is taken to have when the query does not say.
    pub assumed_list: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            tokens: 10_000,
            nesting: 50,
            depth: 15,
            levels: 32,
            aliases: 100,
            directives: 50,
            root_fields: 30,
            definitions: 100,
            selections: 5_000,
            cost: 20_000,
            bucket: 40_000.0,
            restore_rate: 1_000.0,
            assumed_page: 100,
            assumed_list: 10,
        }
    }
}

/// How the server behaves towards the street.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Limits on requests and clients.
    pub limits: Limits,
    /// Habits of connections that stay open.
    pub live: Live,
    /// Whether the schema may be asked for.
    pub introspection: bool,
    /// Whether GraphiQL is served; it needs `introspection` to be of use.
    pub graphiql: bool,
    /// Whether published statistics are read without a sign-in.
    pub public_statistics: bool,
    /// Origins whose pages may read answers and open WebSockets (`https://example.se`); none by default.
    pub origins: Vec<String>,
    /// Whether a proxy in front writes the client's address last into X-Forwarded-For.
    pub behind_proxy: bool,
    /// Worker threads for HTTP; none is one a core.
    pub workers: Option<usize>,
    /// Connections that one worker holds at most.
    pub connections: usize,
    /// How long a client may take to send its head.
    pub head_deadline: Duration,
    /// How long a client may take to send its body.
    pub body_deadline: Duration,
    /// How long a request may be worked on.
    pub deadline: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long open requests may take to finish when the server stops.
    pub stop_deadline: Duration,
    /// Whether SIGTERM and SIGINT stop the server; off where several run in one process.
    pub signals: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            live: Live::default(),
            introspection: false,
            graphiql: false,
            public_statistics: true,
            origins: Vec::new(),
            behind_proxy: false,
            workers: None,
            connections: 10_000,
            head_deadline: Duration::from_secs(5),
            body_deadline: Duration::from_secs(10),
            deadline: Duration::from_secs(20),
            keep_alive: Duration::from_secs(75),
            stop_deadline: Duration::from_secs(25),
            signals: true,
        }
    }
}
