//! Keys that sign, and the ring that holds them: Ed25519, and nothing else.
//!
//! Everything signed is a JWS in compact form whose header holds exactly `alg`, `kid` and `typ`. Any other header is
//! refused, `crit` above all, so that no header can ask for anything. `typ` says what the text is for: a head of an
//! access log never passes for an access token, nor the other way round.
//!
//! Rotation needs no pause: a new key is published before its `signs_from` comes, and an old one is accepted until
//! its `retired_at`.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use entity::registry::signing_key::Model;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::crypto::{Key, random_bytes, sha256};
use crate::support::fault::{Code, Fault};

const ALGORITHM: &str = "EdDSA";
const HEAD_TYPE: &str = "up2-log-head";
/// What may be parsed at all; ours have about 700 bytes.
const LONGEST: usize = 4096;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// One key pair and the time in which it is used.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    public: [u8; 32],
    private: EncodingKey,
    signs_from: DateTime<Utc>,
    retired_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.kid)
    }
}

impl SigningKey {
    /// A new random key that signs from `signs_from` on.
    pub fn random(signs_from: DateTime<Utc>) -> Result<Self, Fault> {
        Self::of(&ed25519_dalek::SigningKey::from_bytes(&random_bytes()), signs_from, None)
    }

    fn of(
        pair: &ed25519_dalek::SigningKey,
        signs_from: DateTime<Utc>,
        retired_at: Option<DateTime<Utc>>,
    ) -> Result<Self, Fault> {
        let public = pair.verifying_key().to_bytes();
        let document = pair.to_pkcs8_der().map_err(|cause| Fault::internal(&cause))?;
        let private = EncodingKey::from_ed_der(document.as_bytes());
        Ok(Self { kid: thumbprint(&public), public, private, signs_from, retired_at })
    }

    /// As the registry keeps it, the private half encrypted by the master key.
    pub fn to_stored(&self, master: &Key) -> Model {
        Model {
            kid: self.kid.clone(),
            public_key: self.public.to_vec(),
            private_key: master.seal(&place(&self.kid), self.private.as_bytes()),
            signs_from: self.signs_from,
            retired_at: self.retired_at,
        }
    }

    /// From the registry. The public half is computed anew: who can write rows but lacks the master key cannot slip in
    /// a key of their own.
    pub fn from_stored(master: &Key, row: &Model) -> Result<Self, Fault> {
        let document = master.open(&place(&row.kid), &row.private_key)?;
        let pair =
            ed25519_dalek::SigningKey::from_pkcs8_der(&document).map_err(|cause| Fault::internal(&cause))?;
        let key = Self::of(&pair, row.signs_from, row.retired_at)?;
        if key.kid != row.kid || key.public[..] != row.public_key[..] {
            return Err(Fault::internal(&format!(
                "signing key {}: its halves do not belong together",
                row.kid
            )));
        }
        Ok(key)
    }

    /// The same key, accepted for tokens until `at` only.
    pub fn retired(mut self, at: DateTime<Utc>) -> Self {
        self.retired_at = Some(at);
        self
    }

    /// Its id, made from its public half (RFC 7638).
    pub fn kid(&self) -> &str {
        &self.kid
    }

    fn is_accepted(&self, now: DateTime<Utc>) -> bool {
        self.retired_at.is_none_or(|at| now < at)
    }

    /// Signs whatever header and payload a forger may think of.
    #[cfg(test)]
    pub(super) fn sign_raw(&self, header: &Value, payload: &[u8]) -> String {
        let header = BASE64URL_NOPAD.encode(header.to_string().as_bytes());
        let signed = format!("{header}.{}", BASE64URL_NOPAD.encode(payload));
        let signature = crypto::sign(signed.as_bytes(), &self.private, Algorithm::EdDSA).unwrap_or_default();
        format!("{signed}.{signature}")
    }

    fn jwk(&self) -> Value {
        json!({
            "kty": "OKP", "crv": "Ed25519", "x": BASE64URL_NOPAD.encode(&self.public),
            "kid": self.kid, "use": "sig", "alg": ALGORITHM,
        })
    }
}

