//! What a ring of keys signs, accepts and publishes.

use chrono::TimeDelta;

use super::*;

fn at(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_000_000, 0).unwrap_or_default() + TimeDelta::days(days)
}

fn ring(keys: &[&SigningKey]) -> KeyRing {
    KeyRing::new("issuer", "audience", keys.iter().map(|&key| key.clone()).collect())
}

fn kid_of(text: &str) -> Option<String> {
    let header = BASE64URL_NOPAD.decode(text.split_once('.')?.0.as_bytes()).ok()?;
    serde_json::from_slice::<Header>(&header).ok().map(|header| header.kid)
}

#[test]
fn a_stored_key_comes_back_and_only_under_its_master_key() -> Result<(), Fault> {
    let (master, key) = (Key::random(), SigningKey::random(at(0))?);
    let row = key.to_stored(&master);
    let text = ring(&[&key]).sign_text(b"head", at(0))?;
    let again = SigningKey::from_stored(&master, &row)?;
    assert_eq!(ring(&[&again]).verify_text(&text)?, b"head");
    assert!(SigningKey::from_stored(&Key::random(), &row).is_err());
    Ok(())
}

#[test]
fn a_row_with_a_foreign_half_is_refused() -> Result<(), Fault> {
    let master = Key::random();
    let row = SigningKey::random(at(0))?.to_stored(&master);
    let other = SigningKey::random(at(0))?.to_stored(&master);
    let swaps = [
        Model { public_key: other.public_key.clone(), ..row.clone() },
        Model { private_key: other.private_key.clone(), ..row.clone() },
        Model { kid: other.kid.clone(), ..row.clone() },
    ];
    for row in swaps {
        assert!(SigningKey::from_stored(&master, &row).is_err());
    }
    Ok(())
}

#[test]
fn the_newest_key_whose_time_has_come_signs() -> Result<(), Fault> {
    let (old, new) = (SigningKey::random(at(0))?, SigningKey::random(at(10))?);
    let ring = ring(&[&old, &new]);
    assert_eq!(kid_of(&ring.sign_text(b"", at(9))?).as_deref(), Some(old.kid()));
    assert_eq!(kid_of(&ring.sign_text(b"", at(10))?).as_deref(), Some(new.kid()));
    assert!(ring.sign_text(b"", at(-1)).is_err(), "before the first key there is none");
    Ok(())
}

#[test]
fn keys_are_published_before_they_sign_and_until_they_retire() -> Result<(), Fault> {
    let (old, new) = (SigningKey::random(at(0))?.retired(at(12)), SigningKey::random(at(10))?);
    let ring = ring(&[&old, &new]);
    let count = |day| ring.jwks(at(day))["keys"].as_array().map(Vec::len);
    assert_eq!((count(5), count(12)), (Some(2), Some(1)));
    let jwk = &ring.jwks(at(12))["keys"][0];
    assert_eq!(jwk["kid"], new.kid());
    assert_eq!(
        (&jwk["kty"], &jwk["crv"], &jwk["alg"], &jwk["use"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"), &json!("sig"))
    );
    assert!(jwk.get("d").is_none(), "the private half is not published");
    Ok(())
}

#[test]
fn a_retired_key_still_proves_heads_of_logs_but_signs_no_more() -> Result<(), Fault> {
    let key = SigningKey::random(at(0))?;
    let text = ring(&[&key]).sign_text(b"head", at(1))?;
    let retired = ring(&[&key.retired(at(2))]);
    assert_eq!(retired.verify_text(&text)?, b"head");
    assert!(retired.sign_text(b"head", at(2)).is_err());
    Ok(())
}

#[test]
fn a_key_id_is_the_thumbprint_of_the_standard() {
    // RFC 8037, appendix A.3.
    let public = BASE64URL_NOPAD.decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap_or_default();
    assert_eq!(thumbprint(&public), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn a_key_is_not_printed() -> Result<(), Fault> {
    let key = SigningKey::random(at(0))?;
    assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.kid()));
    Ok(())
}
