//! Signs the heads of access logs with the installation's keys.

use std::sync::Arc;

use super::log::HeadSigner;
use super::signing::KeyRing;
use crate::support::clock::Clock;
use crate::support::fault::Fault;

/// A signer of heads.
#[derive(Clone, Debug)]
pub struct Seal {
    ring: Arc<KeyRing>,
    clock: Clock,
}

impl Seal {
    /// With these keys.
    pub fn new(ring: Arc<KeyRing>, clock: Clock) -> Self {
        Self { ring, clock }
    }
}

impl HeadSigner for Seal {
    fn sign(&self, payload: &[u8]) -> Result<String, Fault> {
        self.ring.sign_text(payload, self.clock.now())
    }

    fn verify(&self, jws: &str) -> Result<Vec<u8>, Fault> {
        self.ring.verify_text(jws)
    }
}
