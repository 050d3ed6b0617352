//! Persons with protected data (skyddade personuppgifter): Eja in class 7A.

use serde_json::{Value, json};
use tests::{Chain, Client, on_both_engines};

const WHY: &str = "Samtal med vårdnadshavare";
const ONE: &str = "query One($id: ID!, $reason: String) {
    youth(id: $id, reason: $reason) { givenName guardians { name phone } }
}";
const NODE: &str = "query Node($id: ID!) { node(id: $id) { id ... on Youth { givenName } } }";
const NODES: &str = "query Nodes($id: ID!) { nodes(ids: [$id]) { ... on Youth { givenName } } }";
const CAN: &str = "query Can($id: ID!) { viewer { can(action: READ_YOUTH, on: $id) } }";
const LIST: &str = "query List($group: ID, $name: String) {
    youths(first: 100, filter: { group: $group, name: $name }) {
        totalCount
        nodes { protection givenName familyName birthDate guardians { name } enrolments { id } groups { id } }
    }
}";
const APPOINT: &str = "mutation Appoint($youth: ID!, $staff: ID!) {
    appointForProtected(input: { youth: $youth, staff: $staff }) { appointments { endsOn } userErrors { code } }
}";
const END: &str = "mutation End($youth: ID!, $staff: ID!) {
    endAppointment(input: { youth: $youth, staff: $staff }) { userErrors { code } }
}";
const PROTECT: &str = "mutation Protect($id: ID!, $protection: Protection!) {
    setProtection(input: { youth: $id, protection: $protection }) { youth { protection } userErrors { code } }
}";

