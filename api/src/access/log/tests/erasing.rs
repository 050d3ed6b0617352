//! Reading the log, and erasing a youth from it.

use super::{entry, house};
use crate::access::log::{Asked, Reason, Whom, erase, page};
use crate::support::ids;

#[tokio::test]
async fn a_reviewer_reads_newest_first_by_youth_and_page_by_page() {
    let house = house().await;
    let (one, two) = (ids::random_id(), ids::random_id());
    for (youth, reason) in [(one, Some("because")), (two, None), (one, None), (one, None)] {
        house.append(vec![entry("READ_YOUTH", Some(youth), reason)]).await;
    }
    let seqs = async |asked| {
        page(&house.municipality, asked).await.unwrap().iter().map(|read| read.seq).collect::<Vec<_>>()
    };
    assert_eq!(seqs(Asked { most: 3, ..Asked::default() }).await, [4, 3, 2]);
    assert_eq!(seqs(Asked { most: 3, before: Some(2), ..Asked::default() }).await, [1]);
    assert_eq!(seqs(Asked { most: 9, youth: Some(one), before: None }).await, [4, 3, 1]);
    assert!(seqs(Asked { most: 9, youth: Some(ids::random_id()), before: None }).await.is_empty());
    let first =
        page(&house.municipality, Asked { most: 1, before: Some(2), youth: None }).await.unwrap().remove(0);
    assert_eq!((first.whom, first.reason), (Whom::Youth(one), Reason::Given("because".into())));
}

#[tokio::test]
async fn erasure_takes_the_link_and_the_reasons_and_leaves_the_chain() {
    let house = house().await;
    let (gone, stays) = (ids::random_id(), ids::random_id());
    for youth in [gone, stays] {
        house.append(vec![entry("READ_YOUTH", Some(youth), Some("because"))]).await;
    }
    assert!(house.sign().await);
    assert!(erase(house.municipality.db(), gone).await.unwrap());
    assert!(!erase(house.municipality.db(), gone).await.unwrap(), "there is nothing more to erase");
    let verified = house.verify().await;
    assert!(verified.is_whole() && verified.entries == 2, "{verified:?}");
    let read = page(&house.municipality, Asked { most: 9, ..Asked::default() }).await.unwrap();
    assert_eq!(read[0].whom, Whom::Youth(stays));
    assert_eq!(read[0].reason, Reason::Given("because".into()));
    assert_eq!((&read[1].whom, &read[1].reason), (&Whom::Erased, &Reason::Erased));
}

#[tokio::test]
async fn a_youth_who_comes_back_gets_another_key() {
    let house = house().await;
    let youth = ids::random_id();
    house.append(vec![entry("READ_YOUTH", Some(youth), Some("because"))]).await;
    erase(house.municipality.db(), youth).await.unwrap();
    house.append(vec![entry("READ_YOUTH", Some(youth), Some("because"))]).await;
    let rows = house.rows().await;
    assert_ne!(rows[0].subject_key, rows[1].subject_key);
    let read = page(&house.municipality, Asked { most: 9, youth: Some(youth), before: None }).await.unwrap();
    assert_eq!(read.len(), 1);
    assert!(house.verify().await.is_whole());
}

#[tokio::test]
async fn a_changed_reason_is_unreadable_and_does_not_hide_the_entry() {
    let house = house().await;
    house.append(vec![entry("READ_YOUTH", Some(ids::random_id()), Some("because"))]).await;
    house.tamper(&["UPDATE access_reason SET reason = x'00'"]).await;
    let read = page(&house.municipality, Asked { most: 9, ..Asked::default() }).await.unwrap();
    assert_eq!(read[0].reason, Reason::Unreadable);
}
