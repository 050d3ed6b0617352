//! What passes for an access token: what we gave, unchanged, in its time, and nothing else.

use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::access::signing::SigningKey;

struct Desk {
    key: SigningKey,
    ring: KeyRing,
    now: DateTime<Utc>,
}

impl Desk {
    fn open() -> Result<Self, Fault> {
        let now = DateTime::from_timestamp(1_764_000_000, 0).unwrap_or_default();
        let key = SigningKey::random(now)?;
        let ring = KeyRing::new("https://up2.example", "up2", vec![key.clone()]);
        Ok(Self { key, ring, now })
    }

    fn claims(&self) -> Claims {
        let who = SignedIn {
            account: ids::random_id(),
            session: ids::random_id(),
            municipality: "0483".into(),
            second_factor: true,
        };
        self.ring.claims(&who, self.now, TimeDelta::minutes(10))
    }

    fn header(&self) -> Value {
        json!({ "alg": "EdDSA", "kid": self.key.kid(), "typ": TOKEN_TYPE })
    }

    fn payload(&self) -> Value {
        json!(self.claims())
    }

    /// Signs with our own key, as only a mistake of ours could.
    fn signed(&self, header: &Value, payload: &Value) -> String {
        self.key.sign_raw(header, payload.to_string().as_bytes())
    }

    fn accepts(&self, token: &str) -> bool {
        self.ring.verify(token, self.now).is_ok()
    }
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().map(|members| members.remove(name));
    object
}

#[test]
fn what_was_issued_is_read_back() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let claims = desk.claims();
    let read = desk.ring.verify(&desk.ring.issue(&claims)?, desk.now)?;
    assert_eq!(read, claims);
    assert!(read.has_second_factor());
    assert!(desk.accepts(&desk.signed(&desk.header(), &desk.payload())), "the forger's tools do work");
    Ok(())
}

#[test]
fn a_refusal_does_not_say_why() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let refused = desk.ring.verify("nonsense", desk.now).err();
    assert_eq!(refused.map(|fault| fault.code()), Some(Code::Unauthenticated));
    Ok(())
}

#[test]
fn a_token_works_in_its_time_with_half_a_minute_to_spare() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let token = desk.ring.issue(&desk.claims())?;
    for (seconds, accepted) in
        [(-31, false), (-30, true), (0, true), (629, true), (630, false), (86_400, false)]
    {
        let then = desk.now + TimeDelta::seconds(seconds);
        assert_eq!(desk.ring.verify(&token, then).is_ok(), accepted, "{seconds}");
    }
    Ok(())
}

#[test]
fn times_that_overflow_do_no_harm() -> Result<(), Fault> {
    let desk = Desk::open()?;
    for (name, value) in [("nbf", i64::MAX), ("exp", i64::MIN)] {
        assert!(!desk.accepts(&desk.signed(&desk.header(), &with(desk.payload(), name, json!(value)))));
    }
    Ok(())
}

#[test]
fn another_algorithm_is_refused() -> Result<(), Fault> {
    let desk = Desk::open()?;
    for algorithm in ["none", "None", "HS256", "RS256", "ES256", "Ed25519", "eddsa", ""] {
        let header = with(desk.header(), "alg", json!(algorithm));
        assert!(!desk.accepts(&desk.signed(&header, &desk.payload())), "{algorithm}");
    }
    let unsigned = desk.signed(&with(desk.header(), "alg", json!("none")), &desk.payload());
    let body = unsigned.rsplit_once('.').map_or("", |(body, _)| body);
    assert!(!desk.accepts(&format!("{body}.")) && !desk.accepts(body));
    Ok(())
}

#[test]
fn a_keyed_hash_under_the_public_key_is_no_signature() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let x = desk.ring.jwks(desk.now)["keys"][0]["x"].as_str().unwrap_or_default().to_owned();
    let public = BASE64URL_NOPAD.decode(x.as_bytes()).unwrap_or_default();
    for secret in [public.as_slice(), x.as_bytes()] {
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        header.kid = Some(desk.key.kid().to_owned());
        header.typ = Some(TOKEN_TYPE.to_owned());
        let key = jsonwebtoken::EncodingKey::from_secret(secret);
        let forged = jsonwebtoken::encode(&header, &desk.claims(), &key).unwrap_or_default();
        assert!(!forged.is_empty() && !desk.accepts(&forged));
    }
    Ok(())
}

#[test]
fn another_key_is_refused_under_our_key_id_and_under_its_own() -> Result<(), Fault> {
    let (desk, thief) = (Desk::open()?, Desk::open()?);
    assert!(!desk.accepts(&thief.signed(&desk.header(), &desk.payload())));
    assert!(!desk.accepts(&thief.signed(&thief.header(), &desk.payload())));
    Ok(())
}

