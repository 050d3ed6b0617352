//! The installation's signing keys over time: the first one, the ring that each instance holds, and rotation.
//!
//! Instances take the registry's keys anew each [`RELOAD`]. A new key waits [`PUBLISHED_BEFORE`], so that every
//! instance, and whoever keeps a copy of the published keys, knows it before it signs. The keys before it are accepted
//! until the last token that they may have signed has ended.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::sign_in::TOKEN_LIFETIME;
use super::signing::{KeyRing, SigningKey};
use super::tenants::RegistryDb;
use crate::support::crypto::Key;
use crate::support::fault::Fault;

/// How often an instance takes the registry's keys anew.
pub const RELOAD: TimeDelta = TimeDelta::minutes(1);
/// How long a new key is published before it signs; others may keep `/.well-known/jwks.json` for half as long.
pub const PUBLISHED_BEFORE: TimeDelta = TimeDelta::minutes(10);
/// More than clocks of instances may be apart.
const MARGIN: TimeDelta = TimeDelta::minutes(2);

/// The ring of all keys in the registry.
pub async fn load(
    registry: &RegistryDb,
    master: &Key,
    issuer: &str,
    audience: &str,
) -> Result<KeyRing, Fault> {
    let rows = registry.signing_keys().await?;
    let keys: Result<Vec<_>, _> = rows.iter().map(|row| SigningKey::from_stored(master, row)).collect();
    Ok(KeyRing::new(issuer, audience, keys?))
}

/// Makes the first key, which signs at once, unless there is one. Belongs to setting up, not to serving.
pub async fn ensure_first(registry: &RegistryDb, master: &Key, now: DateTime<Utc>) -> Result<(), Fault> {
    if registry.signing_keys().await?.is_empty() {
        // Tokens say when they were issued in whole seconds: the first must not seem older than its key.
        let key = SigningKey::random(now.trunc_subsecs(0))?;
        registry.add_signing_key(key.to_stored(master)).await?;
    }
    Ok(())
}

/// Makes a new key, has those before it retire when their last tokens have ended, and gives its id.
pub async fn rotate(registry: &RegistryDb, master: &Key, now: DateTime<Utc>) -> Result<String, Fault> {
    let before = registry.signing_keys().await?;
    let signs_from = now + if before.is_empty() { TimeDelta::zero() } else { PUBLISHED_BEFORE };
    let key = SigningKey::random(signs_from)?;
    registry.add_signing_key(key.to_stored(master)).await?;
    for row in before.iter().filter(|row| row.retired_at.is_none()) {
        // Another key that still waits may sign after this one has come: it ends with the others all the same.
        registry
            .retire_signing_key(&row.kid, signs_from.max(row.signs_from) + TOKEN_LIFETIME + MARGIN)
            .await?;
    }
    Ok(key.kid().to_owned())
}
