//! Who is covered, tried on made-up youths.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const OWN: &str = "0483";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn studies(school_type: &str, starts: &str, ends: Option<&str>) -> enrolment::Model {
    enrolment::Model {
        id: Uuid::nil(),
        youth_id: Uuid::nil(),
        unit_id: Uuid::nil(),
        school_type: school_type.to_owned(),
        school_year: Some(9),
        programme_code: None,
        school_authority: None,
        starts_on: day(starts),
        ends_on: ends.map(day),
        cancelled: false,
        source_id: None,
        source_ref: None,
    }
}

fn seventeen(enrolments: &[enrolment::Model]) -> Facts<'_> {
    let birth_date = Some(day("2008-03-01"));
    Facts { birth_date, home: Some(OWN), removed: false, enrolments, diploma: None }
}

fn entry(ended: Option<(&str, &str)>) -> kaa_entry::Model {
    kaa_entry::Model {
        id: Uuid::nil(),
        youth_id: Uuid::nil(),
        registered_on: day("2025-09-01"),
        reason: codes::UNKNOWN.to_owned(),
        ended_on: ended.map(|(on, _)| day(on)),
        end_reason: ended.map(|(_, why)| why.to_owned()),
        version: 1,
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn who_left_school_is_covered_and_what_is_not_known_is_to_be_verified() {
    let today = day("2025-11-24");
    let left =
        [studies("GR", "2023-08-15", Some("2024-06-12")), studies("GY", "2024-08-15", Some("2025-10-01"))];
    assert_eq!(covers(&seventeen(&left), OWN, today), Coverage::Covered(vec![Doubt::Diploma]));
    assert_eq!(fitting_reason(&seventeen(&left)), codes::BROKE_OFF);
    assert_eq!(covers(&seventeen(&left[..1]), OWN, today), Coverage::Covered(vec![Doubt::StudiesElsewhere]));
    assert_eq!(fitting_reason(&seventeen(&left[..1])), codes::NEVER_BEGAN);
    assert_eq!(fitting_reason(&seventeen(&[])), codes::UNKNOWN);
    let with_diploma = Facts { diploma: Some(true), ..seventeen(&left) };
    assert_eq!(covers(&with_diploma, OWN, today), Coverage::Not(Because::Diploma));
}

#[test]
fn an_introductory_programme_is_upper_secondary_and_adult_education_is_not() {
    let today = day("2025-11-24");
    let mut introductory = studies("GY", "2025-08-15", None);
    introductory.programme_code = Some("IMIND".to_owned());
    assert_eq!(covers(&seventeen(&[introductory.clone()]), OWN, today), Coverage::Not(Because::Studies));
    let adult = [studies("VUX", "2025-08-15", None)];
    assert!(matches!(covers(&seventeen(&adult), OWN, today), Coverage::Covered(_)));
    introductory.ends_on = Some(day("2025-10-01"));
    assert_eq!(fitting_reason(&seventeen(&[introductory])), codes::INTRODUCTORY);
}

#[test]
fn the_duty_begins_when_compulsory_school_is_over() {
    let sixteen = |enrolments| Facts { birth_date: Some(day("2009-12-31")), ..seventeen(enrolments) };
    let finished = [studies("GR", "2024-08-15", Some("2025-06-12"))];
    assert_eq!(covers(&sixteen(&finished), OWN, day("2025-06-12")), Coverage::Not(Because::Compulsory));
    assert!(matches!(covers(&sixteen(&finished), OWN, day("2025-06-13")), Coverage::Covered(_)));
    assert_eq!(covers(&sixteen(&[]), OWN, day("2025-06-30")), Coverage::Not(Because::Compulsory));
    assert!(matches!(covers(&sixteen(&[]), OWN, day("2025-07-01")), Coverage::Covered(_)));
}

#[test]
fn an_officers_end_stands_until_something_new_is_known() {
    let today = day("2025-11-24");
    let left = [studies("GY", "2024-08-15", Some("2025-08-20"))];
    let again = |end, enrolments: &[enrolment::Model]| {
        covers_again(&seventeen(enrolments), Some(&entry(Some(end))), OWN, today)
    };
    assert_eq!(again(("2025-10-01", "NOT_COVERED"), &left), Coverage::Not(Because::EndedBefore));
    assert_eq!(again(("2025-10-01", "COMPLETED_EDUCATION"), &left), Coverage::Not(Because::EndedBefore));
    assert_eq!(again(("2025-10-01", "MOVED"), &left), Coverage::Unclear(Missing::MovedBack));
    let since = [studies("GY", "2025-10-10", Some("2025-11-20"))];
    assert!(matches!(again(("2025-10-01", "NOT_COVERED"), &since), Coverage::Covered(_)));
}

#[test]
fn an_entry_ends_on_the_day_before_the_birthday_or_the_first_school_day() {
    let open = entry(None);
    let grown = Facts { birth_date: Some(day("2005-11-24")), ..seventeen(&[]) };
    assert_eq!(ends(&open, &grown, OWN, day("2025-11-23")), None);
    assert_eq!(ends(&open, &grown, OWN, day("2025-11-24")), Some((day("2025-11-23"), codes::TURNED_20)));
    let began = [studies("GY", "2025-10-10", None)];
    let end = ends(&open, &seventeen(&began), OWN, day("2025-11-24"));
    assert_eq!(end, Some((day("2025-10-09"), codes::BEGAN_EDUCATION)));
    let moved = Facts { home: Some("0513"), ..seventeen(&[]) };
    let end = ends(&open, &moved, OWN, day("2025-11-24"));
    assert_eq!(end, Some((day("2025-11-24"), codes::MOVED)));
    assert_eq!(ends(&open, &Facts { home: None, ..seventeen(&[]) }, OWN, day("2025-11-24")), None);
}

fn any_enrolment() -> impl Strategy<Value = enrolment::Model> {
    let forms = prop::sample::select(vec!["GR", "GY", "gy", "GYS", "VUX", "XYZ"]);
    (forms, 0_u64..5_000, prop::option::of(0_u64..900), any::<bool>(), 1_i16..11).prop_map(
        |(form, starts, length, cancelled, year)| {
            let starts_on = day("2012-01-01") + Days::new(starts);
            enrolment::Model {
                starts_on,
                ends_on: length.map(|length| starts_on + Days::new(length)),
                school_year: Some(year),
                cancelled,
                ..studies(form, "2012-01-01", None)
            }
        },
    )
}

proptest! {
    #[test]
    fn nobody_is_covered_by_a_guess(
        born in prop::option::of(0_u64..6_000),
        home in prop::option::of(prop::sample::select(vec![OWN, "0513"])),
        removed: bool,
        diploma in prop::option::of(any::<bool>()),
        enrolments in prop::collection::vec(any_enrolment(), 0..4),
        today in 0_u64..2_000,
    ) {
        let today = day("2023-01-01") + Days::new(today);
        let birth_date = born.map(|days| day("1998-01-01") + Days::new(days));
        let facts = Facts { birth_date, home, removed, enrolments: &enrolments, diploma };
        let current: Vec<_> = facts.current(today).map(form).collect();
        let coverage = covers(&facts, OWN, today);
        if let Coverage::Covered(doubts) = &coverage {
            let born = birth_date.unwrap();
            prop_assert!(today < twentieth_birthday(born) && born > under_twenty_from(today));
            prop_assert!(born <= out_of_school_until(today) || is_past_compulsory(&facts, born, today));
            prop_assert!(home == Some(OWN) && !removed && diploma != Some(true));
            prop_assert!(current.iter().all(|form| form == "VUX"));
            prop_assert_eq!(doubts.is_empty(), diploma.is_some());
            prop_assert_eq!(ends(&entry(None), &facts, OWN, today), None);
        }
        if current.iter().any(|form| form == "GY" || form == "GYS" || form == "GR") {
            prop_assert!(!matches!(coverage, Coverage::Covered(_)));
        }
        if home == Some("0513") {
            prop_assert!(matches!(coverage, Coverage::Not(_)));
        }
    }

    #[test]
    fn an_end_is_never_before_the_registration(
        born in 0_u64..6_000,
        enrolments in prop::collection::vec(any_enrolment(), 0..4),
        today in 0_u64..900,
    ) {
        let today = day("2025-09-01") + Days::new(today);
        let birth_date = Some(day("1998-01-01") + Days::new(born));
        let facts = Facts { birth_date, ..seventeen(&enrolments) };
        if let Some((on, _)) = ends(&entry(None), &facts, OWN, today) {
            prop_assert!(on >= day("2025-09-01") && on <= today);
        }
    }
}
