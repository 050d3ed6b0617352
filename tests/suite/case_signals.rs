//! Cases that are opened from signals, and signals that somebody has acted on.

use serde_json::{Value, json};
use tests::case::{WHY, change, code, open, register_kaa};
use tests::observe::{by_people_alone, handle, observe, signal};
use tests::plan::{Case, offered};
use tests::{Client, on_both_engines};

const CASE: &str = "query One($id: ID!) { case(id: $id) { signals { id state youth { givenName } }
    history { kind signal { id } by { givenName } } } }";
const UNATTENDED: &str =
    "{ signals(first: 100, filter: { unattended: true }) { totalCount nodes { youth { givenName } } } }";
const PAGE: &str =
    "query Page($first: Int!) { cases(first: $first) { nodes { signals { id state case { id state } }
    history { kind signal { id } } } } }";

on_both_engines! {
    fn a_case_is_opened_from_signals_that_it_attends_to(world: &World) {
        let chain = world.municipality();
        by_people_alone(world, &chain);
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let alma = chain.youth("Alma");
        let (one, two) = (observe(&mentor, &alma), observe(&chain.signed_in("STUDENT_HEALTH"), &alma));
        let left = observe(&mentor, &alma);
        assert_eq!(handle(&mentor, "attendSignal", &two, 1), "done");
        let opened = open_from(&mentor, &alma, json!([one, two]));
        assert_eq!(code(&opened), "done", "{opened:#}");
        let id = json!({ "id": opened["case"]["id"] });
        let case = principal.data(CASE, id.clone())["case"].take();
        let mut signals: Vec<_> = case["signals"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
        signals.sort_by_key(Value::to_string);
        let mut named = vec![one.clone(), two.clone()];
        named.sort_by_key(Value::to_string);
        assert_eq!(signals, named);
        let history = case["history"].as_array().unwrap();
        let kinds: Vec<_> = history.iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["OPENED", "SIGNAL_TAKEN_UP", "SIGNAL_TAKEN_UP"]);
        assert_eq!((&history[0]["signal"], &history[1]["by"]["givenName"]), (&Value::Null, &json!("MENTOR")));
        assert!(history[1..].iter().all(|line| named.contains(&line["signal"]["id"])), "{case:#}");
        let taken = signal(&principal, &one);
        assert_eq!((&taken["state"], &taken["version"]), (&json!("ATTENDED"), &json!(2)));
        assert_eq!(taken["case"], json!({ "id": opened["case"]["id"], "track": "COMPULSORY", "state": "DETECTED" }));
        let by = |name: &str, deed: &str| json!({ "deed": deed, "actor": { "givenName": name } });
        assert_eq!(taken["history"], json!([by("MENTOR", "RAISED"), by("MENTOR", "ATTENDED")]));
        assert_eq!(signal(&principal, &left)["case"], Value::Null);
        // Who reads cases and no signals is told of none.
        let counsellor = chain.signed_in("CAREER_COUNSELLOR").data(CASE, id)["case"].take();
        assert_eq!((&counsellor["signals"], &counsellor["history"][1]["signal"]), (&json!([]), &Value::Null));
    }

    fn a_signal_of_somebody_else_or_of_another_case_or_out_of_reach_opens_nothing(world: &World) {
        let chain = world.municipality();
        by_people_alone(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let (alma, bo) = (chain.youth("Alma"), chain.youth("Bo"));
        let (of_alma, of_bo) = (observe(&mentor, &alma), observe(&mentor, &bo));
        let elsewhere = observe(&chain.signed_in("OTHER_PRINCIPAL"), &chain.youth("Frej"));
        let dismissed = observe(&mentor, &alma);
        assert_eq!(handle(&mentor, "dismissSignal", &dismissed, 1), "done");
        let escalated = observe(&mentor, &alma);
        assert_eq!(handle(&mentor, "escalateSignal", &escalated, 1), "done");
        for (named, expected) in [
            (&of_bo, "INVALID"),
            (&elsewhere, "NOT_FOUND"),
            (&json!(alma), "NOT_FOUND"),
            (&dismissed, "IMPOSSIBLE_TRANSITION"),
            (&escalated, "NOT_PERMITTED"),
        ] {
            let refused = open_from(&mentor, &alma, json!([of_alma, named]));
            assert_eq!(code(&refused), expected, "{refused:#}");
            assert_eq!(refused["userErrors"][0]["field"], "input.signals");
        }
        let many = vec![of_alma.clone(); 21];
        assert_eq!(code(&open_from(&mentor, &alma, json!(many))), "TOO_MANY");
        register_kaa(world, &chain, "Alma", None);
        let officer = chain.signed_in("KAA_OFFICER");
        let input = json!({ "youth": alma, "track": "KAA", "reason": WHY, "signals": [of_alma] });
        assert_eq!(code(&change(&officer, "openCase", input)), "NOT_FOUND", "who handles no signals names none");
        let cases = "query Of($id: ID!) { youth(id: $id) { cases { id } } }";
        assert_eq!(principal.data(cases, json!({ "id": alma }))["youth"]["cases"], json!([]));
        assert_eq!(signal(&mentor, &of_alma)["state"], "OPEN");
        // The head teacher, who answers for it, takes up what was handed over; a second case does not take it again.
        let opened = open_from(&principal, &alma, json!([of_alma, escalated]));
        assert_eq!(code(&opened), "done", "{opened:#}");
        let input = json!({ "case": opened["case"]["id"], "version": 1, "closingReason": "NOT_NEEDED" });
        assert_eq!(code(&change(&principal, "closeCase", input)), "done");
        assert_eq!(code(&open_from(&principal, &alma, json!([of_alma]))), "TAKEN");
    }

    fn of_two_who_open_cases_from_one_signal_one_is_told(world: &World) {
        let chain = world.municipality();
        by_people_alone(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let alma = chain.youth("Alma");
        let named = observe(&mentor, &alma);
        let codes: Vec<_> = std::thread::scope(|scope| {
            let both = [&mentor, &principal]
                .map(|client| scope.spawn(|| code(&open_from(client, &alma, json!([named])))));
            both.map(|thread| thread.join().unwrap()).into()
        });
        assert_eq!(codes.iter().filter(|code| *code == "done").count(), 1, "{codes:?}");
        assert_eq!(signal(&mentor, &named)["version"], 2);
    }

    fn a_page_of_cases_with_signals_takes_as_many_statements_whatever_its_length(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        by_people_alone(&world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        for name in ["Alma", "Bo", "Cleo", "Dag"] {
            let named = observe(&mentor, &chain.youth(name));
            assert_eq!(code(&open_from(&mentor, &chain.youth(name), json!([named]))), "done");
        }
        let counts = [1, 4].map(|first| {
            world.fewest_statements(|| drop(principal.data(PAGE, json!({ "first": first }))))
        });
        assert!(counts[1] < counts[0] + 3, "statements for one and for four: {counts:?}");
    }

    /// What was done before a signal does not count, and what the reader may not see has no effect either.
    fn on_whom_somebody_acted_is_not_unattended(world: &World) {
        let chain = world.municipality();
        by_people_alone(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let cases = ["Alma", "Bo", "Cleo"].map(|name| open(&mentor, &chain.youth(name), "COMPULSORY", true)["case"].take());
        for name in ["Alma", "Bo", "Cleo", "Dag"] {
            observe(&mentor, &chain.youth(name));
        }
        assert_eq!(unattended(&mentor), ["Alma", "Bo", "Cleo", "Dag"]);
        let to = json!({ "case": cases[0]["id"], "version": 1, "to": "MAPPING" });
        assert_eq!(code(&change(&mentor, "moveCase", to)), "done");
        assert_eq!(unattended(&mentor), ["Bo", "Cleo", "Dag"], "a step of the case");
        let of_bo = Case { id: cases[1]["id"].as_str().unwrap().to_owned(), row: chain.row("Bo") };
        offered(&mentor, &of_bo, "GENERAL");
        assert_eq!(unattended(&mentor), ["Cleo", "Dag"], "a measure");
        let of_cleo = Case { id: cases[2]["id"].as_str().unwrap().to_owned(), row: chain.row("Cleo") };
        offered(&chain.signed_in("SCHOOL_NURSE"), &of_cleo, "STUDENT_HEALTH_MEDICAL");
        assert_eq!(unattended(&mentor), ["Cleo", "Dag"], "a measure that the mentor may not see");
        assert_eq!(unattended(&chain.signed_in("SCHOOL_NURSE")), ["Dag"]);
        assert_eq!(unattended(&principal), ["Cleo", "Dag"]);
        open(&mentor, &chain.youth("Dag"), "COMPULSORY", true);
        assert_eq!(unattended(&mentor), ["Cleo"], "a case that was opened");
    }
}

#[track_caller]
fn open_from(client: &Client, youth: &str, signals: Value) -> Value {
    let input =
        json!({ "youth": youth, "track": "COMPULSORY", "takeOn": true, "reason": WHY, "signals": signals });
    change(client, "openCase", input)
}

/// The names of those whom nobody has attended to, in order.
#[track_caller]
fn unattended(client: &Client) -> Vec<String> {
    let list = client.data(UNATTENDED, json!({}))["signals"].take();
    let nodes = list["nodes"].as_array().unwrap();
    assert_eq!(list["totalCount"], nodes.len());
    let mut names: Vec<_> =
        nodes.iter().map(|row| row["youth"]["givenName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}
