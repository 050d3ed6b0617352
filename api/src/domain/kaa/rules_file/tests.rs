//! The file, made of made-up rows.

use chrono::DateTime;
use entity::municipality::kaa_code;

use super::*;

const TODAY: &str = "2025-11-24";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(list: KaaList, code: &str, scb: Option<&str>) -> kaa_code::Model {
    kaa_code::Model {
        list,
        code: code.to_owned(),
        label_sv: "Kod".to_owned(),
        label_en: "Code".to_owned(),
        scb_code: scb.map(str::to_owned),
        valid_from: day("2018-07-01"),
        valid_to: None,
        position: 0,
    }
}

fn codes() -> Codes {
    Codes::new(vec![
        code(KaaList::Reason, "BROKE_OFF", Some("1")),
        code(KaaList::ContactWay, "SMS", None),
        code(KaaList::Occupation, "WORK", Some("30")),
        code(KaaList::Measure, "INTERNSHIP", None),
        code(KaaList::MeasureEnd, "COMPLETED", None),
        code(KaaList::EndReason, "MOVED", None),
    ])
}

fn record() -> Record {
    let (youth_id, entry_id, created_at) = (Uuid::from_u128(1), Uuid::from_u128(2), DateTime::UNIX_EPOCH);
    let entry = kaa_entry::Model {
        id: entry_id,
        youth_id,
        registered_on: day("2025-08-20"),
        reason: "BROKE_OFF".to_owned(),
        ended_on: Some(day("2025-11-20")),
        end_reason: Some("MOVED".to_owned()),
        version: 1,
        created_at,
    };
    let contact = kaa_contact::Model {
        id: Uuid::from_u128(3),
        youth_id,
        entry_id,
        contacted_on: day("2025-08-28"),
        way: "SMS".to_owned(),
        reached: true,
        occupation: Some("WORK".to_owned()),
        author_id: Uuid::nil(),
        created_at,
    };
    let measure = kaa_measure::Model {
        id: Uuid::from_u128(4),
        youth_id,
        entry_id,
        kind: "INTERNSHIP".to_owned(),
        hours_per_week: Some(20),
        offered_on: day("2025-09-01"),
        answer: Some(KaaAnswer::Accepted),
        answered_on: Some(day("2025-09-02")),
        starts_on: Some(day("2025-09-08")),
        ends_on: Some(day("2025-11-14")),
        end_reason: Some("COMPLETED".to_owned()),
        occupation_after: Some("WORK".to_owned()),
        created_at,
    };
    let occupation = kaa_occupation::Model {
        id: Uuid::from_u128(5),
        youth_id,
        entry_id,
        code: "WORK".to_owned(),
        starts_on: day("2025-11-17"),
        ends_on: None,
        created_at,
    };
    Record {
        entry,
        civic_number: Some("200803012388".to_owned()),
        birth_date: Some(day("2008-03-01")),
        contacts: vec![contact],
        measures: vec![measure],
        occupations: vec![occupation],
    }
}

fn made(record: &Record, half: i32) -> HalfYear {
    make(std::slice::from_ref(record), Period::of(2025, half).unwrap(), &codes(), "0483", day(TODAY))
}

fn flaws(record: &Record) -> Vec<(u8, Flaw)> {
    made(record, 2).problems.iter().map(|problem| (problem.block, problem.flaw)).collect()
}

#[test]
fn each_block_has_its_lines_and_a_code_without_an_official_one_is_told() {
    let file = made(&record(), 2);
    let lines: Vec<_> = file.text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        lines,
        [
            "1;200803012388;2025-08-20;1;30",
            "2;200803012388;2025-08-28;SMS;1;30",
            "3;200803012388;2025-09-01;2025-09-08;INTERNSHIP;20",
            "4;200803012388;2025-09-08;2025-11-14;INTERNSHIP;COMPLETED;30",
            "5;200803012388;2025-11-20;MOVED",
        ]
    );
    assert!(file.text.starts_with("# UP2 KAA;1;0483;2025-2;2025-11-24\n"));
    assert_eq!((file.people, file.problems.as_slice()), (1, &[][..]));
    let missing: Vec<_> = file.without_official.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(missing, ["SMS", "INTERNSHIP", "COMPLETED", "MOVED"]);
}

#[test]
fn what_happened_in_another_half_year_is_not_in_the_file() {
    let lines = made(&record(), 1).text.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(lines, 1);
    assert_eq!((Period::of(2025, 3), Period::of(1825, 1)), (None, None));
}

#[test]
fn who_has_no_civic_number_is_left_out_and_told() {
    let file = made(&Record { civic_number: None, ..record() }, 2);
    assert_eq!(file.people, 0);
    assert!(file.text.lines().all(|line| line.starts_with('#')));
    assert_eq!(file.problems[0].flaw, Flaw::NoCivicNumber);
}

#[test]
fn what_is_not_in_order_is_told_with_its_block() {
    let with_measure = |change: fn(&mut kaa_measure::Model)| {
        let mut record = record();
        change(&mut record.measures[0]);
        flaws(&record)
    };
    assert_eq!(flaws(&record()), []);
    assert_eq!(with_measure(|row| row.starts_on = None), [(4, Flaw::EndedWithoutStart)]);
    assert_eq!(with_measure(|row| row.end_reason = None), [(4, Flaw::EndedWithoutReason)]);
    assert_eq!(with_measure(|row| row.ends_on = None), [(4, Flaw::OpenAfterEnd)]);
    assert_eq!(with_measure(|row| row.ends_on = Some(day("2025-09-07"))), [(4, Flaw::OutOfOrder)]);
    assert_eq!(with_measure(|row| row.answer = None), [(3, Flaw::NotAccepted)]);
    assert_eq!(with_measure(|row| row.kind = "SAILING".to_owned()), [(3, Flaw::Code)]);
    assert_eq!(with_measure(|row| row.ends_on = Some(day("2025-12-01"))), [(4, Flaw::Future)]);
    let mut early = record();
    early.contacts[0].contacted_on = day("2025-08-19");
    early.contacts[0].occupation = None;
    assert_eq!(flaws(&early), [(2, Flaw::BeforeRegistration), (2, Flaw::NoOccupation)]);
    let mut open = Record { birth_date: Some(day("2005-11-20")), ..record() };
    assert_eq!(flaws(&open), [(5, Flaw::OpenAtTwenty)]);
    open.entry.end_reason = None;
    assert_eq!(flaws(&open), [(5, Flaw::EndedWithoutReason), (5, Flaw::OpenAtTwenty)]);
}

#[test]
fn a_share_of_nothing_is_not_told() {
    assert_eq!((share(0, 0), share(1, 3), share(9, 10)), (None, Some(33.3), Some(90.0)));
}
