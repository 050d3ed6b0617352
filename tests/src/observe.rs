//! Observations that a client raises, and what is read of signals.

use entity::municipality::signal_rule;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{Chain, Client, World};

const OBSERVE: &str = "mutation Observe($input: RaiseObservationInput!) {
    raiseObservation(input: $input) { received signal { id } userErrors { code field } }
}";
const NODE: &str = "query Node($id: ID!) { node(id: $id) { ... on Signal {
    state version unattended case { id track state } history { deed actor { givenName } } } } }";

/// Lets no rule raise anything: what is observed is all there is.
pub fn by_people_alone(world: &World, chain: &Chain<'_>) {
    world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        let change = signal_rule::ActiveModel { active: Set(false), ..Default::default() };
        let all = signal_rule::Column::Version.gt(0);
        signal_rule::Entity::update_many().set(change).filter(all).exec(&tx).await.expect("rules");
        tx.commit().await.expect("a commit");
    });
}

/// Raises an observation of somebody's well-being; gives the signal's id.
#[track_caller]
pub fn observe(client: &Client, youth: &str) -> Value {
    let input = json!({ "youth": youth, "kind": "WELLBEING", "text": "Sitter ensam på rasterna" });
    let payload = client.data(OBSERVE, json!({ "input": input }))["raiseObservation"].take();
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["signal"]["id"].clone()
}

/// A signal as a client reads it.
#[track_caller]
pub fn signal(client: &Client, id: &Value) -> Value {
    client.data(NODE, json!({ "id": id }))["node"].take()
}

/// What a client does to a signal at a version; the code of what was wrong, or `done`.
#[track_caller]
pub fn handle(client: &Client, verb: &str, id: &Value, version: i32) -> String {
    let ty = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
    let query = format!("mutation Do($input: {ty}!) {{ {verb}(input: $input) {{ userErrors {{ code }} }} }}");
    let mut input = json!({ "signal": id, "version": version });
    if verb == "dismissSignal" {
        input["reason"] = json!("Har redan samtalat med hemmet");
    }
    let payload = client.data(&query, json!({ "input": input }))[verb].take();
    payload["userErrors"][0]["code"].as_str().unwrap_or("done").to_owned()
}
