//! Who sees a transfer: whoever works on the track at either end of it, and nobody for reaching the youth alone.

use entity::vocabulary::{ConsentPurpose, Track};
use serde_json::{Value, json};
use tests::moves::consent;
use tests::notes::into_kaa_register;
use tests::{Chain, Client, on_both_engines};

const MOVE: &str = "mutation Move($input: MoveYouthInput!) { transferYouth(input: $input) {
    transfer { id } userErrors { field code } } }";
const LIST: &str = "query List($filter: TransferFilter) { transfers(first: 100, filter: $filter) {
    totalCount nodes { id provision } } }";
const OF_YOUTH: &str = "query Of($id: ID!) { youth(id: $id) { transfers { id provision } } }";
const NODE: &str = "query Node($id: ID!) { node(id: $id) { id } }";

on_both_engines! {
    /// What the activity duty and the coach agree on is not the school's, though the youth still goes there.
    fn a_transfer_between_others_is_not_the_schools(world: &World) {
        let chain = world.municipality();
        into_kaa_register(world, &chain, "Alma");
        consent(world, &chain, "Alma", ConsentPurpose::YoungAdultSupport, Track::YoungAdult);
        let made = moved(&chain, "KAA_OFFICER", "Alma", "YOUNG_ADULT");
        for role in ["KAA_OFFICER", "YOUNG_ADULT_COACH"] {
            assert_eq!(seen(&chain, role, "Alma", &made), [true; 5], "{role}");
        }
        for role in ["PRINCIPAL", "CAREER_COUNSELLOR"] {
            assert_eq!(seen(&chain, role, "Alma", &made), [false; 5], "{role}");
        }
    }

    fn a_transfer_from_school_is_both_ends(world: &World) {
        let chain = world.municipality();
        let made = moved(&chain, "CAREER_COUNSELLOR", "Alma", "KAA");
        for role in ["PRINCIPAL", "CAREER_COUNSELLOR", "KAA_OFFICER"] {
            assert_eq!(seen(&chain, role, "Alma", &made), [true; 5], "{role}");
        }
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").data(LIST, json!({}))["transfers"]["totalCount"], 0);
    }

    /// That another end has one in progress is told to nobody who may not read it.
    fn two_ends_may_send_the_same_way_and_hear_nothing_of_each_other(world: &World) {
        let chain = world.municipality();
        into_kaa_register(world, &chain, "Alma");
        consent(world, &chain, "Alma", ConsentPurpose::YoungAdultSupport, Track::YoungAdult);
        let one = moved(&chain, "KAA_OFFICER", "Alma", "YOUNG_ADULT");
        let other = moved(&chain, "PRINCIPAL", "Alma", "YOUNG_ADULT");
        assert_eq!(seen(&chain, "PRINCIPAL", "Alma", &one), [false, true, true, false, false], "its own, not the other");
        assert_eq!(seen(&chain, "PRINCIPAL", "Alma", &other), [true; 5]);
    }

    /// Two that were sent differently, and are accepted at once.
    fn whoever_is_taken_over_twice_is_registered_once(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("KAA_OFFICER");
        let to_unit = json!({
            "youth": chain.youth("Alma"), "toTrack": "KAA", "toUnit": chain.unit("enhet 2"),
            "provision": "29 kap. 9 § skollagen",
        });
        let other = chain.signed_in("PRINCIPAL").data(MOVE, json!({ "input": to_unit }))["transferYouth"]["transfer"].take();
        let ids = [moved(&chain, "PRINCIPAL", "Alma", "KAA"), other["id"].clone()];
        let accept = "mutation Accept($id: ID!) { acceptTransfer(input: { transfer: $id, version: 1 }) {
            transfer { state } userErrors { code } } }";
        let states = std::thread::scope(|scope| {
            let ask = |id: &Value| {
                let (officer, variables) = (officer.clone(), json!({ "id": id }));
                scope.spawn(move || officer.data(accept, variables)["acceptTransfer"]["transfer"]["state"].take())
            };
            ids.each_ref().map(ask).map(|thread| thread.join().unwrap())
        });
        assert_eq!(states, ["ACCEPTED", "ACCEPTED"]);
        let entries = officer.data("{ kaaRegister(first: 5) { totalCount } }", json!({}))["kaaRegister"].take();
        assert_eq!(entries["totalCount"], 1);
    }

    fn a_double_submit_makes_one(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let outcomes = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| ask(&chain, &principal, "Alma", "KAA"));
            [ask(), ask(), ask()].map(|thread| thread.join().unwrap())
        });
        let mut codes = outcomes.each_ref().map(|one| one["userErrors"][0]["code"].as_str().unwrap_or("done"));
        codes.sort_unstable();
        assert_eq!(codes, ["TAKEN", "TAKEN", "done"], "{outcomes:#?}");
        assert_eq!(principal.data(LIST, json!({}))["transfers"]["totalCount"], 1);
    }
}

/// Whether a role sees a transfer in the list, in its count, through the filter, at the youth and by its id.
fn seen(chain: &Chain<'_>, role: &str, youth: &str, id: &Value) -> [bool; 5] {
    let client = chain.signed_in(role);
    let has = |rows: &Value| rows.as_array().expect("rows").iter().any(|row| row["id"] == *id);
    let list = client.data(LIST, json!({}))["transfers"].take();
    let narrowed = client.data(LIST, json!({ "filter": { "state": "IN_PROGRESS" } }))["transfers"].take();
    let of_youth = client.data(OF_YOUTH, json!({ "id": chain.youth(youth) }))["youth"]["transfers"].take();
    let node = client.graphql(NODE, json!({ "id": id }));
    let is_there = node["data"]["node"]["id"] == *id;
    assert!(is_there || node["errors"][0]["extensions"]["code"] == "NOT_FOUND", "{node:#}");
    let counted = [&list, &narrowed].map(|list| list["totalCount"] != 0);
    [has(&list["nodes"]), counted[0], counted[1], has(&of_youth), is_there]
}

fn moved(chain: &Chain<'_>, role: &str, youth: &str, to_track: &str) -> Value {
    let mut made = ask(chain, &chain.signed_in(role), youth, to_track);
    assert_eq!(made["userErrors"], json!([]), "{role}");
    made["transfer"]["id"].take()
}

fn ask(chain: &Chain<'_>, client: &Client, youth: &str, to_track: &str) -> Value {
    let input = json!({
        "youth": chain.youth(youth), "toTrack": to_track, "provision": "29 kap. 9 § skollagen", "message": "Hej",
    });
    client.data(MOVE, json!({ "input": input }))["transferYouth"].take()
}
