//! Access tokens: short-lived, signed, without personal data.
//!
//! A token says which session of which account in which municipality asks, and how strongly it signed in. It gives no
//! right: rights are read from the municipality's own database at each request.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::signing::KeyRing;
use crate::support::fault::{Code, Fault};
use crate::support::ids;

const TOKEN_TYPE: &str = "at+jwt";
/// How far clocks of instances may be apart, in seconds.
const LEEWAY: i64 = 30;
/// Signed in with a password alone.
const ONE_FACTOR: &str = "urn:up2:acr:1";
/// Signed in with a second factor.
const TWO_FACTORS: &str = "urn:up2:acr:2";

/// What an access token says; every claim is required, and there are no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Which installation gave it.
    pub iss: String,
    /// For which service.
    pub aud: String,
    /// Account.
    pub sub: Uuid,
    /// Session: when it is signed out, the token is worth nothing.
    pub sid: Uuid,
    /// Municipality code, or `SKR`.
    pub mun: String,
    /// Given at, in seconds.
    pub iat: i64,
    /// Not valid before, in seconds.
    pub nbf: i64,
    /// Not valid from, in seconds.
    pub exp: i64,
    /// Id of this token.
    pub jti: Uuid,
    /// How the person signed in (RFC 8176): `pwd`, and `otp` and `mfa` with a second factor.
    pub amr: Vec<String>,
    /// How strong that is.
    pub acr: String,
}

/// Whom a token is given to.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Account.
    pub account: Uuid,
    /// Session.
    pub session: Uuid,
    /// Municipality code, or `SKR`.
    pub municipality: String,
    /// Whether a second factor was shown.
    pub second_factor: bool,
}

impl Claims {
    /// Whether the person signed in with a second factor.
    pub fn has_second_factor(&self) -> bool {
        self.acr == TWO_FACTORS
    }

    fn hold_at(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        self.nbf <= now.saturating_add(LEEWAY) && now < self.exp.saturating_add(LEEWAY)
    }
}

impl KeyRing {
    /// What a token for this sign-in says, valid from `now` for `lifetime`.
    pub fn claims(&self, who: &SignedIn, now: DateTime<Utc>, lifetime: TimeDelta) -> Claims {
        let methods: &[&str] = if who.second_factor { &["pwd", "otp", "mfa"] } else { &["pwd"] };
        Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: who.account,
            sid: who.session,
            mun: who.municipality.clone(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + lifetime).timestamp(),
            jti: ids::random_id(),
            amr: methods.iter().map(|&method| method.to_owned()).collect(),
            acr: if who.second_factor { TWO_FACTORS } else { ONE_FACTOR }.to_owned(),
        }
    }

    /// The token that says this, signed by the key of the time it is given.
    pub fn issue(&self, claims: &Claims) -> Result<String, Fault> {
        let now =
            DateTime::from_timestamp(claims.iat, 0).ok_or_else(|| Fault::internal(&"iat is no time"))?;
        let payload = serde_json::to_vec(claims).map_err(|cause| Fault::internal(&cause))?;
        self.sign(TOKEN_TYPE, &payload, now)
    }

    /// What a token says, if it is ours, for us, and valid now; why not is not told.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Fault> {
        let payload = self.open_current(TOKEN_TYPE, token, now)?;
        serde_json::from_slice(&payload)
            .ok()
            .filter(|claims: &Claims| {
                claims.iss == self.issuer && claims.aud == self.audience && claims.hold_at(now)
            })
            .ok_or_else(|| Fault::of(Code::Unauthenticated))
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
