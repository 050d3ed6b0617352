//! Tests of the plan, on the sample documents.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::path::PathBuf;

use entity::vocabulary::{GroupKind, Role, UnitKind};
use serde_json::{Value, json};

use super::*;
use crate::domain::integration::ss12000::documents::Resource;
use crate::domain::integration::ss12000::sheets::{Extent, Sheet};
use crate::domain::integration::ss12000::{folder, mapping, shift};

fn sample() -> Documents {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data/ss12000");
    folder::read(&path).unwrap()
}

fn context() -> Context {
    Context {
        source_id: Uuid::from_u128(7),
        codes: HashSet::from(["0180".to_owned()]),
        mapping: Mapping::new(mapping::default_rows("0180")),
        known: Known::default(),
        now: "2025-11-24T08:00:00Z".parse().unwrap(),
    }
}

fn planned(documents: &Documents) -> Plan {
    plan(documents, &context())
}

fn sheet<T: Resource>(rows: Value) -> Sheet<T> {
    let mut sheet = Sheet { extent: Extent::Whole, ..Sheet::default() };
    rows.as_array().unwrap().iter().for_each(|row| sheet.add(row.clone()));
    sheet
}

fn codes(plan: &Plan) -> Vec<&str> {
    plan.report.reasons.iter().map(|reason| reason.code).collect()
}

/// One school with one pupil in one class, to be spoiled by the tests.
fn small() -> Documents {
    Documents {
        organisations: sheet(json!([
            {"id": "school", "displayName": "Skolan", "organisationType": "Skolenhet", "municipalityCode": "0180"}
        ])),
        persons: sheet(json!([pupil("p1", json!({}))])),
        groups: sheet(json!([
            {"id": "g1", "displayName": "7A", "groupType": "Klass", "organisation": {"id": "school"},
             "startDate": "2025-08-18", "groupMemberships": [{"person": {"id": "p1"}}]}
        ])),
        activities: sheet(json!([{"id": "a1", "activityType": "Undervisning", "groups": [{"id": "g1"}]}])),
        ..Documents::default()
    }
}

fn pupil(id: &str, more: Value) -> Value {
    let mut person = json!({"id": id, "givenName": "Ett", "familyName": "Namn", "birthDate": "2012-05-01",
        "enrolments": [{"enroledAt": {"id": "school"}, "schoolType": "GR", "schoolYear": 7, "startDate": "2025-08-18"}]});
    for (key, value) in more.as_object().unwrap() {
        person[key] = value.clone();
    }
    person
}

fn attended(sums: Value) -> Documents {
    let mut row = json!({"activity": {"id": "a1"}, "student": {"id": "p1"}, "startDate": "2025-11-17",
        "endDate": "2025-11-21", "attendanceSum": 100, "validAbsenceSum": 20, "reportedSum": 120, "offeredSum": 180});
    for (key, value) in sums.as_object().unwrap() {
        row[key] = value.clone();
    }
    Documents { attendance: sheet(json!([row])), ..small() }
}

#[test]
fn the_sample_gives_its_school_pupils_staff_and_guardians() {
    let plan = planned(&sample());
    let kinds: Vec<_> = plan.units.iter().map(|unit| unit.kind).collect();
    assert_eq!(kinds, [UnitKind::Authority, UnitKind::School, UnitKind::SchoolUnit]);
    assert!(plan.units.iter().all(|unit| unit.authority_number.as_deref() == Some("5500000001")));
    assert_eq!((plan.youths.len(), plan.staff.len(), plan.guardians.len()), (45, 8, 83));
    assert_eq!((plan.enrolments.len(), plan.groups.len(), plan.memberships.len()), (45, 9, 225));
    assert!(plan.enrolments.iter().all(|row| row.school_authority.as_deref() == Some("5500000001")));
    assert_eq!(plan.report.reasons.iter().filter(|reason| reason.code != "CIVIC_NUMBER_LEFT_OUT").count(), 1);
}

