//! Imports of the sample into a real file: repeated, cut off, with pupils that go and markings that arrive.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use entity::municipality::{
    assignment, attendance, enrolment, group_membership, guardian, import_run, staff, student_group, unit,
    unit_closure, youth,
};
use entity::reach::Within;
use entity::vocabulary::Protection;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::*;
use crate::domain::integration::ss12000::report::{Counts, Report};
use crate::domain::integration::ss12000::sealed;
use crate::domain::integration::ss12000::sheets::{Deleted, Documents, Extent};
use crate::domain::integration::ss12000::test_house::{House, house, sample};
use crate::support::fault::{Code, Fault};
use crate::support::ids;

impl House {
    async fn import(&self, documents: Documents) -> Report {
        import(&self.grant, &self.source, documents, Terms::default()).await.unwrap().report
    }

    /// Imports until this many steps are done, and answers how many were.
    async fn cut_off_after(&self, documents: Documents, most: usize) -> usize {
        let steps = AtomicUsize::new(0);
        let watch = |_: Progress| {
            let done = steps.fetch_add(1, Ordering::Relaxed) + 1;
            if done >= most { Err(Fault::of(Code::Timeout)) } else { Ok(()) }
        };
        let terms = Terms { allow_mass_removal: false, watch: &watch };
        let _ = import(&self.grant, &self.source, documents, terms).await;
        steps.load(Ordering::Relaxed)
    }

    async fn all<E>(&self) -> Vec<E::Model>
    where
        E: Within,
        E::Model: entity::reach::AboutYouth,
    {
        self.grant.all(E::within(self.grant.reach())).await.unwrap()
    }

    async fn youths(&self) -> Vec<youth::Model> {
        self.all::<youth::Entity>().await
    }

    /// Everything that an import writes, without the instants and opened, so that it can be compared.
    async fn contents(&self) -> Vec<String> {
        let (keys, never) = (self.grant.keys(), chrono::DateTime::UNIX_EPOCH);
        let mut rows: Vec<String> = Vec::new();
        for row in self.youths().await {
            let open = sealed::open_youth(&row, keys).unwrap();
            let email = open.email.map(|email| email.reveal().to_owned());
            let (civic, phone) = (row.civic_hash.is_some(), row.phone.is_some());
            rows.push(format!(
                "{} {:?} {:?} {email:?} {civic} {phone} {}",
                row.id,
                row.protection,
                row.birth_date,
                row.removed_at.is_some()
            ));
        }
        for row in self.all::<guardian::Entity>().await {
            let open = sealed::open_guardian(&row, keys).unwrap();
            let phone = open.phone.map(|phone| phone.reveal().to_owned());
            rows.push(format!("{} {} {phone:?} {:?}", row.id, open.name.reveal(), row.relation));
        }
        for mut row in self.all::<staff::Entity>().await {
            (row.created_at, row.removed_at) = (never, row.removed_at.map(|_| never));
            rows.push(format!("{row:?}"));
        }
        for row in self.all::<unit::Entity>().await {
            rows.push(format!("{:?}", unit::Model { created_at: never, ..row }));
        }
        for row in self.all::<assignment::Entity>().await {
            rows.push(format!("{:?}", assignment::Model { created_at: never, ..row }));
        }
        rows.extend(debugged(self.all::<unit_closure::Entity>().await));
        rows.extend(debugged(self.all::<enrolment::Entity>().await));
        rows.extend(debugged(self.all::<student_group::Entity>().await));
        rows.extend(debugged(self.all::<group_membership::Entity>().await));
        rows.extend(debugged(self.all::<attendance::Entity>().await));
        rows.sort();
        rows
    }

    /// The bytes of the database and of what is not yet moved into it.
    fn bytes(&self) -> Vec<u8> {
        let files = ["0180.db", "0180.db-wal"].map(|name| self.folder.path().join(name));
        files.iter().filter_map(|file| std::fs::read(file).ok()).flatten().collect()
    }
}

fn debugged<M: std::fmt::Debug>(rows: Vec<M>) -> Vec<String> {
    rows.iter().map(|row| format!("{row:?}")).collect()
}

fn written(report: &Report) -> usize {
    let written = |counts: &Counts| counts.new + counts.changed + counts.removed;
    report.counts.values().map(written).sum()
}

#[tokio::test]
async fn the_sample_gives_45_pupils_and_8_staff_and_a_second_import_changes_nothing() {
    let house = house().await;
    let first = house.import(sample()).await;
    assert_eq!((first.counts["youth"].new, first.counts["staff"].new), (45, 8));
    assert_eq!((first.counts["guardian"].new, first.counts["attendance"].new), (83, 1980));
    let stored = house.youths().await;
    let second = house.import(sample()).await;
    assert_eq!(written(&second), 0, "{:?}", second.counts);
    assert_eq!((second.counts["youth"].unchanged, second.counts["group_membership"].unchanged), (45, 225));
    assert_eq!(house.youths().await, stored, "not even encrypted anew");
    let runs = house.all::<import_run::Entity>().await;
    assert!(runs.len() == 2 && runs.iter().all(|run| run.finished_at.is_some() && run.report.is_some()));
}

