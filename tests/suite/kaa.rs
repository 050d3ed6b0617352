//! The register of the municipal activity duty (KAA): who comes into it, who reads it, and its steps.

use serde_json::{Value, json};
use tests::chain::CIVIC_NUMBER;
use tests::kaa::{
    code, entries, home, leaver, measured, night, registered, same_person, step, studies, try_step,
};
use tests::{Client, on_both_engines};

const REGISTER: &str = "query Register($filter: KaaRegisterFilter) {
    kaaRegister(first: 10, filter: $filter) { totalCount nodes {
        youth { givenName } registeredOn endedOn version contactDue turnsTwentyOn reason { code label } toVerify { what }
    } }
}";
const CLARIFY: &str = "{ kaaToClarify { youth { id givenName } missing missingLabel } }";
const ENTRY: &str = "query Entry($id: ID!) { node(id: $id) { ... on KaaEntry {
    version endedOn endReason { code } contactDue lastReachedOn
    contacts { on reached way { code label } occupation { code } by { givenName } }
    measures { id state hoursPerWeek offeredOn answeredOn startsOn endsOn kind { code } endReason { code } occupationAfter { code } }
    occupations { startsOn endsOn occupation { code } }
} } }";
const WHY: &str = "Uppf%C3%B6ljning%20av%20aktivitetsansvaret";

