//! The school register that the import is tested against does what a register does, and fails as ordered.

use serde_json::{Value, json};
use tests::Client;
use tests::register::{CLIENT_ID, CLIENT_SECRET, Dialect, Fault, Register};

const ANN: &str = "00000000-0000-4000-8000-000000000001";
const BO: &str = "00000000-0000-4000-8000-000000000002";

/// A register with five persons, modified on five days, and one signed-in client.
fn school(dialect: Dialect) -> (Register, Client) {
    let folder = tempfile::tempdir().unwrap();
    let persons: Vec<Value> = (1..=5)
        .map(|day| {
            let id = format!("00000000-0000-4000-8000-{day:012}");
            json!({ "id": id, "meta": { "modified": format!("2025-09-0{day}T08:00:00.000001") } })
        })
        .collect();
    std::fs::write(folder.path().join("persons.json"), json!({ "data": persons }).to_string()).unwrap();
    let register = Register::serve(folder.path(), dialect);
    let client = signed_in(&register);
    (register, client)
}

fn signed_in(register: &Register) -> Client {
    let form = format!("grant_type=client_credentials&client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}");
    let client = Client::new(&register.url);
    let answer =
        client.raw("POST", "/token", &[("content-type", "application/x-www-form-urlencoded")], &form);
    client.with_token(answer.json()["access_token"].as_str().unwrap())
}

fn ids(page: &Value) -> Vec<String> {
    let data = page["data"].as_array().unwrap();
    data.iter().map(|document| document["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_read_page_by_page_and_ends() {
    let (_register, client) = school(Dialect::A);
    let mut page = client.get("/persons?limit=2").json();
    let mut seen = ids(&page);
    while let Some(token) = page["pageToken"].as_str() {
        page = client.get(&format!("/persons?limit=2&pageToken={token}")).json();
        seen.extend(ids(&page));
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted());
}

#[test]
fn a_page_token_goes_with_limit_alone_in_dialect_a() {
    for (dialect, status) in [(Dialect::A, 400), (Dialect::B, 200), (Dialect::C, 200)] {
        let (_register, client) = school(dialect);
        let query = "meta.modified.after=2025-09-01T00:00:00Z";
        let token =
            client.get(&format!("/persons?limit=2&{query}")).json()["pageToken"].as_str().unwrap().to_owned();
        assert_eq!(client.get(&format!("/persons?pageToken={token}&{query}")).status, status, "{dialect:?}");
    }
}

#[test]
fn modified_after_is_exclusive_but_in_dialect_b() {
    for (dialect, count) in [(Dialect::A, 2), (Dialect::B, 3), (Dialect::C, 2)] {
        let (_register, client) = school(dialect);
        let page = client.get("/persons?meta.modified.after=2025-09-03T08:00:00.000001Z").json();
        assert_eq!(ids(&page).len(), count, "{dialect:?}");
    }
}

#[test]
fn removals_have_two_shapes() {
    let after = "/deletedEntities?after=2025-09-01T00:00:00Z";
    let at = "2025-09-02T00:00:00Z".parse().unwrap();
    let (register, client) = school(Dialect::A);
    register.remove("persons", ANN, at);
    register.remove("activities", BO, at);
    assert_eq!(client.get(after).json()["data"], json!({ "persons": [ANN], "activitites": [BO] }));
    assert_eq!(client.get("/deletedEntities?after=2025-09-03T00:00:00Z").json()["data"], json!({}));

    let (register, client) = school(Dialect::C);
    register.remove("persons", ANN, at);
    let flat = client.get(after).json();
    assert_eq!(flat["data"][0]["entityType"], "Person");
    assert_eq!(flat["data"][0]["id"], ANN);
    assert_eq!(ids(&client.get("/persons").json()).len(), 4);
}

#[test]
fn a_document_put_takes_the_place_of_the_old_one() {
    let (register, client) = school(Dialect::C);
    register.put("persons", json!({ "id": ANN, "givenName": "Ann" }));
    assert_eq!(client.get(&format!("/persons/{ANN}")).json()["givenName"], "Ann");
    assert_eq!(ids(&client.get("/persons").json()).len(), 5);
}

#[test]
fn what_is_not_there_is_404_and_a_stranger_is_401() {
    let (register, client) = school(Dialect::C);
    assert_eq!(client.get("/grades").status, 404);
    assert_eq!(client.as_nobody().get("/persons").status, 401);
    assert_eq!(client.get("/persons?limit=0").status, 400);
    register.forget_tokens();
    assert_eq!(client.get("/persons").status, 401);
    assert_eq!(signed_in(&register).get("/persons").status, 200);
}

#[test]
fn faults_come_when_ordered_and_once() {
    let (register, client) = school(Dialect::C);
    register.fail(2, Fault::TooMany { retry_after: 1 });
    register.fail(3, Fault::Unavailable);
    register.fail(4, Fault::Garbage);
    register.fail(5, Fault::Unauthorized);
    let replies: Vec<_> = (0..5).map(|_| client.get("/persons")).collect();
    assert_eq!(replies.iter().map(|reply| reply.status).collect::<Vec<_>>(), [200, 429, 503, 200, 401]);
    assert_eq!(replies[1].header("retry-after"), Some("1"));
    assert!(serde_json::from_str::<Value>(&replies[3].body).is_err());
    assert_eq!(signed_in(&register).get("/persons").status, 200);
}

#[test]
fn a_cut_answer_cannot_be_read_and_the_next_can() {
    let (register, client) = school(Dialect::C);
    register.fail(1, Fault::Cut);
    assert!(client.try_raw("GET", "/persons", &[], "").is_err());
    assert_eq!(client.get("/persons").status, 200);
}

#[test]
fn a_looping_page_leads_back_to_itself() {
    let (register, client) = school(Dialect::C);
    register.fail(1, Fault::PageLoop);
    let first = client.get("/persons?limit=2").json();
    let token = first["pageToken"].as_str().unwrap();
    assert_eq!(client.get(&format!("/persons?pageToken={token}")).json(), first);
    assert_eq!(register.requests().len(), 3);
}
