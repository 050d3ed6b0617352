//! The closed list of the KAA register's columns, its code lists, its half-year file and its counts.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tests::kaa::{leaver, measured, registered};
use tests::{Client, on_both_engines};

/// What the register may hold (förordning (2006:39) 4 §), table by table, with the point that each column rests on:
/// 1 name, number, contact details (only as a reference to the youth); 2 earlier, present and coming occupation; 3
/// measure, its content and time; R the duty itself, its documentation and report (skollagen 29:9, 26:25); S the
/// system's own: no datum about the person. There is no free text.
const CLOSED_LIST: [(&str, &[(&str, char)]); 4] = [
    (
        "kaa_entry",
        &[
            ("id", 'S'),
            ("youth_id", '1'),
            ("registered_on", 'R'),
            ("reason", 'R'),
            ("ended_on", 'R'),
            ("end_reason", 'R'),
            ("version", 'S'),
            ("created_at", 'S'),
        ],
    ),
    (
        "kaa_occupation",
        &[
            ("id", 'S'),
            ("youth_id", '1'),
            ("entry_id", 'S'),
            ("code", '2'),
            ("starts_on", '2'),
            ("ends_on", '2'),
            ("created_at", 'S'),
        ],
    ),
    (
        "kaa_contact",
        &[
            ("id", 'S'),
            ("youth_id", '1'),
            ("entry_id", 'S'),
            ("contacted_on", 'R'),
            ("way", 'R'),
            ("reached", 'R'),
            ("occupation", '2'),
            ("author_id", 'S'),
            ("created_at", 'S'),
        ],
    ),
    (
        "kaa_measure",
        &[
            ("id", 'S'),
            ("youth_id", '1'),
            ("entry_id", 'S'),
            ("kind", '3'),
            ("hours_per_week", '3'),
            ("offered_on", '3'),
            ("answer", '3'),
            ("answered_on", '3'),
            ("starts_on", '3'),
            ("ends_on", '3'),
            ("end_reason", '3'),
            ("occupation_after", '2'),
            ("created_at", 'S'),
        ],
    ),
];
const FILE: &str = "{ kaaHalfYearFile(year: 2025, half: 2) {
    fileName text people toReportByHand problems { block flaw youth { givenName } } codesWithoutScb { list code } missing
} }";
const SET: &str = "mutation Set($input: SetKaaCodesInput!) {
    setKaaCodes(input: $input) { codes { code label scbCode active } userErrors { code index } }
}";

