//! What stays open: `graphql-transport-ws` over a WebSocket at `/graphql`, and `graphql-sse` (distinct connections) at
//! `/graphql/stream` or by `Accept: text/event-stream`.
//!
//! What always holds: each event is a request of its own, from the token on; a connection lives no longer than its
//! token; everything that waits for a client is bounded, and who does not take it is let go.

mod door;
mod operation;
mod origin;
mod places;
mod socket;
pub(super) mod sse;
mod transport;

use std::time::Duration;

pub(super) use door::open;
pub(super) use places::Places;
use tokio::sync::watch;

/// Waits until the server is told to stop.
async fn told_to_stop(stopping: &mut watch::Receiver<bool>) {
    if stopping.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending().await
    }
}

/// Habits of open connections.
#[derive(Clone, Debug)]
pub struct Live {
    /// How long a client may take to introduce itself.
    pub init_deadline: Duration,
    /// How often a client is pinged, and a stream sent a comment.
    pub ping_every: Duration,
    /// How long a socket from which nothing comes, or on which nothing is asked for, is kept.
    pub idle: Duration,
    /// How often the clock is looked at.
    pub tick: Duration,
    /// How long a client may take to take what is sent to it.
    pub send_deadline: Duration,
    /// Operations that one socket has at once.
    pub operations: usize,
    /// Connections of one sign-in to this instance.
    pub of_session: usize,
    /// Connections of one address to this instance; a whole school may share one.
    pub of_address: usize,
    /// Connections to this instance.
    pub of_all: usize,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            init_deadline: Duration::from_secs(5),
            ping_every: Duration::from_secs(15),
            idle: Duration::from_secs(60),
            tick: Duration::from_secs(1),
            send_deadline: Duration::from_secs(10),
            operations: 20,
            of_session: 10,
            of_address: 500,
            of_all: 5_000,
        }
    }
}
