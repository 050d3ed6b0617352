//! One request: who asks, and what they have touched so far.

use std::sync::Arc;

use async_graphql::Context;
use uuid::Uuid;

use super::Access;
use super::action::Action;
use super::grant::{Grant, flush};
use super::skr::SkrViewer;
use super::tenants::RegistryDb;
use super::trail::Trail;
use super::viewer::Viewer;
use crate::support::clock::Clock;
use crate::support::fault::{Code, Fault};

/// Who asks.
#[derive(Clone, Debug)]
pub enum Asker {
    /// Nobody known: no token was sent.
    Nobody,
    /// A member of a municipality's staff.
    Staff(Viewer),
    /// A member of SKR's staff, who reaches what is published and no municipality.
    Skr(SkrViewer),
}

/// One request, from its bearer token to its last log entry.
#[derive(Debug)]
pub struct Visit {
    access: Arc<Access>,
    asker: Asker,
    trail: Arc<Trail>,
    reason: Option<String>,
    address: String,
}

impl Visit {
    /// A request by somebody, or by nobody known.
    pub(super) fn new(
        access: Arc<Access>,
        asker: Asker,
        reason: Option<String>,
        address: String,
        request_id: Uuid,
    ) -> Self {
        Self { access, asker, trail: Arc::new(Trail::new(request_id)), reason, address }
    }

    /// Who asks.
    pub fn asker(&self) -> &Asker {
        &self.asker
    }

    /// The member of a municipality's staff who asks. Without a token `UNAUTHENTICATED`; SKR's staff, who have no
    /// municipality, `FORBIDDEN`.
    pub fn signed_in(&self) -> Result<&Viewer, Fault> {
        match &self.asker {
            Asker::Staff(viewer) => Ok(viewer),
            Asker::Skr(_) => Err(Fault::of(Code::Forbidden)),
            Asker::Nobody => Err(Fault::of(Code::Unauthenticated)),
        }
    }

    /// Where what is published stands: open to everybody, or, where the setting `public_statistics` is off, to whoever
    /// has signed in.
    pub fn published(&self) -> Result<&RegistryDb, Fault> {
        let tenants = self.access.tenants();
        match &self.asker {
            Asker::Nobody if !tenants.config().public_statistics => Err(Fault::of(Code::Unauthenticated)),
            _ => Ok(tenants.registry()),
        }
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
        match &self.asker {
            Asker::Staff(viewer) => {
                flush(&self.trail, &viewer.municipality, &viewer.staff.id.to_string(), self.clock()).await
            }
            // No grant, so nothing of a person was touched.
            Asker::Skr(_) | Asker::Nobody => Ok(()),
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
