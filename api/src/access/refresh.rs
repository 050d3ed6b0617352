//! Refresh tokens: random, usable once, kept as a hash only.
//!
//! The municipality stands in front, in the clear, because it says in whose database the rest is to be looked up.

use data_encoding::BASE64URL_NOPAD;

use crate::support::crypto::{random_bytes, sha256};

const SECRET: usize = 32;

/// A refresh token in the hand of a client; its text is never printed.
pub struct RefreshToken {
    municipality: String,
    text: String,
}

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RefreshToken({}.…)", self.municipality)
    }
}

impl RefreshToken {
    /// A new one for a session in this municipality.
    pub fn random(municipality: &str) -> Self {
        let text = format!("{municipality}.{}", BASE64URL_NOPAD.encode(&random_bytes::<SECRET>()));
        Self { municipality: municipality.to_owned(), text }
    }

    /// Reads what a client sends; nothing if it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let (municipality, secret) = text.split_once('.')?;
        let is_code =
            (3..=4).contains(&municipality.len()) && municipality.bytes().all(|b| b.is_ascii_alphanumeric());
        let fits = secret.len() == BASE64URL_NOPAD.encode_len(SECRET);
        let is_secret = fits && BASE64URL_NOPAD.decode(secret.as_bytes()).is_ok();
        (is_code && is_secret).then(|| Self { municipality: municipality.to_owned(), text: text.to_owned() })
    }

    /// Municipality code, or `SKR`: not proved by anything until the hash is found there.
    pub fn municipality(&self) -> &str {
        &self.municipality
    }

    /// The text for the client.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is stored and searched for. The secret is random, so a plain hash is enough.
    pub fn hash(&self) -> Vec<u8> {
        sha256(self.text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_read_back_with_the_same_hash() {
        let token = RefreshToken::random("0483");
        let read = RefreshToken::parse(token.text());
        assert_eq!(read.as_ref().map(RefreshToken::municipality), Some("0483"));
        assert_eq!(read.map(|read| read.hash()), Some(token.hash()));
        assert!(RefreshToken::parse(RefreshToken::random("SKR").text()).is_some());
    }

    #[test]
    fn the_same_secret_in_another_municipality_is_another_token() {
        let token = RefreshToken::random("0483");
        let moved = RefreshToken::parse(&token.text().replacen("0483", "0513", 1));
        assert!(moved.is_some_and(|moved| moved.hash() != token.hash()));
    }

    #[test]
    fn what_cannot_be_ours_is_not_read() {
        let good = RefreshToken::random("0483").text().to_owned();
        let bad = [
            String::new(),
            "0483".into(),
            good.replace('.', ""),
            good.replace("0483", "../x"),
            good.clone() + "A",
        ];
        for text in bad {
            assert!(RefreshToken::parse(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn its_text_is_not_printed() {
        let token = RefreshToken::random("0483");
        assert_eq!(format!("{token:?}"), "RefreshToken(0483.…)");
    }
}