fn place(kid: &str) -> String {
    format!("signing_key.private_key/{kid}")
}

fn thumbprint(public: &[u8]) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, BASE64URL_NOPAD.encode(public));
    BASE64URL_NOPAD.encode(&sha256(members.as_bytes()))
}

/// All keys of the installation, and the names that stand in its tokens.
#[derive(Clone, Debug)]
pub struct KeyRing {
    pub(super) issuer: String,
    pub(super) audience: String,
    keys: Vec<SigningKey>,
}

impl KeyRing {
    /// A ring of all keys in the registry, retired ones too: they still prove old heads of logs.
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>, mut keys: Vec<SigningKey>) -> Self {
        keys.sort_by_key(|key| std::cmp::Reverse(key.signs_from));
        Self { issuer: issuer.into(), audience: audience.into(), keys }
    }

    /// The keys with which tokens can be checked elsewhere (`/.well-known/jwks.json`).
    pub fn jwks(&self, now: DateTime<Utc>) -> Value {
        let keys: Vec<_> = self.keys.iter().filter(|key| key.is_accepted(now)).map(SigningKey::jwk).collect();
        json!({ "keys": keys })
    }

    /// Signs a head of an access log.
    pub fn sign_text(&self, payload: &[u8], now: DateTime<Utc>) -> Result<String, Fault> {
        self.sign(HEAD_TYPE, payload, now)
    }

    /// The head of an access log that [`KeyRing::sign_text`] signed; retired keys count, since heads outlive them.
    pub fn verify_text(&self, text: &str) -> Result<Vec<u8>, Fault> {
        self.open(HEAD_TYPE, text, |_| true)
    }

    /// Signs with the newest key whose time has come.
    pub(super) fn sign(&self, typ: &str, payload: &[u8], now: DateTime<Utc>) -> Result<String, Fault> {
        let key = self
            .keys
            .iter()
            .find(|key| key.signs_from <= now && key.is_accepted(now))
            .ok_or_else(|| Fault::internal(&"no signing key for this time"))?;
        let header = Header { alg: ALGORITHM.into(), kid: key.kid.clone(), typ: typ.into() };
        let header = serde_json::to_vec(&header).map_err(|cause| Fault::internal(&cause))?;
        let signed = format!("{}.{}", BASE64URL_NOPAD.encode(&header), BASE64URL_NOPAD.encode(payload));
        let signature = crypto::sign(signed.as_bytes(), &key.private, Algorithm::EdDSA);
        Ok(format!("{signed}.{}", signature.map_err(|cause| Fault::internal(&cause))?))
    }

    /// The payload of a token of this type, if one of the accepted keys signed it now.
    pub(super) fn open_current(&self, typ: &str, text: &str, now: DateTime<Utc>) -> Result<Vec<u8>, Fault> {
        self.open(typ, text, |key| key.is_accepted(now))
    }

    fn open(&self, typ: &str, text: &str, accepts: impl Fn(&SigningKey) -> bool) -> Result<Vec<u8>, Fault> {
        self.payload(typ, text, accepts).ok_or_else(|| Fault::of(Code::Unauthenticated))
    }

    fn payload(&self, typ: &str, text: &str, accepts: impl Fn(&SigningKey) -> bool) -> Option<Vec<u8>> {
        if text.len() > LONGEST {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).ok()?).ok()?;
        if header.alg != ALGORITHM || header.typ != typ {
            return None;
        }
        let key = self.keys.iter().find(|key| key.kid == header.kid && accepts(key))?;
        let public = DecodingKey::from_ed_der(&key.public);
        let holds = crypto::verify(signature, signed.as_bytes(), &public, Algorithm::EdDSA).unwrap_or(false);
        holds.then(|| BASE64URL_NOPAD.decode(payload.as_bytes()).ok()).flatten()
    }
}

#[cfg(test)]
#[path = "signing_tests.rs"]
mod tests;