on_both_engines! {
    fn whoever_is_not_appointed_cannot_tell_that_there_is_such_a_person(world: &World) {
        let chain = world.municipality();
        for role in ["MENTOR", "TEACHER", "STUDENT_HEALTH", "SCHOOL_NURSE", "CAREER_COUNSELLOR"] {
            assert_hidden(&chain, &chain.signed_in(role), role);
        }
    }

    fn the_principal_sees_a_bare_row_until_a_reason_is_given(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let by_name = principal.data(LIST, json!({ "name": "eja" }))["youths"].take();
        assert_eq!(by_name, json!({ "totalCount": 0, "nodes": [] }), "a name is not found without a reason");
        let mut list = principal.data(LIST, json!({}))["youths"].take();
        assert_eq!(list["totalCount"], 5);
        list["nodes"].as_array_mut().unwrap().retain(|youth| youth["protection"] != "NONE");
        let bare = json!({
            "protection": "SECRECY_MARKED", "givenName": null, "familyName": null, "birthDate": null,
            "guardians": [], "enrolments": [], "groups": [],
        });
        assert_eq!(list["nodes"], json!([bare]));
        let eja = chain.youth("Eja");
        assert_eq!(principal.codes(ONE, json!({ "id": eja })), ["REASON_REQUIRED"]);
        assert_eq!(principal.codes(ONE, json!({ "id": eja, "reason": "kort" })), ["BAD_USER_INPUT"]);
        let open = principal.data(ONE, json!({ "id": eja, "reason": WHY }))["youth"].take();
        assert_eq!(open, json!({ "givenName": "Eja", "guardians": [{ "name": "Ida Prov", "phone": null }] }));
    }

    /// The header holds for the whole request, so it opens `node` too, which has no argument for it.
    fn a_reason_in_the_header_opens_as_the_argument_does(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let body = json!({ "query": NODE, "variables": { "id": chain.youth("Eja") } }).to_string();
        let ask = |reason: &str| {
            let headers = [("content-type", "application/json"), ("up2-reason", reason)];
            principal.raw("POST", "/graphql", &headers, &body).json()
        };
        assert_eq!(principal.codes(NODE, json!({ "id": chain.youth("Eja") })), ["REASON_REQUIRED"]);
        assert_eq!(ask("Samtal%20med%20v%C3%A5rdnadshavare")["data"]["node"]["givenName"], "Eja");
        assert_eq!(ask("kort")["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }

    fn an_appointment_opens_what_the_assignment_gives_and_its_end_closes_it(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let (eja, ids) = (chain.youth("Eja"), |who| json!({ "youth": chain.youth("Eja"), "staff": chain.staff(who) }));
        let appointed = principal.data(APPOINT, ids("MENTOR"))["appointForProtected"].take();
        assert_eq!(appointed, json!({ "appointments": [{ "endsOn": null }], "userErrors": [] }));
        assert_eq!(mentor.codes(ONE, json!({ "id": eja })), ["REASON_REQUIRED"]);
        assert_eq!(mentor.data(ONE, json!({ "id": eja, "reason": WHY }))["youth"]["givenName"], "Eja");
        assert_eq!(mentor.data(LIST, json!({ "group": chain.group("7A") }))["youths"]["totalCount"], 5);
        assert_eq!(mentor.data(CAN, json!({ "id": eja }))["viewer"]["can"], true);
        // The officer's assignments give nothing of Eja, whom an appointment alone does not open.
        principal.data(APPOINT, ids("HOME_MUNICIPALITY_OFFICER"));
        let officer = chain.signed_in("HOME_MUNICIPALITY_OFFICER");
        assert_eq!(officer.codes(ONE, json!({ "id": eja, "reason": WHY })), ["NOT_FOUND"]);
        assert_eq!(principal.data(END, ids("MENTOR"))["endAppointment"]["userErrors"], json!([]));
        assert_hidden(&chain, &mentor, "MENTOR");
    }

    fn nobody_appoints_themselves_or_for_another_school(world: &World) {
        let chain = world.municipality();
        let codes = |role: &str, youth: &str, staff: &str| {
            let ids = json!({ "youth": chain.youth(youth), "staff": chain.staff(staff) });
            let answer = chain.signed_in(role).graphql(APPOINT, ids);
            let payload = &answer["data"]["appointForProtected"]["userErrors"][0]["code"];
            let code = if payload.is_null() { &answer["errors"][0]["extensions"]["code"] } else { payload };
            code.as_str().unwrap_or("done").to_owned()
        };
        assert_eq!(codes("PRINCIPAL", "Eja", "PRINCIPAL"), "GRANTED_TO_SELF");
        assert_eq!(codes("PRINCIPAL", "Alma", "MENTOR"), "INVALID");
        assert_eq!(codes("OTHER_PRINCIPAL", "Eja", "MENTOR"), "NOT_FOUND");
        assert_eq!(codes("MENTOR", "Eja", "TEACHER"), "FORBIDDEN");
        assert_eq!(codes("PRINCIPAL", "Eja", "MENTOR"), "done");
        assert_eq!(codes("PRINCIPAL", "Eja", "MENTOR"), "TAKEN");
    }

    fn a_marking_that_arrives_hides_the_person_and_deletes_contacts_for_good(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let alma = chain.youth("Alma");
        let guardian = |client: &Client| {
            client.data(ONE, json!({ "id": alma, "reason": WHY }))["youth"]["guardians"][0].take()
        };
        assert_eq!(guardian(&mentor), json!({ "name": "Ida Prov", "phone": "070-1740605" }));
        let mark = |protection: &str| {
            let done = principal.data(PROTECT, json!({ "id": alma, "protection": protection }));
            assert_eq!(done["setProtection"], json!({ "youth": { "protection": protection }, "userErrors": [] }));
        };
        mark("PROTECTED_REGISTRATION");
        assert_eq!(mentor.codes(ONE, json!({ "id": alma })), ["NOT_FOUND"]);
        mark("NONE");
        assert_eq!(guardian(&mentor), json!({ "name": "Ida Prov", "phone": null }));
    }
}

/// Neither asked for nor listed, counted, searched, nor by `can`; with a reason no more than without.
#[track_caller]
fn assert_hidden(chain: &Chain<'_>, client: &Client, role: &str) {
    let eja = chain.youth("Eja");
    assert_eq!(client.codes(ONE, json!({ "id": eja })), ["NOT_FOUND"], "{role}");
    assert_eq!(client.codes(ONE, json!({ "id": eja, "reason": WHY })), ["NOT_FOUND"], "{role}");
    assert_eq!(client.codes(NODE, json!({ "id": eja })), ["NOT_FOUND"], "{role}");
    assert_eq!(client.data(NODES, json!({ "id": eja }))["nodes"], json!([null]), "{role}");
    assert_eq!(client.data(CAN, json!({ "id": eja }))["viewer"]["can"], false, "{role}");
    let named = client.data(LIST_BRIEF, json!({ "name": "eja" }))["youths"].take();
    assert_eq!(named, json!({ "totalCount": 0, "nodes": [] }), "{role}");
    let listed = client.data(LIST_BRIEF, Value::Object(serde_json::Map::new()))["youths"].take();
    assert_eq!(listed["totalCount"], json!(listed["nodes"].as_array().map(Vec::len)), "{role}");
    assert!(
        !listed.to_string().contains("Eja") && !listed.to_string().contains("SECRECY"),
        "{role}: {listed:#}"
    );
}

/// What a teacher may ask too.
const LIST_BRIEF: &str = "query List($name: String) {
    youths(first: 100, filter: { name: $name }) { totalCount nodes { protection givenName } }
}";