#[test]
fn every_pupil_of_the_sample_has_a_wrong_civic_number_and_is_kept_without_it() {
    let plan = planned(&sample());
    assert_eq!(plan.report.count("CIVIC_NUMBER_LEFT_OUT"), 45);
    assert!(plan.youths.iter().all(|youth| youth.civic_number.is_none() && youth.birth_date.is_some()));
}

#[test]
fn a_protected_pupil_has_no_contact_and_neither_have_the_guardians() {
    let plan = planned(&sample());
    let protected: HashSet<Uuid> = plan
        .youths
        .iter()
        .filter(|youth| youth.protection != Protection::None)
        .map(|youth| youth.id)
        .collect();
    assert_eq!(protected.len(), 2);
    for youth in &plan.youths {
        let marked = protected.contains(&youth.id);
        assert_eq!(youth.email.is_none() && youth.phone.is_none(), marked);
    }
    for guardian in &plan.guardians {
        let marked = protected.contains(&guardian.youth_id);
        assert_eq!((guardian.email.is_none(), guardian.phone.is_none()), (marked, marked));
    }
}

#[test]
fn duties_of_the_sample_give_head_teacher_counsellor_mentors_and_teachers() {
    let plan = planned(&sample());
    let count = |role| plan.assignments.iter().filter(|row| row.role == role).count();
    assert_eq!((count(Role::Principal), count(Role::StudentHealth)), (1, 1));
    assert_eq!((count(Role::Mentor), count(Role::Teacher)), (2, 7));
    assert_eq!(plan.assignments.len(), 11);
    let in_groups = plan.assignments.iter().filter(|row| row.group_id.is_some());
    assert!(in_groups.clone().all(|row| matches!(row.role, Role::Mentor | Role::Teacher)));
    assert_eq!(in_groups.count(), 9);
    assert_eq!(plan.report.count("DUTY_GIVES_NO_ROLE"), 1);
}

#[test]
fn attendance_of_the_sample_keeps_its_sums_one_row_a_pupil_week_and_group() {
    let plan = planned(&sample());
    let sum = |minutes: fn(&attendance_row::Model) -> i32| plan.attendance.iter().map(minutes).sum::<i32>();
    assert_eq!(plan.attendance.len(), 1980);
    assert_eq!((sum(|row| row.valid_minutes), sum(|row| row.invalid_minutes)), (17_280, 7_500));
    assert_eq!((sum(|row| row.reported_minutes), sum(|row| row.offered_minutes)), (291_720, 297_000));
    assert!(plan.attendance.iter().all(|row| row.group_id.is_some()));
    let weeks: HashSet<_> = plan.attendance.iter().map(|row| row.week).collect();
    assert_eq!(weeks.len(), 11);
}

#[test]
fn groups_of_the_sample_know_their_subject() {
    let plan = planned(&sample());
    let subject =
        |name: &str| plan.groups.iter().find(|group| group.name == name).unwrap().subject_code.clone();
    assert_eq!((subject("MA8").as_deref(), subject("7A")), (Some("MAT"), None));
    assert_eq!(plan.groups.iter().filter(|group| group.kind == GroupKind::Class).count(), 2);
}

#[test]
fn the_same_documents_give_the_same_plan() {
    let (one, two) = (planned(&sample()), planned(&sample()));
    assert_eq!((one.youths, one.guardians, one.attendance), (two.youths, two.guardians, two.attendance));
    assert_eq!((one.memberships, one.assignments), (two.memberships, two.assignments));
}

#[test]
fn no_street_civic_number_or_name_stands_in_the_report() {
    let documents = sample();
    let report = planned(&documents).report;
    let text = report.to_json() + &report.to_text(crate::support::language::Language::Swedish);
    for person in &documents.persons.rows {
        assert!(!text.contains(&person.family_name), "a name");
        let number = person.civic_no.as_ref().and_then(|number| number.value.as_deref());
        assert!(number.is_none_or(|number| !text.contains(number)), "a number");
    }
    assert!(!text.contains("gatan") && !text.contains("stigen"));
}

