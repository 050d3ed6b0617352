//! Duty clocks as a client sees them: in the work list, and in what a clock waits for.

use serde_json::{Value, json};

use crate::Client;

const WORK: &str = "{ viewer { workList(first: 100) { totalCount nodes {
    kind why dueOn youth { givenName } clock { id step object } } } } }";

/// What stands in a client's work list: name, duty, reason and last day of each, in order; nobody is `-`.
#[track_caller]
pub fn work(client: &Client) -> Vec<String> {
    let list = client.data(WORK, json!({}))["viewer"]["workList"].take();
    let items = list["nodes"].as_array().expect("a list");
    assert_eq!(list["totalCount"], items.len());
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let told = items.iter().map(|item| {
        let words = [&item["youth"]["givenName"], &item["kind"], &item["why"], &item["dueOn"]];
        words.map(text).join(" ")
    });
    told.collect()
}

/// The ids of the clocks of a duty in a client's work list, with the row that each waits for.
#[track_caller]
pub fn clocks(client: &Client, kind: &str) -> Vec<(Value, Value)> {
    let list = client.data(WORK, json!({}))["viewer"]["workList"]["nodes"].take();
    let items = list.as_array().expect("a list").iter().filter(|item| item["kind"] == kind);
    items.map(|item| (item["clock"]["id"].clone(), item["clock"]["object"].clone())).collect()
}

/// A clock, however it stands, by its global id.
#[track_caller]
pub fn clock(client: &Client, id: &Value) -> Value {
    let node = "query Node($id: ID!) { node(id: $id) { ... on DutyClock { kind state step endedReason } } }";
    client.data(node, json!({ "id": id }))["node"].take()
}