#[tokio::test]
async fn an_import_that_is_cut_off_anywhere_and_run_again_gives_the_same_rows() {
    let straight = house().await;
    let steps = straight.cut_off_after(sample(), usize::MAX).await;
    let wanted = straight.contents().await;
    assert!(steps > 12, "{steps}");
    for point in (1..steps).step_by(2) {
        let house = house().await;
        assert_eq!(house.cut_off_after(sample(), point).await, point);
        assert!(house.contents().await.len() < wanted.len() || point > steps - 2);
        house.import(sample()).await;
        assert!(house.contents().await == wanted, "cut off at step {point} of {steps}");
    }
}

#[tokio::test]
async fn guardians_of_protected_pupils_have_no_way_to_be_reached_and_no_street_is_in_the_file() {
    let house = house().await;
    house.import(sample()).await;
    let youths = house.youths().await;
    let marked: Vec<Uuid> =
        youths.iter().filter(|row| row.protection != Protection::None).map(|row| row.id).collect();
    assert_eq!(marked.len(), 2);
    let guardians = house.all::<guardian::Entity>().await;
    let of_marked: Vec<_> = guardians.iter().filter(|row| marked.contains(&row.youth_id)).collect();
    assert!(!of_marked.is_empty() && of_marked.iter().all(|row| row.phone.is_none() && row.email.is_none()));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data/ss12000/persons.json");
    let persons: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let streets: Vec<&str> = persons["data"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|person| person["addresses"].as_array().into_iter().flatten())
        .filter_map(|address| address["streetAddress"].as_str())
        .collect();
    assert!(streets.len() > 40);
    let bytes = house.bytes();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("MA8"), "the file is read");
    assert!(!streets.iter().any(|street| holds(street)));
}

#[tokio::test]
async fn a_pupil_and_a_duty_that_are_gone_are_ended_and_come_back_when_given_again() {
    let house = house().await;
    house.import(sample()).await;
    let mut fewer = sample();
    let gone = fewer.persons.rows.iter().position(|person| person.enrolments.is_some()).unwrap();
    fewer.persons.rows.remove(gone);
    fewer.duties.rows.truncate(1);
    let report = house.import(fewer.clone()).await;
    assert_eq!((report.counts["youth"].removed, report.counts["enrolment"].removed), (1, 1));
    assert!(report.counts["assignment"].removed > 0 && report.counts["staff"].removed > 0);
    let removed: Vec<_> = house.youths().await.into_iter().filter(|row| row.removed_at.is_some()).collect();
    assert_eq!(removed.len(), 1);
    let today = house.grant.reach().today;
    let enrolments =
        enrolment::Entity::within(house.grant.reach()).filter(enrolment::Column::YouthId.eq(removed[0].id));
    assert!(house.grant.all(enrolments).await.unwrap().iter().all(|row| row.ends_on.unwrap() < today));
    let memberships = group_membership::Entity::within(house.grant.reach())
        .filter(group_membership::Column::YouthId.eq(removed[0].id));
    assert!(house.grant.all(memberships).await.unwrap().iter().all(|row| row.ends_on.unwrap() < today));
    assert_eq!(written(&house.import(fewer).await), 0, "ended once");
    house.import(sample()).await;
    assert!(house.youths().await.iter().all(|row| row.removed_at.is_none()));
    assert_eq!(written(&house.import(sample()).await), 0);
}

#[tokio::test]
async fn a_marking_that_arrives_takes_every_way_to_reach_even_when_cut_off_at_once() {
    let house = house().await;
    house.import(sample()).await;
    let before = house.youths().await;
    let open = before.iter().find(|row| row.protection == Protection::None && row.email.is_some()).unwrap();
    let reference = open.source_ref.clone().unwrap();
    let mut marked = sample();
    marked.persons.rows.retain(|person| person.id == reference);
    marked.persons.rows[0].security_marking = Some("Sekretessmarkering".into());
    marked.persons.extent = Extent::Changes;
    // Only the pupil's own row is given, without the guardians'.
    marked.organisations.extent = Extent::Missing;
    house.cut_off_after(marked, 2).await;
    let after = house.youths().await.into_iter().find(|row| row.id == open.id).unwrap();
    assert_eq!((after.protection, after.email, after.phone), (Protection::SecrecyMarked, None, None));
    let guardians = house.all::<guardian::Entity>().await;
    let mut of_it = guardians.iter().filter(|row| row.youth_id == open.id).peekable();
    assert!(of_it.peek().is_some() && of_it.all(|row| row.phone.is_none() && row.email.is_none()));
}