#[test]
fn what_lies_in_another_municipality_is_rejected_with_all_that_hangs_on_it() {
    let mut context = context();
    context.codes = HashSet::from(["0483".to_owned()]);
    let plan = plan(&sample(), &context);
    assert!(
        plan.units.is_empty() && plan.youths.is_empty() && plan.staff.is_empty() && plan.guardians.is_empty()
    );
    assert!(plan.groups.is_empty() && plan.memberships.is_empty() && plan.attendance.is_empty());
    assert_eq!(plan.report.count("OUTSIDE_MUNICIPALITY"), 3 + 45 + 9 + 8);
    assert!(!plan.report.reasons.iter().any(|reason| reason.code == "CIVIC_NUMBER_LEFT_OUT"));
}

#[test]
fn a_marking_that_is_not_known_counts_as_secrecy_and_is_reported() {
    let mut documents = small();
    let contact = json!({"securityMarking": "Hemlig", "emails": [{"value": "a@example.se"}]});
    documents.persons = sheet(json!([pupil("p1", contact)]));
    let plan = planned(&documents);
    assert_eq!(plan.youths[0].protection, Protection::SecrecyMarked);
    assert_eq!(plan.youths[0].email, None);
    assert_eq!(codes(&plan), ["UNKNOWN_MARKING"]);
}

#[test]
fn a_source_that_is_silent_does_not_take_back_a_marking() {
    let mut context = context();
    let documents = Documents { persons: sheet(json!([pupil("p1", json!({}))])), ..small() };
    let id = crate::support::ids::of_source(context.source_id, "youth", "p1");
    context.known.youths.insert(id, Protection::ProtectedRegistration);
    assert_eq!(plan(&documents, &context).youths[0].protection, Protection::ProtectedRegistration);
}

#[test]
fn the_home_municipality_is_a_code_of_the_registered_address_or_unknown() {
    let home = |marking: &str, kind: &str, code: &str| {
        let address = json!([{"type": kind, "municipalityCode": code, "streetAddress": "Gatan 1"}]);
        let person = pupil("p1", json!({"securityMarking": marking, "addresses": address}));
        let plan = planned(&Documents { persons: sheet(json!([person])), ..small() });
        plan.youths[0].home_municipality.clone()
    };
    assert_eq!(home("Ingen", "Folkbokföring", "0483").as_deref(), Some("0483"));
    assert_eq!(home("Skyddad folkbokföring", "Folkbokföring", "0483"), None);
    assert_eq!(home("Ingen", "Tillfälligadress", "0483"), None);
    assert_eq!(home("Ingen", "Folkbokföring", "Stockholm"), None);
}

#[test]
fn an_enrolment_that_ends_before_it_starts_is_rejected_and_what_is_here_is_spared() {
    let enrolment = json!({"enrolments": [
        {"enrolledAt": {"id": "school"}, "schoolType": "GR", "startDate": "2025-08-18", "endDate": "2025-08-01"}]});
    let plan = planned(&Documents { persons: sheet(json!([pupil("p1", enrolment)])), ..small() });
    assert_eq!((codes(&plan), plan.enrolments.len(), plan.youths.len()), (vec!["ENDS_BEFORE_START"], 0, 1));
    assert!(!plan.scope.ends_part(Extent::Whole, "p1/school/GR/2025-08-18"));
    assert!(plan.scope.ends_part(Extent::Whole, "p1/school/GY/2024-08-18"));
}

#[test]
fn a_valid_civic_number_is_kept_in_twelve_characters() {
    let person = pupil("p1", json!({"civicNo": {"value": "900101-9802"}, "birthDate": "1890-01-01"}));
    let plan = planned(&Documents { persons: sheet(json!([person])), ..small() });
    let number = plan.youths[0].civic_number.as_ref().unwrap();
    assert_eq!(number.reveal(), "189001019802");
    assert!(!format!("{plan:?}").contains("9802"));
}

