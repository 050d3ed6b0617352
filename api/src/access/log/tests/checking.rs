//! What the check finds in a log that was changed by somebody who holds the file but not the key.

use super::{House, entry, house};
use crate::access::log::Finding::{self, *};
use crate::support::ids;
use crate::support::language::Language;

/// A log of ten entries about two youths, with reasons on every second entry.
async fn ten() -> House {
    let house = house().await;
    let youths = [ids::random_id(), ids::random_id()];
    for number in 0..10 {
        let reason = (number % 2 == 0).then_some("because");
        house.append(vec![entry("READ_YOUTH", Some(youths[number % 4 / 2]), reason)]).await;
    }
    house
}

async fn found_after(statements: &[&str]) -> Vec<(i64, Finding)> {
    let house = ten().await;
    house.tamper(statements).await;
    house.findings().await
}

#[tokio::test]
async fn an_untouched_log_is_whole() {
    let verified = ten().await.verify().await;
    assert!(verified.is_whole(), "{verified:?}");
    assert_eq!((verified.entries, verified.first_seq, verified.last_seq), (10, 1, 10));
    assert!(house().await.verify().await.is_whole(), "an empty one too");
}

#[tokio::test]
async fn a_changed_entry_is_found() {
    for field in ["actor", "assignments", "action"] {
        let statement = format!("UPDATE access_log SET {field} = 'other' WHERE seq = 4");
        assert_eq!(found_after(&[&statement]).await, [(4, Changed)]);
    }
    for statement in [
        "UPDATE access_log SET at = '2025-11-24 08:00:00.000000+00:00' WHERE seq = 4",
        "UPDATE access_log SET request_id = subject_key WHERE seq = 4",
        "UPDATE access_log SET subject_key = NULL WHERE seq = 4",
        "UPDATE access_log SET subject_key = (SELECT subject_key FROM access_log WHERE seq = 5) WHERE seq = 4",
    ] {
        assert_eq!(found_after(&[statement]).await, [(4, Changed)], "{statement}");
    }
}

#[tokio::test]
async fn a_removed_entry_is_found() {
    assert_eq!(found_after(&["DELETE FROM access_log WHERE seq = 4"]).await, [(5, Gap), (5, BrokenLink)]);
    let close_up = ["DELETE FROM access_log WHERE seq = 10", "UPDATE access_log_head SET seq = 9"];
    assert_eq!(found_after(&close_up).await, [(9, EndDiffers)]);
    assert_eq!(
        found_after(&["DELETE FROM access_log WHERE seq < 4"]).await.first(),
        Some(&(4, BeginningMissing))
    );
}

#[tokio::test]
async fn reordered_entries_are_found() {
    let swap = [
        "UPDATE access_log SET seq = 99 WHERE seq = 4",
        "UPDATE access_log SET seq = 4 WHERE seq = 6",
        "UPDATE access_log SET seq = 6 WHERE seq = 99",
    ];
    let found = found_after(&swap).await;
    assert!(found.contains(&(4, Changed)) && found.contains(&(6, Changed)), "{found:?}");
    assert!(found.contains(&(5, BrokenLink)), "{found:?}");
}

#[tokio::test]
async fn an_added_entry_is_found() {
    let copy = "INSERT INTO access_log SELECT seq + 7, at, request_id, actor, assignments, action, subject_key, \
                reason_hash, previous, hash FROM access_log WHERE seq = 4";
    assert!(found_after(&[copy]).await.contains(&(11, BeyondEnd)));
    let moved = "UPDATE access_log_head SET seq = 11, hash = (SELECT hash FROM access_log WHERE seq = 11)";
    assert_eq!(found_after(&[copy, moved]).await, [(11, BrokenLink), (11, Changed)]);
}

#[tokio::test]
async fn changed_reasons_and_links_are_found() {
    let changed = "UPDATE access_reason SET reason = x'00' WHERE seq = 3";
    assert_eq!(found_after(&[changed]).await, [(3, ReasonChanged)]);
    let removed = "DELETE FROM access_reason WHERE seq = 3";
    assert_eq!(found_after(&[removed]).await, [(3, ReasonMissing)]);
    let added = "INSERT INTO access_reason SELECT 4, subject_key, reason FROM access_reason WHERE seq = 3";
    assert_eq!(found_after(&[added]).await, [(4, ReasonAdded)]);
    let other_youth = "UPDATE access_subject SET youth_id = x'00112233445566778899aabbccddeeff' \
                       WHERE subject_key = (SELECT subject_key FROM access_log WHERE seq = 1)";
    assert_eq!(found_after(&[other_youth]).await, [(1, LinkChanged)]);
}

#[tokio::test]
async fn problems_are_said_in_both_languages() {
    let house = ten().await;
    house.tamper(&["UPDATE access_log SET actor = 'other' WHERE seq = 4"]).await;
    let problem = house.verify().await.problems.listed.remove(0);
    assert_eq!(problem.sentence(Language::Swedish), "Post 4: ändrad efter att den skrevs.");
    assert_eq!(problem.sentence(Language::English), "Entry 4: changed after it was written.");
}

#[tokio::test]
async fn a_long_log_is_checked_page_by_page() {
    let house = house().await;
    for _ in 0..3 {
        house.append((0..4_000).map(|_| entry("IMPORT", None, None)).collect()).await;
    }
    assert!(house.verify().await.is_whole());
    house.tamper(&["UPDATE access_log SET actor = 'other' WHERE seq IN (5000, 5001, 12000)"]).await;
    assert_eq!(house.findings().await, [(5000, Changed), (5001, Changed), (12000, Changed)]);
}