#[test]
fn every_header_is_required_and_there_are_no_others() -> Result<(), Fault> {
    let desk = Desk::open()?;
    for name in ["alg", "kid", "typ"] {
        assert!(!desk.accepts(&desk.signed(&without(desk.header(), name), &desk.payload())), "{name}");
    }
    let jwk = desk.ring.jwks(desk.now)["keys"][0].clone();
    let extra = [
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("jwk", jwk),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
    ];
    for (name, value) in extra {
        assert!(!desk.accepts(&desk.signed(&with(desk.header(), name, value), &desk.payload())), "{name}");
    }
    Ok(())
}

#[test]
fn every_claim_is_required_and_there_are_no_others() -> Result<(), Fault> {
    let desk = Desk::open()?;
    for name in ["iss", "aud", "sub", "sid", "mun", "iat", "nbf", "exp", "jti", "amr", "acr"] {
        assert!(!desk.accepts(&desk.signed(&desk.header(), &without(desk.payload(), name))), "{name}");
    }
    assert!(!desk.accepts(&desk.signed(&desk.header(), &with(desk.payload(), "scope", json!("all")))));
    Ok(())
}

#[test]
fn wrong_claims_are_refused() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let now = desk.now.timestamp();
    let wrong = [
        ("iss", json!("https://elsewhere.example")),
        ("aud", json!("other")),
        ("aud", json!(["up2"])),
        ("nbf", json!(now + 31)),
        ("exp", json!(now - 30)),
        ("exp", json!("never")),
        ("exp", json!(null)),
        ("sub", json!("not an id")),
    ];
    for (name, value) in wrong {
        assert!(
            !desk.accepts(&desk.signed(&desk.header(), &with(desk.payload(), name, value.clone()))),
            "{name} {value}"
        );
    }
    Ok(())
}

#[test]
fn a_changed_payload_is_refused() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let token = desk.ring.issue(&desk.claims())?;
    let parts: Vec<&str> = token.split('.').collect();
    let foreign = BASE64URL_NOPAD.encode(with(desk.payload(), "mun", json!("0513")).to_string().as_bytes());
    assert!(!desk.accepts(&[parts[0], &foreign, parts[2]].join(".")));
    Ok(())
}

#[test]
fn a_head_of_a_log_is_no_token_and_a_token_no_head() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let head = desk.ring.sign_text(desk.payload().to_string().as_bytes(), desk.now)?;
    assert!(desk.ring.verify_text(&head).is_ok() && !desk.accepts(&head));
    assert!(desk.ring.verify_text(&desk.ring.issue(&desk.claims())?).is_err());
    Ok(())
}

#[test]
fn a_retired_key_is_accepted_until_its_day() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let token = desk.ring.issue(&desk.claims())?;
    let retired = desk.key.clone().retired(desk.now + TimeDelta::seconds(60));
    let ring = KeyRing::new("https://up2.example", "up2", vec![retired]);
    assert!(ring.verify(&token, desk.now + TimeDelta::seconds(59)).is_ok());
    assert!(ring.verify(&token, desk.now + TimeDelta::seconds(60)).is_err());
    Ok(())
}

#[test]
fn odd_shapes_are_refused() -> Result<(), Fault> {
    let desk = Desk::open()?;
    let token = desk.ring.issue(&desk.claims())?;
    let odd = [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        format!("{token}."),
        format!(".{token}"),
        format!(" {token}"),
    ];
    for text in odd {
        assert!(!desk.accepts(&text), "{text}");
    }
    let padded = with(desk.payload(), "acr", json!("x".repeat(4096)));
    assert!(!desk.accepts(&desk.signed(&desk.header(), &padded)), "too long to be parsed");
    Ok(())
}

#[test]
fn a_token_holds_ids_only_and_stays_small() -> Result<(), Fault> {
    let desk = Desk::open()?;
    assert!(desk.ring.issue(&desk.claims())?.len() < 1024);
    Ok(())
}

proptest! {
    #[test]
    fn no_changed_byte_is_accepted(place in any::<prop::sample::Index>(), byte in 0_u8..128) {
        let desk = Desk::open().map_err(|_| TestCaseError::fail("no key"))?;
        let token = desk.ring.issue(&desk.claims()).map_err(|_| TestCaseError::fail("no token"))?;
        let mut bytes = token.clone().into_bytes();
        let place = place.index(bytes.len());
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        prop_assert!(!desk.accepts(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn no_lost_or_added_byte_is_accepted(place in any::<prop::sample::Index>(), byte in 0_u8..128) {
        let desk = Desk::open().map_err(|_| TestCaseError::fail("no key"))?;
        let token = desk.ring.issue(&desk.claims()).map_err(|_| TestCaseError::fail("no token"))?;
        let place = place.index(token.len());
        let mut longer = token.clone();
        longer.insert(place, char::from(byte));
        prop_assert!(!desk.accepts(&longer));
        let mut shorter = token;
        shorter.remove(place);
        prop_assert!(!desk.accepts(&shorter));
    }

    #[test]
    fn no_text_makes_it_fall_over(text in ".{0,200}") {
        let desk = Desk::open().map_err(|_| TestCaseError::fail("no key"))?;
        prop_assert!(!desk.accepts(&text));
    }
}