on_both_engines! {
    fn who_is_covered_is_registered_once_and_nobody_by_a_guess(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2008-03-01");
        leaver(world, &chain, "Bo", "2008-03-01");
        home(world, &chain, "Bo", None);
        studies(world, &chain, "Cleo", "2008-03-01", "GY", None);
        leaver(world, &chain, "Dag", "2008-03-01");
        home(world, &chain, "Dag", Some("0513"));
        leaver(world, &chain, "Eja", "2008-03-01");
        leaver(world, &chain, "Frej", "2005-11-24");
        studies(world, &chain, "Gun", "2007-03-01", "GY", None);
        home(world, &chain, "Gun", None);
        night(world, &chain);
        let once = entries(world, &chain);
        assert_eq!(once.len(), 2, "Alma and Eja, who has protected data");
        night(world, &chain);
        assert_eq!(entries(world, &chain), once);
        let officer = chain.signed_in("KAA_OFFICER");
        let alma = json!({
            "youth": { "givenName": "Alma" }, "registeredOn": "2025-11-24", "endedOn": null, "version": 1,
            "contactDue": "2025-12-08", "turnsTwentyOn": "2028-03-01",
            "reason": { "code": "NEVER_BEGAN", "label": "Aldrig påbörjat gymnasieskolan" },
            "toVerify": [{ "what": "STUDIES_ELSEWHERE" }],
        });
        assert_eq!(officer.data(REGISTER, json!({}))["kaaRegister"], json!({ "totalCount": 1, "nodes": [alma] }));
        let unclear = officer.data(CLARIFY, json!({}))["kaaToClarify"].take();
        let bo = json!({
            "youth": { "id": chain.youth("Bo"), "givenName": "Bo" },
            "missing": "HOME_MUNICIPALITY", "missingLabel": "Hemkommun saknas",
        });
        assert_eq!(unclear, json!([bo]));
    }

    fn two_registers_that_know_one_person_make_one_entry_or_none(world: &World) {
        let chain = world.municipality();
        for name in ["Alma", "Bo"] {
            leaver(world, &chain, name, "2008-03-01");
        }
        same_person(world, &chain, "Alma", "Bo");
        studies(world, &chain, "Bo", "2008-03-01", "GY", None);
        night(world, &chain);
        assert_eq!(entries(world, &chain), [], "the other register knows that the person is at school");
        leaver(world, &chain, "Bo", "2008-03-01");
        night(world, &chain);
        night(world, &chain);
        assert_eq!(entries(world, &chain).len(), 1);
    }

    fn the_register_takes_as_many_statements_whatever_its_length(world: &World) {
        let world = &world.another();
        let chain = world.municipality();
        for name in ["Alma", "Bo", "Cleo", "Dag", "Frej", "Gun"] {
            leaver(world, &chain, name, "2008-03-01");
            registered(world, &chain, name, "2025-09-01");
            measured(world, &chain, name, "2025-09-02");
        }
        let officer = chain.signed_in("KAA_OFFICER");
        let query = "query Register($first: Int!) { kaaRegister(first: $first) { nodes {
            youth { givenName civicNumber } reason { label } contactDue turnsTwentyOn toVerify { label }
            contacts { way { label } by { givenName } } measures { state kind { label } } occupations { startsOn }
        } } }";
        officer.data(query, json!({ "first": 1 }));
        let counts = [1, 6].map(|first| {
            world.fewest_statements(|| {
                let nodes = officer.data(query, json!({ "first": first }))["kaaRegister"]["nodes"].take();
                assert_eq!(nodes.as_array().map(Vec::len), Some(first));
                assert_eq!(nodes[0]["measures"][0]["kind"]["label"], "Praktik");
            })
        });
        // A busy machine may cut a batch in two.
        assert!(counts[1] <= counts[0] + 6, "statements for 1 and 6 entries: {counts:?}");
    }

    fn what_is_unclear_is_settled_by_the_officer_and_not_by_the_system(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Bo", "2008-03-01");
        home(world, &chain, "Bo", None);
        let officer = chain.signed_in("KAA_OFFICER");
        let register = |lives_here: bool| {
            let input = json!({ "youth": chain.youth("Bo"), "livesHere": lives_here });
            code(&step(&officer, "registerKaa", "RegisterKaaInput", input))
        };
        assert_eq!(register(false), "CONDITION_NOT_MET");
        assert_eq!(register(true), "done");
        assert_eq!(register(true), "TAKEN");
        assert_eq!(officer.data(CLARIFY, json!({}))["kaaToClarify"], json!([]));
        assert_eq!(officer.data(REGISTER, json!({}))["kaaRegister"]["totalCount"], 1);
    }

    fn an_officer_registers_by_the_exact_number_and_only_who_is_covered(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("KAA_OFFICER");
        let register = |number: &str| {
            let input = json!({ "civicNumber": number, "reason": "BROKE_OFF" });
            step(&officer, "registerKaa", "RegisterKaaInput", input)
        };
        assert_eq!(code(&register("201202012388")), "WRONG_CHECK_DIGIT");
        assert_eq!(code(&register(CIVIC_NUMBER)), "CONDITION_NOT_MET", "Alma is at school");
        leaver(world, &chain, "Alma", "2008-03-01");
        assert_eq!(code(&register(CIVIC_NUMBER)), "done");
        assert_eq!(code(&register(CIVIC_NUMBER)), "TAKEN");
        let log = "query Log($youth: ID) { accessLog(first: 20, youth: $youth) { nodes { action } } }";
        let seen = chain.signed_in("AUDITOR").data(log, json!({ "youth": chain.youth("Alma") })).to_string();
        assert!(seen.contains("REGISTER_KAA"), "{seen}");
    }

    fn a_protected_person_and_nobody_are_one_answer_and_the_try_is_logged(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2008-03-01");
        let mark = "mutation Mark($id: ID!) {
            setProtection(input: { youth: $id, protection: SECRECY_MARKED }) { userErrors { code } }
        }";
        // The head of a school still reaches who is enrolled there.
        studies(world, &chain, "Alma", "2008-03-01", "GY", None);
        chain.signed_in("PRINCIPAL").data(mark, json!({ "id": chain.youth("Alma") }));
        leaver(world, &chain, "Alma", "2008-03-01");
        let officer = chain.signed_in("KAA_OFFICER");
        let answers = [CIVIC_NUMBER, "197010632391"].map(|number| {
            step(&officer, "registerKaa", "RegisterKaaInput", json!({ "civicNumber": number }))
        });
        assert_eq!(code(&answers[0]), "NOT_FOUND");
        assert_eq!(answers[0], answers[1]);
        let log = "query Log($youth: ID) { accessLog(first: 20, youth: $youth) { nodes { action } } }";
        let seen = chain.signed_in("AUDITOR").data(log, json!({ "youth": chain.youth("Alma") })).to_string();
        assert!(seen.contains("REGISTER_KAA"), "{seen}");
    }

    fn a_protected_person_is_seen_by_who_is_appointed_and_for_a_reason(world: &World) {
        let chain = world.municipality();
        let appoint = "mutation Appoint($youth: ID!, $staff: ID!) {
            appointForProtected(input: { youth: $youth, staff: $staff }) { userErrors { code } }
        }";
        let eja = registered(world, &chain, "Eja", "2025-08-20");
        let officer = chain.signed_in("KAA_OFFICER");
        let count = |client: &Client| client.data(REGISTER, json!({}))["kaaRegister"]["totalCount"].take();
        assert_eq!(officer.codes(ENTRY, json!({ "id": eja })), ["NOT_FOUND"]);
        let ids = json!({ "youth": chain.youth("Eja"), "staff": chain.staff("KAA_OFFICER") });
        assert_eq!(chain.signed_in("PRINCIPAL").data(appoint, ids)["appointForProtected"]["userErrors"], json!([]));
        assert_eq!(officer.codes(ENTRY, json!({ "id": eja })), ["REASON_REQUIRED"]);
        assert_eq!(count(&officer), 0);
        let with_reason = |query: &str, variables: Value| {
            let body = json!({ "query": query, "variables": variables }).to_string();
            let headers = [("content-type", "application/json"), ("up2-reason", WHY)];
            officer.raw("POST", "/graphql", &headers, &body).json()
        };
        let list = with_reason(REGISTER, json!({}));
        assert_eq!(list["data"]["kaaRegister"]["nodes"][0]["youth"]["givenName"], "Eja", "{list:#}");
        assert_eq!(with_reason(ENTRY, json!({ "id": eja }))["data"]["node"]["version"], 1);
    }

    fn school_reads_nothing_of_the_register(world: &World) {
        let chain = world.municipality();
        let entry = registered(world, &chain, "Alma", "2025-08-20");
        let roles = [
            "PRINCIPAL", "MENTOR", "TEACHER", "STUDENT_HEALTH", "SCHOOL_NURSE", "CAREER_COUNSELLOR",
            "HOME_MUNICIPALITY_OFFICER", "DIRECTOR", "ADMINISTRATOR", "AUDITOR", "DATA_PROTECTION_OFFICER",
            "YOUNG_ADULT_COACH",
        ];
        let kaa = "query Kaa($id: ID!) { youth(id: $id) { kaa { version } } }";
        for role in roles {
            let client = chain.signed_in(role);
            for (query, variables) in [
                (REGISTER, json!({})),
                (CLARIFY, json!({})),
                (ENTRY, json!({ "id": entry })),
                ("{ kaaHalfYearFile(year: 2025, half: 2) { text } }", json!({})),
                ("{ kaaCounts(year: 2025, half: 2) { covered } }", json!({})),
            ] {
                assert_eq!(client.codes(query, variables), ["FORBIDDEN"], "{role}: {query}");
            }
            let answer = client.graphql(kaa, json!({ "id": chain.youth("Alma") }));
            assert!(answer["data"]["youth"]["kaa"].is_null(), "{role}: {answer:#}");
            let input = json!({ "entry": entry, "version": 1, "on": "2025-11-24", "reason": "MOVED" });
            let answer = try_step(&client, "endKaaEntry", "EndKaaEntryInput", input);
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{role}");
        }
    }

    fn the_officer_reads_who_is_in_the_register_and_nothing_of_school(world: &World) {
        let chain = world.municipality();
        registered(world, &chain, "Alma", "2025-08-20");
        let officer = chain.signed_in("KAA_OFFICER");
        let one = |fields: &str| format!("query One($id: ID!) {{ youth(id: $id) {{ {fields} }} }}");
        let known = one("givenName civicNumber contact { phone } guardians { phone } kaa { registeredOn }");
        let alma = officer.data(&known, json!({ "id": chain.youth("Alma") }))["youth"].take();
        assert_eq!((&alma["civicNumber"], &alma["guardians"][0]["phone"]), (&json!(CIVIC_NUMBER), &json!("070-1740605")));
        assert_eq!(alma["kaa"], json!([{ "registeredOn": "2025-08-20" }]));
        for school in ["attendance { offeredMinutes }", "results { grade }", "enrolments { schoolType }", "groups { name }"] {
            assert_eq!(officer.codes(&one(school), json!({ "id": chain.youth("Alma") })), ["FORBIDDEN"], "{school}");
        }
        assert_eq!(officer.codes(&one("givenName"), json!({ "id": chain.youth("Bo") })), ["NOT_FOUND"]);
    }

    fn contacts_are_kept_with_their_way_until_the_youth_is_reached(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2008-03-01");
        leaver(world, &chain, "Bo", "2006-03-01");
        let (alma, bo) = (registered(world, &chain, "Alma", "2025-11-01"), registered(world, &chain, "Bo", "2025-11-01"));
        let officer = chain.signed_in("KAA_OFFICER");
        let contact = |entry: &str, version: i32, on: &str, way: &str, reached: bool| {
            let input = json!({
                "entry": entry, "version": version, "on": on, "way": way, "reached": reached,
                "occupation": reached.then_some("WORK"),
            });
            code(&step(&officer, "recordKaaContact", "RecordKaaContactInput", input))
        };
        assert_eq!(contact(&alma, 1, "2025-11-03", "PHONE", false), "done");
        assert_eq!(contact(&alma, 2, "2025-11-04", "GUARDIAN", false), "done");
        assert_eq!(contact(&bo, 1, "2025-11-04", "GUARDIAN", false), "CONDITION_NOT_MET", "Bo is 19");
        assert_eq!(contact(&alma, 3, "2025-10-31", "SMS", false), "OUT_OF_RANGE");
        assert_eq!(contact(&alma, 3, "2025-11-25", "SMS", false), "OUT_OF_RANGE");
        assert_eq!(contact(&alma, 3, "2025-11-05", "PIGEON", false), "INVALID");
        let waiting = |since: &str| {
            let filter = json!({ "filter": { "uncontactedSince": since } });
            officer.data(REGISTER, filter)["kaaRegister"]["totalCount"].take()
        };
        assert_eq!(waiting("2025-11-01"), 2);
        assert_eq!(officer.data(ENTRY, json!({ "id": alma }))["node"]["contactDue"], "2025-11-15");
        assert_eq!(contact(&alma, 3, "2025-11-06", "HOME_VISIT", true), "done");
        let entry = officer.data(ENTRY, json!({ "id": alma }))["node"].take();
        assert_eq!((&entry["contactDue"], &entry["lastReachedOn"]), (&Value::Null, &json!("2025-11-06")));
        let last = json!({
            "on": "2025-11-06", "reached": true, "way": { "code": "HOME_VISIT", "label": "Hembesök" },
            "occupation": { "code": "WORK" }, "by": { "givenName": "KAA_OFFICER" },
        });
        assert_eq!(entry["contacts"][0], last);
        assert_eq!(entry["contacts"].as_array().map(Vec::len), Some(3));
        assert_eq!((waiting("2025-11-01"), waiting("2025-11-07")), (json!(1), json!(2)));
    }

    fn a_declined_offer_is_kept_apart_from_the_one_that_was_taken(world: &World) {
        let chain = world.municipality();
        let entry = registered(world, &chain, "Alma", "2025-09-01");
        let officer = chain.signed_in("KAA_OFFICER");
        let offer = |version: i32, kind: &str, on: &str| {
            let input = json!({ "entry": entry, "version": version, "kind": kind, "on": on, "hoursPerWeek": 20 });
            step(&officer, "offerKaaMeasure", "OfferKaaMeasureInput", input)
        };
        let act = |what: &str, measure: &str, version: i32, on: &str, more: Value| {
            let mut input = json!({ "measure": measure, "version": version, "on": on });
            input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
            let (field, ty) = (format!("{what}KaaMeasure"), capital(&format!("{what}KaaMeasureInput")));
            code(&step(&officer, &field, &ty, input))
        };
        let first = id(&offer(1, "CAREER_GUIDANCE", "2025-09-02")["entry"]["measures"][0]);
        assert_eq!(act("start", &first, 2, "2025-09-03", json!({})), "IMPOSSIBLE_TRANSITION");
        assert_eq!(act("answer", &first, 2, "2025-09-01", json!({ "accepted": false })), "ENDS_BEFORE_START");
        assert_eq!(act("answer", &first, 2, "2025-09-03", json!({ "accepted": false })), "done");
        assert_eq!(act("answer", &first, 3, "2025-09-04", json!({ "accepted": true })), "IMPOSSIBLE_TRANSITION");
        let second = id(&offer(3, "INTERNSHIP", "2025-09-10")["entry"]["measures"][0]);
        assert_eq!(act("answer", &second, 4, "2025-09-11", json!({ "accepted": true })), "done");
        assert_eq!(act("end", &second, 5, "2025-09-12", json!({ "reason": "COMPLETED" })), "IMPOSSIBLE_TRANSITION");
        assert_eq!(act("start", &second, 5, "2025-09-15", json!({})), "done");
        assert_eq!(act("end", &second, 6, "2025-09-14", json!({ "reason": "COMPLETED" })), "ENDS_BEFORE_START");
        let done = json!({ "reason": "TO_WORK", "occupationAfter": "WORK" });
        assert_eq!(act("end", &second, 6, "2025-11-14", done), "done");
        let mut measures = officer.data(ENTRY, json!({ "id": entry }))["node"]["measures"].take();
        for measure in measures.as_array_mut().unwrap() {
            measure.as_object_mut().unwrap().remove("id");
        }
        let taken = json!({
            "state": "ENDED", "hoursPerWeek": 20, "offeredOn": "2025-09-10", "answeredOn": "2025-09-11",
            "startsOn": "2025-09-15", "endsOn": "2025-11-14", "kind": { "code": "INTERNSHIP" },
            "endReason": { "code": "TO_WORK" }, "occupationAfter": { "code": "WORK" },
        });
        let declined = json!({
            "state": "DECLINED", "hoursPerWeek": 20, "offeredOn": "2025-09-02", "answeredOn": "2025-09-03",
            "startsOn": null, "endsOn": null, "kind": { "code": "CAREER_GUIDANCE" }, "endReason": null,
            "occupationAfter": null,
        });
        assert_eq!(measures, json!([taken, declined]));
    }

    fn the_second_of_two_officers_is_told_and_nothing_is_lost(world: &World) {
        let chain = world.municipality();
        let entry = registered(world, &chain, "Alma", "2025-09-01");
        let officer = chain.signed_in("KAA_OFFICER");
        let occupation = |version: i32, code: &str| {
            let input = json!({ "entry": entry, "version": version, "occupation": code, "startsOn": "2025-12-01" });
            step(&officer, "recordKaaOccupation", "RecordKaaOccupationInput", input)
        };
        assert_eq!(code(&occupation(1, "WORK")), "done");
        let late = occupation(1, "ADULT_EDUCATION");
        assert_eq!((code(&late), &late["entry"]["version"]), ("CONFLICT".to_owned(), &json!(2)));
        assert_eq!(code(&occupation(2, "ADULT_EDUCATION")), "done");
        let told = officer.data(ENTRY, json!({ "id": entry }))["node"]["occupations"].take();
        assert_eq!(told.as_array().map(Vec::len), Some(2), "{told:#}");
    }
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id in {thing}")).to_owned()
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
