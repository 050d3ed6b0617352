//! Adding entries.

use std::sync::Arc;

use futures::future::join_all;

use super::{entry, house};
use crate::access::log::Writer;
use crate::support::db::{Db, Statements};
use crate::support::fault::Code;
use crate::support::ids;

#[tokio::test]
async fn many_callers_at_once_make_one_chain_without_gaps() {
    let house = Arc::new(house().await);
    let youths: Vec<_> = (0..7).map(|_| ids::random_id()).collect();
    let callers = (0..64).map(|caller| {
        let (house, youth) = (house.clone(), youths[caller % 7]);
        tokio::spawn(async move {
            for _ in 0..20 {
                house.append(vec![entry("READ_YOUTH", Some(youth), None)]).await;
            }
        })
    });
    join_all(callers).await;
    assert!(house.is_one_chain(64 * 20).await);
}

#[tokio::test]
async fn two_instances_make_one_chain() {
    let house = house().await;
    let path = house.folder.path().join("0483.db");
    let other = Db::sqlite(&path, false, &Statements::default()).await.unwrap();
    let other = Writer::new(other, house.municipality.keys().clone());
    let youth = ids::random_id();
    for _ in 0..20 {
        let one = entry("READ_YOUTH", Some(youth), Some("because"));
        let two = entry("READ_YOUTH", Some(youth), Some("because"));
        let (one, two) = tokio::join!(house.municipality.log().append(vec![one]), other.append(vec![two]));
        assert!(one.is_ok() && two.is_ok());
    }
    assert!(house.is_one_chain(40).await);
    let subjects: std::collections::HashSet<_> =
        house.rows().await.into_iter().map(|row| row.subject_key).collect();
    assert_eq!(subjects.len(), 1, "both name the youth by the same key");
}

#[tokio::test]
async fn more_entries_than_one_statement_holds_are_added_together() {
    let house = house().await;
    house
        .append((0..1_203).map(|_| entry("IMPORT", Some(ids::random_id()), Some("because"))).collect())
        .await;
    assert!(house.is_one_chain(1_203).await);
}

#[tokio::test]
async fn the_log_names_no_youth_and_shows_no_reason() {
    let house = house().await;
    let youth = ids::random_id();
    house.append(vec![entry("READ_YOUTH", Some(youth), Some("because"))]).await;
    let row = &house.rows().await[0];
    assert_ne!(row.subject_key, Some(youth));
    assert!(row.reason_hash.is_some());
    assert_eq!(row.at.timestamp_subsec_nanos() % 1_000, 0, "cut to microseconds");
    let kept: Vec<u8> = std::fs::read(house.folder.path().join("0483.db-wal")).unwrap();
    assert!(!kept.windows(7).any(|seven| seven == b"because"));
}

#[tokio::test]
async fn an_entry_cannot_be_changed_removed_or_replaced() {
    let house = house().await;
    house.append(vec![entry("READ_YOUTH", Some(ids::random_id()), Some("because"))]).await;
    let before = house.rows().await;
    for statement in [
        "UPDATE access_log SET actor = 'nobody'",
        "DELETE FROM access_log",
        "INSERT OR REPLACE INTO access_log SELECT seq, at, request_id, 'nobody', assignments, action, subject_key, \
         reason_hash, previous, hash FROM access_log",
        "UPDATE access_subject SET youth_id = subject_key",
        "UPDATE access_reason SET reason = x'00'",
        "DELETE FROM access_log_head",
    ] {
        assert!(house.run(statement).await.is_err(), "{statement}");
    }
    assert_eq!(house.rows().await, before);
}

#[tokio::test]
async fn an_unwritable_log_is_an_error_for_all_and_works_again_when_mended() {
    let house = house().await;
    house.run("ALTER TABLE access_log RENAME TO gone").await.unwrap();
    let append = |action: &str| house.municipality.log().append(vec![entry(action, None, None)]);
    for failed in join_all((0..5).map(|_| append("READ_YOUTH"))).await {
        assert_eq!(failed.unwrap_err().code(), Code::Unavailable);
    }
    house.run("ALTER TABLE gone RENAME TO access_log").await.unwrap();
    append("READ_YOUTH").await.unwrap();
    assert!(house.is_one_chain(1).await);
}

#[tokio::test]
async fn an_entry_that_no_engine_stores_is_refused_without_harm_to_others() {
    let house = house().await;
    let bad = [entry("READ\0", None, None), entry("READ_YOUTH", None, Some("reason without youth"))];
    for bad in bad {
        let log = house.municipality.log();
        let good = entry("READ_YOUTH", None, None);
        let (bad, good) = tokio::join!(log.append(vec![bad]), log.append(vec![good]));
        assert!(bad.is_err() && good.is_ok());
    }
    assert!(house.is_one_chain(2).await);
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_the_chain_whole() {
    let house = house().await;
    for _ in 0..20 {
        let append = house.municipality.log().append(vec![entry("READ_YOUTH", None, None)]);
        let _ = tokio::time::timeout(std::time::Duration::from_micros(200), append).await;
    }
    house.append(vec![entry("READ_YOUTH", None, None)]).await;
    let length = house.rows().await.len();
    assert!((1..=21).contains(&length) && house.is_one_chain(length).await);
}

#[tokio::test]
async fn entries_of_a_transaction_that_is_rolled_back_leave_no_trace() {
    let house = house().await;
    let log = house.municipality.log();
    let tx = house.municipality.db().begin().await.unwrap();
    log.append_within(&tx, &[entry("GRANT", None, None)]).await.unwrap();
    tx.rollback().await.unwrap();
    let tx = house.municipality.db().begin().await.unwrap();
    log.append_within(&tx, &[entry("GRANT", None, None)]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(house.is_one_chain(1).await);
}

#[tokio::test]
async fn the_task_ends_with_its_writer() {
    let house = house().await;
    let db = house.municipality.db().clone();
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let writer = Writer::new(db, house.municipality.keys().clone());
    writer.append(vec![entry("READ_YOUTH", None, None)]).await.unwrap();
    let with_writer = tasks();
    drop(writer);
    for _ in 0..50 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    assert!(tasks() < with_writer);
}
