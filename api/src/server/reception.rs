//! The desk between the street and the house: who comes in, what they carry, and what must be written down before an
//! answer leaves. The trait is defined here and implemented where people and logs are known.

use std::net::IpAddr;

use async_graphql::Data;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::support::fault::Fault;

/// What a request says about its sender; nothing of it is checked yet.
#[derive(Clone)]
pub struct Caller {
    /// The bearer token, if one was sent.
    pub token: Option<String>,
    /// Why data is read (header `Up2-Reason`), decoded; personal data.
    pub reason: Option<String>,
    /// The address that the request came from.
    pub address: Option<IpAddr>,
    /// The id of this request, also sent in `X-Request-Id`.
    pub request: Uuid,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller").field("request", &self.request).finish_non_exhaustive()
    }
}

/// A caller that may come in, with or without a sign-in.
pub struct Received {
    /// What resolvers find in their context.
    pub data: Data,
    /// Whose leaky bucket the request is poured into: municipality and client. Hashed before it is used.
    pub bucket: String,
    /// What is to be done before the answer leaves.
    pub visit: Box<dyn Visit>,
    /// The sign-in that the token names; none for a caller without one.
    pub sign_in: Option<SignIn>,
}

/// A sign-in, as far as an open connection needs to know it.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Which session of which municipality; tells nothing else.
    pub session: String,
    /// When the token ends.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Received(…)")
    }
}

/// Receives callers.
#[async_trait]
pub trait Reception: Send + Sync + 'static {
    /// Checks the token and opens a visit. A token that does not hold is `UNAUTHENTICATED`; none at all is a visit
    /// without a sign-in.
    async fn receive(&self, caller: Caller) -> Result<Received, Fault>;
}

/// One request inside the house.
#[async_trait]
pub trait Visit: Send + 'static {
    /// Called once after execution, before anything leaves, also when the request timed out or broke. A fault here
    /// replaces the whole answer: nothing leaves that was not written down.
    async fn finish(self: Box<Self>) -> Result<(), Fault>;
}

/// A visit that leaves no trace.
#[derive(Clone, Copy, Debug)]
pub struct NoTrace;

#[async_trait]
impl Visit for NoTrace {
    async fn finish(self: Box<Self>) -> Result<(), Fault> {
        Ok(())
    }
}
