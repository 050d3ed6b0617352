//! What signed ends find in a log that was changed by somebody who holds the key of the chain too.

use super::{House, Signer, entry, house};
use crate::access::log::{Finding::*, sign_all, sign_head, verify};
use crate::support::crypto::Key;

/// Six entries, with ends signed after the third and the sixth.
async fn signed() -> House {
    let house = house().await;
    for number in 1..=6 {
        house.append(vec![entry("READ_YOUTH", None, None)]).await;
        if number % 3 == 0 {
            assert!(house.sign().await);
        }
    }
    house
}

#[tokio::test]
async fn an_end_is_signed_once_each_time_it_moves() {
    let house = house().await;
    assert!(!house.sign().await, "nothing to sign yet");
    house.append(vec![entry("READ_YOUTH", None, None)]).await;
    assert_eq!(sign_all(&house.tenants, &house.signer, None).await, 1);
    assert_eq!(sign_all(&house.tenants, &house.signer, None).await, 0);
    let verified = house.verify().await;
    assert!(verified.is_whole() && verified.signed_heads == 1, "{verified:?}");
}

#[tokio::test]
async fn a_recomputed_chain_is_found() {
    let house = signed().await;
    house.tamper(&["UPDATE access_log SET actor = 'other' WHERE seq = 4"]).await;
    house.recompute().await;
    assert_eq!(house.findings().await, [(6, SignedEntryDiffers)]);
    assert!(sign_head(&house.tenants, &house.municipality, &house.signer, None).await.is_err());
}

#[tokio::test]
async fn an_entry_taken_out_of_a_recomputed_chain_is_found() {
    let house = signed().await;
    house.tamper(&["DELETE FROM access_log WHERE seq = 2"]).await;
    house.recompute().await;
    assert_eq!(house.findings().await, [(3, SignedEntryDiffers), (6, SignedEntryMissing)]);
}

#[tokio::test]
async fn a_log_cut_before_a_signed_end_is_found() {
    let house = signed().await;
    house.tamper(&["DELETE FROM access_log WHERE seq > 4"]).await;
    house.recompute().await;
    assert_eq!(house.findings().await, [(6, SignedEntryMissing)]);
    house.tamper(&["DELETE FROM access_log", "UPDATE access_log_head SET seq = 0, hash = x''"]).await;
    assert_eq!(house.findings().await, [(3, SignedEntryMissing), (6, SignedEntryMissing)]);
}

#[tokio::test]
async fn a_forged_signature_is_found() {
    let house = signed().await;
    let other = Signer(Key::random());
    let verified = verify(&house.tenants, "0483", &other, None).await.unwrap();
    assert_eq!(verified.problems.count, 2);
    assert!(verified.problems.listed.iter().all(|problem| problem.finding == BadSignature));
}

#[tokio::test]
async fn a_retired_segment_is_accepted_up_to_a_signed_end_and_no_further() {
    let house = signed().await;
    house.tamper(&["DELETE FROM access_log WHERE seq <= 3"]).await;
    let verified = house.verify().await;
    assert!(verified.is_whole() && verified.first_seq == 4, "{verified:?}");
    house.tamper(&["DELETE FROM access_log WHERE seq = 4"]).await;
    assert_eq!(house.findings().await, [(5, BeginningMissing), (5, BrokenLink)]);
}

#[tokio::test]
async fn the_file_elsewhere_finds_what_the_registry_forgot() {
    let house = house().await;
    let file = house.folder.path().join("heads.jsonl");
    for _ in 0..2 {
        house.append(vec![entry("READ_YOUTH", None, None)]).await;
        sign_all(&house.tenants, &house.signer, Some(&file)).await;
    }
    let check = async || verify(&house.tenants, "0483", &house.signer, Some(&file)).await.unwrap();
    let verified = check().await;
    assert!(verified.is_whole() && verified.signed_heads == 4, "{verified:?}");
    forget_signed_heads(&house).await;
    house.tamper(&["UPDATE access_log SET actor = 'other' WHERE seq = 1"]).await;
    house.recompute().await;
    assert!(house.verify().await.is_whole(), "without the file nothing tells");
    let found: Vec<_> = check().await.problems.listed.into_iter().map(|one| (one.seq, one.finding)).collect();
    assert_eq!(found, [(1, SignedEntryDiffers), (2, SignedEntryDiffers)]);
}

/// What an intruder does who holds the registry's file as well.
async fn forget_signed_heads(house: &House) {
    let pool =
        sqlx::SqlitePool::connect(house.folder.path().join("registry.db").to_str().unwrap()).await.unwrap();
    sqlx::query("DELETE FROM signed_head").execute(&pool).await.unwrap();
}
