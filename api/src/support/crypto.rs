//! Keys, encryption of personal columns, keyed hashes.
//!
//! A municipality has one random key. It is kept wrapped by the master key, and never used itself: from it come a
//! key for columns, one for the search hash of civic numbers and one for the access log.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use super::fault::Fault;

const NONCE: usize = 24;

/// A key of 32 bytes; never printed.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Fills `bytes` with randomness from the operating system.
#[allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "the one place that takes randomness; without it nothing is safe"
)]
pub fn fill_random(bytes: &mut [u8]) {
    if let Err(cause) = getrandom::fill(bytes) {
        panic!("the operating system gives no randomness: {cause}");
    }
}

/// `N` random bytes.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

impl Key {
    /// A new random key.
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// From exactly 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, to be wrapped or written to a key file.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Another key for one purpose.
    pub fn derive(&self, purpose: &str) -> Self {
        Self::from_bytes(&self.mac(&[purpose.as_bytes()])).unwrap_or_else(Self::random)
    }

    /// Keyed hash (HMAC-SHA-256) of the parts, each with its length before it.
    pub fn mac(&self, parts: &[&[u8]]) -> Vec<u8> {
        // A key of any length is accepted, so the branch without one cannot be reached.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) else { return Vec::new() };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }

    /// Encrypts; `place` (table, column) is bound to the text, so that it cannot be moved elsewhere.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = random_bytes();
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let mut sealed = nonce.to_vec();
        // Encryption fails only for texts of more than 256 GiB.
        sealed.extend(cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default());
        sealed
    }

    /// Decrypts what [`Key::seal`] made for the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        let (nonce, text) =
            sealed.split_first_chunk::<NONCE>().ok_or_else(|| Fault::internal(&"sealed text too short"))?;
        XChaCha20Poly1305::new(&self.0.into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: place.as_bytes() })
            .map_err(|_| Fault::internal(&format!("cannot decrypt {place}: wrong key, or changed")))
    }

    /// Decrypts a text.
    pub fn open_text(&self, place: &str, sealed: &[u8]) -> Result<String, Fault> {
        String::from_utf8(self.open(place, sealed)?)
            .map_err(|_| Fault::internal(&format!("{place} is no text")))
    }
}

/// The keys of one municipality.
#[derive(Clone, Debug)]
pub struct Keys {
    /// For personal columns.
    pub columns: Key,
    /// For the search hash of civic numbers.
    pub civic: Key,
    /// For the chain of the access log.
    pub log: Key,
}

impl Keys {
    /// From the municipality's own key.
    pub fn of(data_key: &Key) -> Self {
        Self {
            columns: data_key.derive("columns"),
            civic: data_key.derive("civic number"),
            log: data_key.derive("access log"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
        let key = Key::random();
        let sealed = key.seal("youth.email", b"text");
        assert_eq!(key.open("youth.email", &sealed).unwrap_or_default(), b"text");
        assert!(key.open("youth.phone", &sealed).is_err());
        assert!(Key::random().open("youth.email", &sealed).is_err());
    }

    #[test]
    fn the_same_text_is_never_sealed_to_the_same_bytes() {
        let key = Key::random();
        assert_ne!(key.seal("a", b"text"), key.seal("a", b"text"));
    }

    #[test]
    fn a_keyed_hash_keeps_its_parts_apart() {
        let key = Key::random();
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
    }
}
