//! Who may do what to whom: tokens, viewers, the policy table, grants, the access log, and the only way to a
//! municipality's database.

pub mod accounts;
pub mod action;
pub mod cases;
pub mod classified;
pub mod everybody;
pub mod explain;
pub mod figures;
pub mod glass;
pub mod grant;
pub mod hand_over;
pub mod holders;
pub mod keys;
pub mod loading;
pub mod log;
pub mod oversight;
pub mod password;
pub mod policy;
pub mod refresh;
pub mod rights;
pub mod rows;
pub mod seal;
pub mod secrecy;
pub mod sign_in;
pub mod signing;
pub mod skr;
pub mod sums;
pub mod tenants;
pub mod token;
pub mod totp;
pub mod trail;
pub mod viewer;
pub mod visit;
pub mod young_adult;

use std::sync::Arc;

use uuid::Uuid;

pub use action::Action;
pub use grant::{Grant, Job};
pub use visit::{Asker, Authorize, Visit};

use crate::support::cache::Cache;
use crate::support::clock::Clock;
use crate::support::fault::{Code, Fault};
use tenants::Tenants;

/// The doors of one installation.
#[derive(Debug)]
pub struct Access {
    tenants: Arc<Tenants>,
    cache: Cache,
}

impl Access {
    /// Opens the doors.
    pub fn new(tenants: Arc<Tenants>, cache: Cache) -> Self {
        Self { tenants, cache }
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        self.tenants.clock()
    }

    /// Handles of the municipalities.
    pub fn tenants(&self) -> &Arc<Tenants> {
        &self.tenants
    }

    /// What instances share for a short while.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// A grant for a job in one municipality.
    pub async fn job(&self, job: Job, municipality: &str) -> Result<Grant, Fault> {
        let handle = self.tenants.handle(municipality).await?;
        let request_id = crate::support::ids::new_id(self.clock().now());
        Grant::for_job(job, handle, Arc::new(trail::Trail::new(request_id)), self.clock()).await
    }

    /// Checks a municipality's access log against its signed heads.
    pub async fn verify_log(
        &self,
        municipality: &str,
        signer: &dyn log::HeadSigner,
    ) -> Result<log::Verified, Fault> {
        log::verify(&self.tenants, municipality, signer, self.tenants.config().heads_file.as_deref()).await
    }

    /// A request of a session that a verified token names; without one, by nobody known.
    pub async fn visit(
        self: &Arc<Self>,
        session: Option<(&str, Uuid)>,
        reason: Option<String>,
        address: String,
        request_id: Uuid,
    ) -> Result<Visit, Fault> {
        let now = self.clock().now();
        let asker = match session {
            None => Asker::Nobody,
            Some((skr::CODE, session_id)) => {
                Asker::Skr(skr::load(self.tenants.registry(), session_id, now).await?)
            }
            Some((municipality, session_id)) => {
                let handle = self.tenants.handle(municipality).await.map_err(gone_with_its_municipality)?;
                Asker::Staff(viewer::load(handle, session_id, now, self.clock().today()).await?)
            }
        };
        Ok(Visit::new(self.clone(), asker, reason, address, request_id))
    }
}

/// A session whose municipality is not there is no session.
fn gone_with_its_municipality(fault: Fault) -> Fault {
    if fault.code() == Code::NotFound { Fault::of(Code::Unauthenticated) } else { fault }
}