#[test]
fn a_row_that_cannot_be_read_is_rejected_by_itself_and_spared() {
    let mut documents = small();
    documents.persons = sheet(json!([pupil("p1", json!({})), {"id": "p2", "givenName": "Bara"}]));
    let plan = planned(&documents);
    assert_eq!((plan.youths.len(), codes(&plan)), (1, vec!["UNREADABLE"]));
    assert!(plan.report.reasons[0].en.contains("missing field `familyName`"));
    assert!(!plan.scope.ends(Extent::Whole, "p2") && plan.scope.ends(Extent::Whole, "p3"));
}

#[test]
fn the_last_of_two_rows_with_one_id_counts() {
    let twice = json!([pupil("p1", json!({})), pupil("p1", json!({"givenName": "Annat"}))]);
    let plan = planned(&Documents { persons: sheet(twice), ..small() });
    assert_eq!((plan.youths.len(), plan.youths[0].given_name.as_str()), (1, "Annat"));
    assert_eq!(codes(&plan), ["DUPLICATE_ID"]);
}

#[test]
fn sums_that_cannot_be_true_are_rejected() {
    let verdict = |sums| codes(&planned(&attended(sums))).join(" ");
    assert_eq!(verdict(json!({})), "");
    assert_eq!(verdict(json!({"validAbsenceSum": -1})), "NEGATIVE_MINUTES");
    assert_eq!(verdict(json!({"validAbsenceSum": 181})), "ABSENCE_OVER_OFFERED");
    assert_eq!(verdict(json!({"reportedSum": 181})), "REPORTED_OVER_OFFERED");
    assert_eq!(verdict(json!({"endDate": "2025-11-24"})), "SEVERAL_WEEKS");
    assert_eq!(verdict(json!({"endDate": "2025-11-16"})), "ENDS_BEFORE_START");
    assert_eq!(verdict(json!({"offeredSum": null})), "NO_OFFERED_SUM");
    assert_eq!(verdict(json!({"offeredSum": 99999})), "TOO_MANY_MINUTES");
    assert_eq!(verdict(json!({"student": {"id": "p9"}})), "UNKNOWN_YOUTH");
    assert_eq!(verdict(json!({"activity": {"id": "a9"}})), "UNKNOWN_ACTIVITY");
    assert_eq!(verdict(json!({"offeredSum": "many"})), "UNREADABLE");
}

#[test]
fn days_that_are_summed_twice_are_taken_once_and_days_apart_are_added() {
    let row = |start: &str, end: &str| {
        json!({"activity": {"id": "a1"}, "student": {"id": "p1"}, "startDate": start, "endDate": end,
            "attendanceSum": 60, "offeredSum": 60})
    };
    let rows = json!([
        row("2025-11-17", "2025-11-18"),
        row("2025-11-18", "2025-11-18"),
        row("2025-11-19", "2025-11-19")
    ]);
    let plan = planned(&Documents { attendance: sheet(rows), ..small() });
    assert_eq!((plan.attendance.len(), codes(&plan)), (1, vec!["OVERLAPPING_DAYS"]));
    assert_eq!((plan.attendance[0].reported_minutes, plan.attendance[0].offered_minutes), (120, 120));
}

#[test]
fn attendance_in_what_is_no_lesson_is_not_read() {
    let mut documents = attended(json!({}));
    documents.activities =
        sheet(json!([{"id": "a1", "activityType": "Läraraktivitet", "groups": [{"id": "g1"}]}]));
    let plan = planned(&documents);
    assert!(plan.attendance.is_empty() && codes(&plan).is_empty());
}

#[test]
fn a_grade_becomes_a_result_and_the_latest_registered_counts() {
    let grade = |id: &str, day: &str, value: &str| {
        json!({"id": id, "student": {"id": "p1"}, "registeredDate": day, "gradeValue": value, "semester": "HT",
            "year": 2025, "syllabus": {"id": "s1"}})
    };
    let documents = Documents {
        grades: sheet(json!([
            grade("b2", "2025-12-20", "c"),
            grade("b1", "2025-12-18", "F"),
            grade("b3", "2025-12-21", "VG")
        ])),
        syllabuses: sheet(json!([{"id": "s1", "subjectCode": "MAT"}])),
        ..small()
    };
    let plan = planned(&documents);
    assert_eq!((plan.results.len(), codes(&plan)), (1, vec!["UNKNOWN_WORD"]));
    let result = &plan.results[0];
    assert_eq!(
        (result.subject_code.as_str(), result.term.as_str(), result.grade.as_deref()),
        ("MAT", "2025HT", Some("C"))
    );
}

