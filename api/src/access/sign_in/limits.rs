//! How often a sign-in may be tried: leaky buckets under hashed names, shared by all instances.
//!
//! A user's bucket is poured whether the user exists or not, so that its filling up tells nothing. The bucket for
//! codes is poured only after a right password: when it is full the answer is the ordinary refusal, since another one
//! would say that the password was right.

use data_encoding::HEXLOWER;

use crate::support::cache::Cache;
use crate::support::crypto::Key;
use crate::support::fault::Fault;

/// A bucket's size and how fast it leaks.
struct Shape {
    size: f64,
    per_second: f64,
}

/// Tries a user: ten at once, then one in thirty seconds.
const USER: Shape = Shape { size: 10.0, per_second: 1.0 / 30.0 };
/// Tries an address. A whole municipality may stand behind one: a hundred at once, then one a second.
const ADDRESS: Shape = Shape { size: 100.0, per_second: 1.0 };
/// Codes after a right password: five at once, then two an hour. Guessing one takes twenty years on average.
const CODE: Shape = Shape { size: 5.0, per_second: 1.0 / 1800.0 };

/// Limits of the desk.
#[derive(Debug)]
pub(super) struct Limits {
    cache: Cache,
    key: Key,
}

/// Limits of one user.
pub(super) struct Limited<'a> {
    limits: &'a Limits,
    user: String,
    code: String,
}

impl Limits {
    /// With a key that all instances share.
    pub(super) fn new(cache: Cache, key: Key) -> Self {
        Self { cache, key }
    }

    /// Those of one user.
    pub(super) fn of(&self, municipality: &str, user: &str) -> Limited<'_> {
        let name = |kind: &str| self.name(kind, &[municipality, user]);
        Limited { limits: self, user: name("user"), code: name("code") }
    }

    fn name(&self, kind: &str, parts: &[&str]) -> String {
        let parts: Vec<&[u8]> = [kind].iter().chain(parts).map(|part| part.as_bytes()).collect();
        format!("sign-in:{kind}:{}", HEXLOWER.encode(&self.key.mac(&parts)))
    }

    async fn pour(&self, key: &str, shape: &Shape) -> Result<Option<u64>, Fault> {
        let bucket = self.cache.pour(key, 1.0, shape.size, shape.per_second).await?;
        let wait = ((bucket.level + 1.0 - shape.size) / shape.per_second).ceil().max(1.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and the time to leak"
        )]
        Ok((!bucket.accepted).then_some(wait as u64))
    }
}

impl Limited<'_> {
    /// One try from this address; `THROTTLED` when there were too many.
    pub(super) async fn attempt(&self, address: &str) -> Result<(), Fault> {
        let address = self.limits.name("address", &[address]);
        for (key, shape) in [(&address, &ADDRESS), (&self.user, &USER)] {
            if let Some(seconds) = self.limits.pour(key, shape).await? {
                return Err(Fault::throttled(seconds));
            }
        }
        Ok(())
    }

    /// Whether one more code may be looked at.
    pub(super) async fn code(&self) -> Result<bool, Fault> {
        Ok(self.limits.pour(&self.code, &CODE).await?.is_none())
    }

    /// After a sign-in the user's tries are forgotten. Those of codes only when a code was right: whoever knows the
    /// password alone must not win new tries by signing in without one.
    pub(super) async fn forget(&self, with_code: bool) -> Result<(), Fault> {
        if with_code {
            self.limits.cache.empty(&self.code).await?;
        }
        self.limits.cache.empty(&self.user).await
    }
}
