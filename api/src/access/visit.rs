//! One request: who asks, and what they have touched so far.

use std::sync::Arc;

use async_graphql::Context;
use uuid::Uuid;

use super::Access;
use super::action::Action;
use super::grant::{Grant, flush};
use super::trail::Trail;
use super::viewer::Viewer;
use crate::support::clock::Clock;
use crate::support::fault::{Code, Fault};

/// One request, from its bearer token to its last log entry.
#[derive(Debug)]
pub struct Visit {
    access: Arc<Access>,
    viewer: Option<Viewer>,
    trail: Arc<Trail>,
    reason: Option<String>,
    address: String,
}

impl Visit {
    /// A request by `viewer`, or by nobody known.
    pub(super) fn new(
        access: Arc<Access>,
        viewer: Option<Viewer>,
        reason: Option<String>,
        address: String,
        request_id: Uuid,
    ) -> Self {
        Self { access, viewer, trail: Arc::new(Trail::new(request_id)), reason, address }
    }

    /// Who asks; none without a token.
    pub fn viewer(&self) -> Option<&Viewer> {
        self.viewer.as_ref()
    }

    /// Who asks, or `UNAUTHENTICATED`.
    pub fn signed_in(&self) -> Result<&Viewer, Fault> {
        self.viewer.as_ref().ok_or_else(|| Fault::of(Code::Unauthenticated))
    }

    /// Doors of the installation: sign-in and keys.
    pub fn access(&self) -> &Arc<Access> {
        &self.access
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        self.access.clock()
    }

    /// Why protected persons are read in this request (header `Up2-Reason`).
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Network address of the client, for limits; never logged.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Asks the policy table; the grant is the only way to rows.
    pub fn authorize(&self, action: Action) -> Result<Grant, Fault> {
        Grant::for_viewer(self.signed_in()?, action, &self.trail, self.clock())
    }

    /// Writes everything that the request touched to the access log; without it there is no answer.
    pub async fn finish(&self) -> Result<(), Fault> {
        match &self.viewer {
            Some(viewer) => {
                flush(&self.trail, &viewer.municipality, &viewer.staff.id.to_string(), self.clock()).await
            }
            None => Ok(()),
        }
    }
}

/// What resolvers ask of their context.
pub trait Authorize {
    /// The request.
    fn visit(&self) -> Result<&Arc<Visit>, Fault>;
    /// Asks the policy table.
    fn authorize(&self, action: Action) -> Result<Grant, Fault>;
}

impl Authorize for Context<'_> {
    fn visit(&self) -> Result<&Arc<Visit>, Fault> {
        self.data::<Arc<Visit>>().map_err(|_| Fault::internal(&"request without a visit"))
    }

    fn authorize(&self, action: Action) -> Result<Grant, Fault> {
        self.visit()?.authorize(action)
    }
}