on_both_engines! {
    fn the_register_holds_the_closed_list_of_the_regulation_and_no_more(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2008-03-01");
        let entry = registered(world, &chain, "Alma", "2025-09-01");
        measured(world, &chain, "Alma", "2025-09-02");
        let officer = chain.signed_in("KAA_OFFICER");
        let rows = "mutation Rows($id: ID!) {
            one: recordKaaContact(input: { entry: $id, version: 1, on: \"2025-09-02\", way: \"SMS\", reached: false }) { userErrors { code } }
            two: recordKaaOccupation(input: { entry: $id, version: 2, occupation: \"WORK\", startsOn: \"2025-09-02\" }) { userErrors { code } }
        }";
        let none = json!({ "userErrors": [] });
        assert_eq!(officer.data(rows, json!({ "id": entry })), json!({ "one": none, "two": none }));
        for (table, columns) in CLOSED_LIST {
            let found: BTreeSet<String> = world.wait(async {
                let tx = chain.grant().await.begin().await.expect("a transaction");
                let select = Statement::from_string(tx.get_database_backend(), format!("SELECT * FROM {table}"));
                tx.query_one_raw(select).await.expect("the table").expect("a row").column_names().into_iter().collect()
            });
            let allowed: BTreeSet<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(found, allowed, "{table}");
        }
    }

    fn the_file_has_its_blocks_its_checks_and_names_each_person_in_the_log(world: &World) {
        let chain = world.municipality();
        for name in ["Alma", "Bo", "Eja"] {
            leaver(world, &chain, name, "2008-03-01");
            registered(world, &chain, name, "2025-08-20");
        }
        measured(world, &chain, "Alma", "2025-09-08");
        let officer = chain.signed_in("KAA_OFFICER");
        let file = officer.data(FILE, json!({}))["kaaHalfYearFile"].take();
        assert_eq!(file["fileName"], format!("kaa-{}-2025-2.csv", chain.code));
        assert_eq!((&file["people"], &file["toReportByHand"]), (&json!(1), &json!(1)));
        let text = file["text"].as_str().unwrap();
        let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines, [
            "1;201202012389;2025-08-20;BROKE_OFF;",
            "3;201202012389;2025-09-08;2025-09-08;INTERNSHIP;20",
        ]);
        assert!(!text.contains("Alma") && !text.contains("Prov"));
        let bo = json!([{ "block": 1, "flaw": "NO_CIVIC_NUMBER", "youth": { "givenName": "Bo" } }]);
        assert_eq!(file["problems"], bo);
        let codes = json!([{ "list": "REASON", "code": "BROKE_OFF" }, { "list": "MEASURE", "code": "INTERNSHIP" }]);
        assert_eq!(file["codesWithoutScb"], codes);
        assert!(!file.to_string().contains("Eja"));
        let log = "query Log($youth: ID) { accessLog(first: 50, youth: $youth) { nodes { action } } }";
        let auditor = chain.signed_in("AUDITOR");
        for (name, logged) in [("Alma", true), ("Bo", true), ("Eja", false), ("Cleo", false)] {
            let seen = auditor.data(log, json!({ "youth": chain.youth(name) })).to_string();
            assert_eq!(seen.contains("EXPORT_KAA"), logged, "{name}: {seen}");
        }
        assert_eq!(officer.codes("{ kaaHalfYearFile(year: 2026, half: 1) { text } }", json!({})), ["BAD_USER_INPUT"]);
    }

    fn the_file_needs_the_second_factor(world: &World) {
        let chain = world.municipality();
        let weak = chain.sign_in_as(&chain.account("KAA_OFFICER"), None);
        assert_eq!(weak.codes(FILE, json!({})), ["SECOND_FACTOR_REQUIRED"]);
    }

    fn a_code_list_is_replaced_as_a_whole_and_a_code_in_use_does_not_vanish(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2008-03-01");
        registered(world, &chain, "Alma", "2025-08-20");
        measured(world, &chain, "Alma", "2025-09-08");
        let administrator = chain.signed_in("ADMINISTRATOR");
        let set = |client: &Client, codes: &[(&str, Option<&str>, Option<&str>)]| {
            let codes: Vec<_> = codes.iter().map(|(code, scb, to)| json!({
                "code": code, "labelSv": "Egen", "labelEn": "Own", "scbCode": scb, "validFrom": "2018-07-01", "validTo": to,
            })).collect();
            client.graphql(SET, json!({ "input": { "list": "MEASURE", "codes": codes } }))
        };
        let error = |answer: Value| answer["data"]["setKaaCodes"]["userErrors"][0]["code"].clone();
        assert_eq!(error(set(&administrator, &[("SAILING", None, None)])), "CONDITION_NOT_MET");
        assert_eq!(error(set(&administrator, &[("sailing", None, None)])), "INVALID");
        let new = [("SAILING", None, None), ("INTERNSHIP", Some("31"), Some("2025-10-31"))];
        let done = set(&administrator, &new)["data"]["setKaaCodes"].take();
        let codes = json!([
            { "code": "SAILING", "label": "Egen", "scbCode": null, "active": true },
            { "code": "INTERNSHIP", "label": "Egen", "scbCode": "31", "active": false },
        ]);
        assert_eq!(done, json!({ "codes": codes, "userErrors": [] }));
        let officer = chain.signed_in("KAA_OFFICER");
        let file = officer.data(FILE, json!({}))["kaaHalfYearFile"]["text"].take();
        assert!(file.as_str().unwrap().contains(";2025-09-08;31;20\n"), "{file}");
        let list = "{ kaaCodes(list: MEASURE, active: true) { code } }";
        assert_eq!(officer.data(list, json!({}))["kaaCodes"], json!([{ "code": "SAILING" }]));
        let answer = set(&officer, &new);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }

    fn counts_name_nobody(world: &World) {
        let chain = world.municipality();
        for name in ["Alma", "Bo", "Cleo", "Eja"] {
            leaver(world, &chain, name, "2008-03-01");
            registered(world, &chain, name, "2025-08-20");
        }
        measured(world, &chain, "Alma", "2025-09-08");
        let officer = chain.signed_in("KAA_OFFICER");
        let step = "mutation Step($alma: ID!, $bo: ID!) {
            one: recordKaaContact(input: { entry: $alma, version: 1, on: \"2025-09-02\", way: \"SMS\", reached: true }) { userErrors { code } }
            two: endKaaEntry(input: { entry: $bo, version: 1, on: \"2025-11-24\", reason: \"BEGAN_EDUCATION\" }) { userErrors { code } }
        }";
        let entry = |name: &str| {
            let list = "query Kaa($id: ID!) { youth(id: $id) { kaa { id } } }";
            officer.data(list, json!({ "id": chain.youth(name) }))["youth"]["kaa"][0]["id"].take()
        };
        officer.data(step, json!({ "alma": entry("Alma"), "bo": entry("Bo") }));
        let counts = "{ kaaCounts(year: 2025, half: 2) {
            covered contacted inMeasure contactShare contactGoal reachesGoal ended { count reason { code } }
        } }";
        let mut counts = officer.data(counts, json!({}))["kaaCounts"].take();
        counts["ended"].as_array_mut().unwrap().retain(|end| end["count"] != 0);
        assert_eq!(counts, json!({
            "covered": 3, "contacted": 1, "inMeasure": 1, "contactShare": 33.3, "contactGoal": 90.0,
            "reachesGoal": false, "ended": [{ "count": 1, "reason": { "code": "BEGAN_EDUCATION" } }],
        }));
    }
}
