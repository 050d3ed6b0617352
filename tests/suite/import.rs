//! A school register taken into a municipality, and who then sees what: the sample, through HTTP.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use tests::on_both_engines;
use tests::school::{School, sample};

/// A pupil with a secrecy marking, in class 7A.
const ALVA: &str = "0c825fac-3ad2-5c16-830a-88175adae73a";
/// A pupil of class 8A.
const CHARLIE: &str = "02631a69-7809-5dd2-8db1-1fea87e9f7f0";
const WHY: &str = "Samtal med vårdnadshavare";
const LIST: &str = "{ youths(first: 100) { totalCount nodes { protection givenName } } }";
const ONE: &str = "query One($id: ID!, $reason: String) {
    youth(id: $id, reason: $reason) { givenName guardians { name phone email } }
}";
const WEEKS: &str = "query Weeks($id: ID!) {
    youth(id: $id) { attendance(weeks: 10) { weeks { week validMinutes invalidMinutes offeredMinutes } } }
}";
const SHARES: &str = "{ youths(first: 100) { nodes { attendance(weeks: 12) { absenceShare coverage } } } }";

on_both_engines! {
    fn who_is_protected_is_seen_by_the_principal_alone_and_bare_until_a_reason_is_given(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        for (name, sees) in [("Sara", 43), ("Erik", 43), ("Maria", 43), ("Eva", 43)] {
            let client = school.signed_in(name);
            let seen = client.data(LIST, json!({}))["youths"].take();
            assert!(nodes(&seen).iter().all(|youth| youth["protection"] == "NONE"), "{name}: {seen:#}");
            assert!(seen["totalCount"].as_u64() <= Some(sees) && nodes(&seen).len() > 14, "{name}: {seen:#}");
            assert_eq!(client.codes(ONE, json!({ "id": school.youth(ALVA), "reason": WHY })), ["NOT_FOUND"]);
        }
        let principal = school.signed_in("Lars");
        let seen = principal.data(LIST, json!({}))["youths"].take();
        let marked: Vec<&Value> = nodes(&seen).iter().filter(|youth| youth["protection"] != "NONE").collect();
        assert!(seen["totalCount"] == 45 && marked.len() == 2, "{seen:#}");
        assert!(marked.iter().all(|youth| youth["givenName"].is_null()));
        let alva = school.youth(ALVA);
        assert_eq!(principal.codes(ONE, json!({ "id": alva })), ["REASON_REQUIRED"]);
        let open = principal.data(ONE, json!({ "id": alva, "reason": WHY }))["youth"].take();
        let guardians = open["guardians"].as_array().unwrap();
        assert_eq!((&open["givenName"], guardians.len()), (&json!("Alva"), 2));
        assert!(guardians.iter().all(|who| who["phone"].is_null() && who["email"].is_null()), "{open:#}");
    }

    fn attendance_is_what_the_register_says(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        let answer = school.signed_in("Lars").data(WEEKS, json!({ "id": school.youth(CHARLIE) }));
        let weeks = answer["youth"]["attendance"]["weeks"].as_array().unwrap();
        let expected = weeks_of(CHARLIE);
        assert!(weeks.len() >= 8, "{answer:#}");
        for week in weeks.iter().filter(|week| week["offeredMinutes"] != 0) {
            let minutes = ["validMinutes", "invalidMinutes", "offeredMinutes"].map(|name| week[name].as_u64());
            let said = expected.get(week["week"].as_str().unwrap()).copied();
            assert_eq!(Some(minutes), said.map(|said| said.map(Some)), "{week:#}");
        }
    }

    fn what_is_not_known_is_not_taken_for_presence(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        let seen = school.signed_in("Lars").data(SHARES, json!({}))["youths"].take();
        let all = |name: &str| nodes(&seen).iter().filter_map(|youth| youth["attendance"][name].as_f64()).collect();
        let (coverage, absence): (Vec<f64>, Vec<f64>) = (all("coverage"), all("absenceShare"));
        let least = coverage.into_iter().fold(1.0, f64::min);
        assert!((0.3..0.4).contains(&least), "one pupil's lessons are mostly unreported: {least}");
        let most = absence.into_iter().fold(0.0, f64::max);
        assert!(most > 0.5, "one pupil is absent more than half: {most}");
    }

    fn a_pupil_whom_the_register_no_longer_has_is_gone(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        let (principal, charlie) = (school.signed_in("Lars"), school.youth(CHARLIE));
        assert_eq!(principal.data(ONE, json!({ "id": charlie }))["youth"]["givenName"], "Charlie");
        let report = school.import(without(CHARLIE).path());
        assert_eq!(report.counts["youth"].removed, 1, "{:?}", report.counts);
        assert_eq!(principal.data(LIST, json!({}))["youths"]["totalCount"], 44);
        assert_eq!(principal.codes(ONE, json!({ "id": charlie })), ["NOT_FOUND"]);
        let back = school.import(&sample());
        assert_eq!((back.counts["youth"].new, back.counts["youth"].changed), (0, 1));
        assert_eq!(principal.data(LIST, json!({}))["youths"]["totalCount"], 45);
    }
}

fn nodes(list: &Value) -> &Vec<Value> {
    list["nodes"].as_array().unwrap()
}

fn documents(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(sample().join(name)).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["data"].as_array().unwrap().clone()
}

/// A folder of the sample without a person.
fn without(id: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(sample()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let others: Vec<Value> =
        documents("persons.json").into_iter().filter(|person| person["id"] != id).collect();
    std::fs::write(folder.path().join("persons.json"), json!({ "data": others }).to_string()).unwrap();
    folder
}

/// Valid, invalid and offered minutes of a pupil by week, summed from the document.
fn weeks_of(id: &str) -> BTreeMap<String, [u64; 3]> {
    let mut weeks = BTreeMap::<String, [u64; 3]>::new();
    for row in documents("aggregatedAttendance.json").iter().filter(|row| row["student"]["id"] == id) {
        let day: NaiveDate = row["startDate"].as_str().unwrap().parse().unwrap();
        let sums = weeks.entry(day.format("%G-W%V").to_string()).or_default();
        for (sum, name) in sums.iter_mut().zip(["validAbsenceSum", "invalidAbsenceSum", "offeredSum"]) {
            *sum += row[name].as_u64().unwrap();
        }
    }
    weeks
}