#[test]
fn organisations_in_a_circle_are_rejected() {
    let circle = json!([
        {"id": "a", "displayName": "A", "parentOrganisation": {"id": "b"}, "municipalityCode": "0180"},
        {"id": "b", "displayName": "B", "parentOrganisation": {"id": "a"}, "municipalityCode": "0180"}
    ]);
    let plan = planned(&Documents { organisations: sheet(circle), ..Documents::default() });
    assert_eq!((codes(&plan), plan.units.len()), (vec!["CIRCLE", "CIRCLE"], 0));
}

#[test]
fn changes_alone_hang_on_what_is_here_and_end_only_what_they_speak_of() {
    let mut context = context();
    let id =
        |kind: &str, reference: &str| crate::support::ids::of_source(Uuid::from_u128(7), kind, reference);
    context.known.units.insert(id("unit", "school"), Some("5500000001".to_owned()));
    context.known.youths.insert(id("youth", "p1"), Protection::SecrecyMarked);
    context.known.guardians.insert("v1".to_owned(), vec![("p1".to_owned(), GuardianRelation::Parent)]);
    let mut documents = Documents { groups: small().groups, ..Documents::default() };
    documents.groups.extent = Extent::Changes;
    documents.persons = sheet(json!([
        {"id": "v1", "givenName": "V", "familyName": "N", "phoneNumbers": [{"value": "070"}]}]));
    documents.persons.extent = Extent::Changes;
    let plan = plan(&documents, &context);
    assert_eq!((plan.groups.len(), plan.memberships.len(), plan.guardians.len()), (1, 1, 1));
    assert_eq!(plan.guardians[0].phone, None, "the youth is protected");
    assert!(plan.scope.ends_part(plan.scope.groups, "g1/p2/2025-08-18"));
    assert!(!plan.scope.ends_part(plan.scope.groups, "g2/p2/2025-08-18"));
    assert!(!plan.scope.ends(plan.scope.persons, "p1"));
}

#[test]
fn changes_that_point_to_what_is_not_here_ask_for_everything() {
    let mut documents = small();
    documents.organisations = Sheet::default();
    assert!(!planned(&documents).wants_whole);
    documents.groups.extent = Extent::Changes;
    assert!(planned(&documents).wants_whole);
}

#[test]
fn what_must_not_be_kept_of_a_person_is_dropped_when_the_row_is_read() {
    let documents = sample();
    let pupil = |person: &&super::super::documents::Person| person.enrolments.is_some();
    assert!(
        documents.persons.rows.iter().filter(|person| !pupil(person)).all(|person| person.civic_no.is_none())
    );
    assert!(
        documents
            .persons
            .rows
            .iter()
            .filter(|person| !pupil(person))
            .all(|person| person.addresses.is_none())
    );
    let marked = |marking: &Option<String>| marking.as_deref() != Some("Ingen");
    let mut marked = documents.persons.rows.iter().filter(|person| marked(&person.security_marking));
    assert!(marked.all(|person| person.emails.is_none()));
}

#[test]
fn the_sample_can_be_moved_by_whole_weeks() {
    let mut documents = sample();
    assert_eq!(shift::last_week(&documents), "2025-11-17".parse().ok());
    shift::by_weeks(&mut documents, 52);
    assert_eq!(shift::last_week(&documents), "2026-11-16".parse().ok());
    let plan = planned(&documents);
    assert_eq!((plan.attendance.len(), plan.report.count("SEVERAL_WEEKS")), (1980, 0));
}

#[test]
fn an_empty_list_ends_nobody() {
    let documents = Documents { persons: sheet(json!([])), ..small() };
    let plan = planned(&documents);
    assert!(codes(&plan).contains(&"EMPTY_RESOURCE"));
    assert!(!plan.scope.ends(plan.scope.persons, "p1"));
}