#[tokio::test]
async fn what_a_live_register_says_it_has_removed_is_ended() {
    let house = house().await;
    house.import(sample()).await;
    let pupil = sample().persons.rows.into_iter().find(|person| person.enrolments.is_some()).unwrap().id;
    let duty = sample().duties.rows[0].id.clone();
    let gone = |resource, id| Deleted { resource, id };
    let deleted = vec![gone("persons", pupil.clone()), gone("duties", duty.clone())];
    let report = house.import(Documents { deleted: deleted.clone(), ..Documents::default() }).await;
    assert_eq!((report.counts["youth"].removed, report.counts["enrolment"].removed), (1, 1));
    assert!(report.counts["assignment"].removed > 0);
    let today = house.grant.reach().today;
    let of_duty = |row: &assignment::Model| row.source_ref.as_deref().unwrap_or_default().starts_with(&duty);
    let assignments = house.all::<assignment::Entity>().await;
    assert!(assignments.iter().all(|row| of_duty(row) == row.ends_on.is_some_and(|end| end < today)));
    let guardians = house.all::<guardian::Entity>().await;
    assert!(guardians.iter().all(|row| !row.source_ref.as_deref().unwrap_or_default().starts_with(&pupil)));
    let again = house.import(Documents { deleted, ..Documents::default() }).await;
    assert_eq!(written(&again), 0);
}

#[tokio::test]
async fn a_unit_that_is_gone_is_told_of_and_left_with_its_history() {
    let house = house().await;
    house.import(sample()).await;
    let mut fewer = sample();
    let named_nowhere =
        serde_json::json!({"id": ids::random_id(), "displayName": "Tom", "municipalityCode": "0180"});
    fewer.organisations.add(named_nowhere);
    house.import(fewer).await;
    let report = house.import(sample()).await;
    assert_eq!((report.count("UNIT_GONE"), house.all::<unit::Entity>().await.len()), (1, 5));
}

#[tokio::test]
async fn every_unit_hangs_under_the_municipality_itself() {
    let house = house().await;
    house.import(sample()).await;
    let units = house.all::<unit::Entity>().await;
    let top = units.iter().find(|row| row.source_id.is_none()).unwrap();
    let pairs = house.all::<unit_closure::Entity>().await;
    let below = pairs.iter().filter(|row| row.ancestor_id == top.id).count();
    assert_eq!((units.len(), below, pairs.len()), (4, 4, 1 + 2 + 3 + 4));
}

#[tokio::test]
async fn a_source_that_has_lost_most_pupils_is_refused_unless_allowed() {
    let house = house().await;
    house.import(sample()).await;
    let before = house.contents().await;
    let mut lost = sample();
    let mut pupils = 0;
    lost.persons.rows.retain(|person| {
        pupils += usize::from(person.enrolments.is_some());
        person.enrolments.is_none() || pupils > 30
    });
    let refused = import(&house.grant, &house.source, lost.clone(), Terms::default()).await;
    assert!(refused.is_err_and(|fault| fault.code() == Code::Conflict));
    assert!(house.contents().await == before, "nothing was written");
    let terms = Terms { allow_mass_removal: true, ..Terms::default() };
    let allowed = import(&house.grant, &house.source, lost, terms).await.unwrap().report;
    assert_eq!(allowed.counts["youth"].removed, 30);
}

#[tokio::test]
async fn a_row_that_a_hand_has_corrected_is_not_overwritten() {
    let house = house().await;
    house.import(sample()).await;
    let row = house.all::<attendance::Entity>().await.remove(0);
    let by_hand = attendance::ActiveModel {
        valid_minutes: sea_orm::ActiveValue::Set(row.valid_minutes + 1),
        source_id: sea_orm::ActiveValue::Set(None),
        ..Default::default()
    };
    let tx = house.grant.begin().await.unwrap();
    correct(by_hand, row.id, &tx).await;
    tx.commit().await.unwrap();
    assert_eq!(written(&house.import(sample()).await), 0);
    let rows = house.all::<attendance::Entity>().await;
    let kept = rows.iter().find(|other| other.id == row.id).unwrap();
    assert_eq!((kept.valid_minutes, kept.source_id), (row.valid_minutes + 1, None));
}

#[allow(clippy::disallowed_methods, reason = "a test plays the hand")]
async fn correct(change: attendance::ActiveModel, id: Uuid, tx: &sea_orm::DatabaseTransaction) {
    let one = attendance::Entity::update_many().set(change).filter(attendance::Column::Id.eq(id));
    one.exec(tx).await.unwrap();
}
