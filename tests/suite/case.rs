//! Cases (ärenden): their steps, who takes them, and who sees them.

use api::support::civic;
use chrono::Days;
use serde_json::{Value, json};
use tests::case::{
    WHY, assign, be_born, change, code, consent, go, leave, open, refusals, register_kaa, withdraw,
};
use tests::chain::CIVIC_NUMBER;
use tests::{Client, on_both_engines};

/// Somebody of 21, by the form of a coordination number with a right check digit.
const GUNS_NUMBER: &str = "200402622385";
/// Nobody's: of a coordination number's form, with a right check digit.
const NOBODYS_NUMBER: &str = "197010632391";
const ONE: &str = "query One($id: ID!) { case(id: $id) { state youth { givenName } } }";
const LIST: &str = "query List($filter: CaseFilter) { cases(first: 100, filter: $filter) {
    totalCount nodes { track state youth { givenName } unit { name } } } }";
const OF_YOUTH: &str = "query Of($id: ID!) { youth(id: $id) { cases { track state } } }";

on_both_engines! {
    fn a_case_goes_from_detection_to_closing_and_is_opened_again(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let opened = open(&principal, &chain.youth("Alma"), "COMPULSORY", true);
        assert_eq!(code(&opened), "done", "{opened:#}");
        assert_eq!((&opened["case"]["state"], &opened["case"]["unit"]["name"]), (&json!("DETECTED"), &json!("enhet 1")));
        let mapping = go(&principal, &opened["case"], "MAPPING", None);
        let planning = go(&principal, &mapping["case"], "PLANNING", None);
        assert_eq!((code(&planning), &planning["case"]["state"]), ("CONDITION_NOT_MET".to_owned(), &json!("MAPPING")));
        let planning = go(&principal, &mapping["case"], "PLANNING", Some("Kartlagd redan på förra skolan"));
        let measures = go(&principal, &planning["case"], "INTERVENTION", None);
        assert_eq!(code(&measures), "CONDITION_NOT_MET");
        let measures = go(&principal, &planning["case"], "INTERVENTION", Some("Insatsen pågår hos en annan"));
        let follow_up = go(&principal, &measures["case"], "FOLLOW_UP", None);
        let closed = close(&principal, &follow_up["case"], "GOALS_REACHED", None);
        assert_eq!((code(&closed), &closed["case"]["closingReason"]), ("done".to_owned(), &json!("GOALS_REACHED")));
        let again = reopen(&principal, &closed["case"]);
        assert_eq!((code(&again), &again["case"]["state"]), ("done".to_owned(), &json!("DETECTED")), "{again:#}");
        let history = again["case"]["history"].as_array().unwrap();
        let kinds: Vec<_> = history.iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["OPENED", "MOVED", "MOVED", "MOVED", "MOVED", "CLOSED", "REOPENED"]);
        assert_eq!((&history[0]["reason"], &history[0]["by"]["givenName"]), (&json!(WHY), &json!("PRINCIPAL")));
        assert_eq!(states_of_clocks(&again["case"]), "BEGIN_MAPPING MET, FINISH_MAPPING MET, AGREE_PLAN MET, \
            FOLLOW_UP MET, CONCLUDE MET, BEGIN_MAPPING RUNNING");
    }

    fn there_is_no_step_but_those_of_the_table(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let case = open(&principal, &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        for to in ["DETECTED", "INTERVENTION", "FOLLOW_UP", "CLOSED"] {
            let refused = go(&principal, &case, to, Some(WHY));
            assert_eq!(code(&refused), "IMPOSSIBLE_TRANSITION", "{to}");
            assert_eq!((&refused["case"]["state"], &refused["case"]["version"]), (&json!("DETECTED"), &json!(1)));
        }
        assert_eq!(code(&reopen(&principal, &case)), "IMPOSSIBLE_TRANSITION");
        assert_eq!(code(&go(&principal, &case, "MAPPING", Some("kort"))), "OUT_OF_RANGE");
        assert_eq!(code(&close(&principal, &case, "OTHER", None)), "CONDITION_NOT_MET");
        let closed = close(&principal, &case, "OTHER", Some("Dubblett av ett annat ärende"));
        assert_eq!(states_of_clocks(&closed["case"]), "BEGIN_MAPPING ENDED");
        assert_eq!(closed["case"]["clocks"][0]["endedReason"], "Dubblett av ett annat ärende");
        assert_eq!(code(&go(&principal, &closed["case"], "MAPPING", None)), "CLOSED");
        assert_eq!(code(&assign(&principal, &chain, &closed["case"], "MENTOR")), "CLOSED");
        assert_eq!(code(&close(&principal, &closed["case"], "NOT_NEEDED", None)), "CLOSED");
    }

    fn the_second_of_two_who_change_a_case_is_told_how_it_is_now(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let read = open(&mentor, &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        assert_eq!(code(&assign(&principal, &chain, &read, "PRINCIPAL")), "done");
        let second = go(&mentor, &read, "MAPPING", None);
        assert_eq!(code(&second), "CONFLICT");
        let now = &second["case"];
        assert_eq!((&now["version"], &now["state"]), (&json!(2), &json!("DETECTED")));
        assert_eq!(now["responsible"]["givenName"], "PRINCIPAL", "nothing of the first is lost");
        // At the very same time, from two instances of a client.
        let codes: Vec<_> = std::thread::scope(|scope| {
            let both = [&principal, &mentor].map(|client| scope.spawn(|| code(&go(client, now, "MAPPING", None))));
            both.into_iter().map(|answer| answer.join().unwrap()).collect()
        });
        assert!(codes.contains(&"done".to_owned()) && codes.contains(&"CONFLICT".to_owned()), "{codes:?}");
    }

    fn a_youth_has_one_open_case_on_a_track_that_fits(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let alma = chain.youth("Alma");
        assert_eq!(code(&open(&mentor, &alma, "UPPER_SECONDARY", true)), "INVALID");
        assert_eq!(code(&open(&mentor, &alma, "KAA", true)), "NOT_PERMITTED");
        let short = json!({ "youth": alma, "track": "COMPULSORY", "reason": "kort" });
        assert_eq!(code(&change(&mentor, "openCase", short)), "OUT_OF_RANGE");
        let elsewhere = json!({ "youth": alma, "track": "COMPULSORY", "reason": WHY, "unit": chain.unit("skola 2") });
        assert_eq!(code(&change(&mentor, "openCase", elsewhere)), "NOT_FOUND");
        let codes: Vec<_> = std::thread::scope(|scope| {
            let both = [&principal, &mentor].map(|client| scope.spawn(|| open(client, &alma, "COMPULSORY", true)));
            both.into_iter().map(|answer| code(&answer.join().unwrap())).collect()
        });
        assert!(codes.contains(&"done".to_owned()) && codes.contains(&"TAKEN".to_owned()), "{codes:?}");
        let taken = open(&principal, &alma, "COMPULSORY", false);
        assert_eq!((code(&taken), &taken["case"]["state"]), ("TAKEN".to_owned(), &json!("DETECTED")));
    }

    fn only_whoever_reaches_the_youth_on_the_track_is_made_responsible(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let case = open(&mentor, &chain.youth("Alma"), "COMPULSORY", false)["case"].take();
        assert_eq!((&case["responsible"], &case["lacksResponsible"]), (&Value::Null, &json!(true)));
        assert_eq!(code(&go(&mentor, &case, "MAPPING", None)), "CONDITION_NOT_MET");
        for role in ["OTHER_PRINCIPAL", "TEACHER", "CAREER_COUNSELLOR", "KAA_OFFICER", "ADMINISTRATOR"] {
            assert_eq!(code(&assign(&principal, &chain, &case, role)), "NOT_FOUND", "{role}");
        }
        let to_mentor = json!({ "case": case["id"], "version": 1, "responsible": chain.staff("MENTOR") });
        assert_eq!(refusals(&mentor, "assignCase", to_mentor), ["FORBIDDEN"]);
        let assigned = assign(&principal, &chain, &case, "MENTOR");
        assert_eq!(assigned["case"]["lacksResponsible"], false, "{assigned:#}");
        assert_eq!(code(&go(&mentor, &assigned["case"], "MAPPING", None)), "done");
    }

    fn the_lead_of_the_track_or_the_one_responsible_closes(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let case = open(&principal, &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        assert_eq!(code(&close(&mentor, &case, "NOT_NEEDED", None)), "NOT_PERMITTED");
        let assigned = assign(&principal, &chain, &case, "MENTOR")["case"].take();
        let closed = close(&mentor, &assigned, "NOT_NEEDED", None);
        assert_eq!(code(&closed), "done");
        assert_eq!(code(&reopen(&chain.signed_in("STUDENT_HEALTH"), &closed["case"])), "NOT_PERMITTED");
        assert_eq!(code(&reopen(&principal, &closed["case"])), "done");
        let of_nurse = json!({ "case": case["id"], "version": 4, "closingReason": "NOT_NEEDED" });
        assert_eq!(refusals(&chain.signed_in("SCHOOL_NURSE"), "closeCase", of_nurse), ["FORBIDDEN"]);
    }

    fn a_case_is_seen_by_those_who_reach_the_youth_and_by_nobody_else(world: &World) {
        let chain = world.municipality();
        let case = open(&chain.signed_in("MENTOR"), &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        let id = json!({ "id": case["id"] });
        for role in ["PRINCIPAL", "STUDENT_HEALTH", "SCHOOL_NURSE", "MENTOR", "CAREER_COUNSELLOR"] {
            assert_eq!(chain.signed_in(role).data(ONE, id.clone())["case"]["youth"]["givenName"], "Alma", "{role}");
        }
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").codes(ONE, id.clone()), ["NOT_FOUND"]);
        assert_eq!(tracks(&chain.signed_in("OTHER_PRINCIPAL")), json!([]));
        for role in ["TEACHER", "HOME_MUNICIPALITY_OFFICER", "AREA_MANAGER", "ADMINISTRATOR", "AUDITOR"] {
            assert_eq!(chain.signed_in(role).codes(ONE, id.clone()), ["FORBIDDEN"], "{role}");
        }
        leave(world, &chain, "MENTOR");
        assert_eq!(chain.signed_in("MENTOR").codes(ONE, id), ["FORBIDDEN"]);
    }

    fn school_and_activity_duty_do_not_see_each_others_cases(world: &World) {
        let chain = world.municipality();
        let (principal, officer) = (chain.signed_in("PRINCIPAL"), chain.signed_in("KAA_OFFICER"));
        open(&principal, &chain.youth("Alma"), "COMPULSORY", true);
        let of_alma = json!({ "youth": chain.youth("Alma"), "track": "KAA", "reason": WHY });
        assert_eq!(refusals(&officer, "openCase", of_alma), ["NOT_FOUND"]);
        register_kaa(world, &chain, "Alma", None);
        assert_eq!(code(&open(&officer, &chain.youth("Alma"), "COMPULSORY", true)), "NOT_PERMITTED");
        let case = open(&officer, &chain.youth("Alma"), "KAA", true);
        assert_eq!((code(&case), &case["case"]["youth"]["givenName"]), ("done".to_owned(), &json!("Alma")), "{case:#}");
        assert_eq!(case["case"]["lacksResponsible"], false);
        assert_eq!(tracks(&officer), json!(["KAA"]));
        assert_eq!(tracks(&principal), json!(["COMPULSORY"]));
        assert_eq!(principal.codes(ONE, json!({ "id": case["case"]["id"] })), ["NOT_FOUND"]);
        let alma = json!({ "id": chain.youth("Alma") });
        let seen = |client: &Client| client.data(OF_YOUTH, alma.clone())["youth"]["cases"].take();
        assert_eq!(seen(&principal), json!([{ "track": "COMPULSORY", "state": "DETECTED" }]));
        assert_eq!(seen(&officer), json!([{ "track": "KAA", "state": "DETECTED" }]));
        register_kaa(world, &chain, "Alma", Some(chain.today() - Days::new(1)));
        assert_eq!(tracks(&officer), json!([]), "who leaves the register leaves the officer's reach");
    }

    fn a_coach_opens_with_consent_and_is_shut_out_when_it_is_withdrawn(world: &World) {
        let chain = world.municipality();
        let coach = chain.signed_in("YOUNG_ADULT_COACH");
        be_born(world, &chain, "Gun", GUNS_NUMBER, "2004-02-02");
        assert_eq!(tracks(&coach), json!([]));
        let gun = json!({ "youth": chain.youth("Gun"), "track": "YOUNG_ADULT", "reason": WHY });
        assert_eq!(refusals(&coach, "openCase", gun), ["NOT_FOUND"], "before the consent there is no way to Gun");
        let opened = open_young(&coach, GUNS_NUMBER);
        assert_eq!((code(&opened), &opened["case"]["youth"]["givenName"]), ("done".to_owned(), &json!("Gun")), "{opened:#}");
        assert_eq!((&opened["case"]["responsible"]["givenName"], &opened["case"]["lacksResponsible"]),
            (&json!("YOUNG_ADULT_COACH"), &json!(false)));
        assert_eq!(code(&open_young(&coach, GUNS_NUMBER)), "TAKEN");
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").data(LIST, json!({}))["cases"]["totalCount"], 0);
        withdraw(world, &chain, "Gun");
        assert_eq!(coach.codes(ONE, json!({ "id": opened["case"]["id"] })), ["NOT_FOUND"]);
        let moved = json!({ "case": opened["case"]["id"], "version": 1, "to": "MAPPING" });
        assert_eq!(refusals(&coach, "moveCase", moved), ["NOT_FOUND"]);
        let renewed = open_young(&coach, GUNS_NUMBER);
        assert_eq!((code(&renewed), &renewed["case"]["id"]), ("done".to_owned(), &opened["case"]["id"]));
        assert_eq!(renewed["case"]["history"][1]["kind"], "CONSENT_RENEWED");
        let log = "query Log($youth: ID) { accessLog(first: 50, youth: $youth) { nodes { staffId action } } }";
        let log = chain.signed_in("AUDITOR").data(log, json!({ "youth": chain.youth("Gun") }));
        let entry = json!({ "staffId": chain.staff("YOUNG_ADULT_COACH"), "action": "OPEN_YOUNG_ADULT" });
        assert!(log["accessLog"]["nodes"].as_array().unwrap().contains(&entry), "{log:#}");
    }

    fn a_young_adult_who_cannot_be_opened_is_one_answer(world: &World) {
        let chain = world.municipality();
        let coach = chain.signed_in("YOUNG_ADULT_COACH");
        be_born(world, &chain, "Eja", GUNS_NUMBER, "2004-02-02");
        let answers = [GUNS_NUMBER, CIVIC_NUMBER, NOBODYS_NUMBER].map(|number| open_young(&coach, number));
        assert_eq!(code(&answers[0]), "NOT_FOUND", "Eja is protected");
        assert_eq!(answers[0], answers[1], "Alma is thirteen");
        assert_eq!(answers[0], answers[2], "nobody has the number");
        assert_eq!(code(&open_young(&coach, "200402622386")), "WRONG_CHECK_DIGIT");
        for _ in 0..17 {
            assert_eq!(code(&open_young(&coach, NOBODYS_NUMBER)), "NOT_FOUND");
        }
        assert_eq!(code(&open_young(&coach, NOBODYS_NUMBER)), "TOO_MANY");
        let input = json!({ "civicNumber": GUNS_NUMBER, "scope": "", "receiver": "", "reason": "" });
        assert_eq!(refusals(&chain.signed_in("KAA_OFFICER"), "openYoungAdultCase", input), ["FORBIDDEN"]);
    }

    fn a_young_adults_case_needs_the_age_and_the_consent(world: &World) {
        let chain = world.municipality();
        let coach = chain.signed_in("YOUNG_ADULT_COACH");
        be_born(world, &chain, "Gun", GUNS_NUMBER, "2004-02-02");
        let case = open_young(&coach, GUNS_NUMBER)["case"].take();
        let closed = close(&coach, &case, "DECLINED", None);
        assert_eq!(code(&closed), "done");
        // With the case closed there is no way to Gun, whatever was consented to.
        consent(world, &chain, "Gun");
        assert_eq!(coach.codes(ONE, json!({ "id": case["id"] })), ["NOT_FOUND"]);
        let again = open_young(&coach, GUNS_NUMBER);
        assert_eq!(code(&again), "done");
        assert_ne!(again["case"]["id"], case["id"]);
    }

    fn a_protected_persons_case_is_bare_until_a_reason_is_given(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let eja = chain.youth("Eja");
        let input = json!({ "youth": eja, "track": "COMPULSORY", "reason": WHY });
        assert_eq!(refusals(&mentor, "openCase", input), ["NOT_FOUND"]);
        let opened = open(&principal, &eja, "COMPULSORY", true);
        assert_eq!(code(&opened), "done");
        let bare = &opened["case"];
        assert_eq!((&bare["youth"]["givenName"], &bare["unit"], &bare["history"]), (&Value::Null, &Value::Null, &json!([])));
        assert_eq!(bare["lacksResponsible"], false);
        assert_eq!(code(&assign(&principal, &chain, bare, "MENTOR")), "NOT_FOUND", "who is not appointed is not there");
        let id = json!({ "id": bare["id"] });
        assert_eq!(principal.codes(ONE, id.clone()), ["REASON_REQUIRED"]);
        assert_eq!(mentor.codes(ONE, id.clone()), ["NOT_FOUND"]);
        assert_eq!(mentor.data(LIST, json!({}))["cases"]["totalCount"], 0);
        let listed = principal.data(LIST, json!({}))["cases"]["nodes"].take();
        assert_eq!(listed, json!([{ "track": "COMPULSORY", "state": "DETECTED", "youth": { "givenName": null }, "unit": null }]));
        let body = json!({ "query": ONE, "variables": id }).to_string();
        let headers = [("content-type", "application/json"), ("up2-reason", "Samtal%20med%20rektor")];
        let read = principal.raw("POST", "/graphql", &headers, &body).json();
        assert_eq!(read["data"]["case"]["youth"]["givenName"], "Eja", "{read:#}");
    }

    fn a_list_of_cases_is_narrowed(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        for (name, take_on) in [("Alma", true), ("Bo", false)] {
            open(&mentor, &chain.youth(name), "COMPULSORY", take_on);
        }
        let cleo = open(&principal, &chain.youth("Cleo"), "COMPULSORY", true)["case"].take();
        close(&principal, &cleo, "NOT_NEEDED", None);
        let found = |client: &Client, filter: Value| {
            let list = client.data(LIST, json!({ "filter": filter }))["cases"].take();
            let nodes = list["nodes"].as_array().unwrap();
            assert_eq!(list["totalCount"], nodes.len());
            let mut names: Vec<_> = nodes.iter().map(|case| case["youth"]["givenName"].as_str().unwrap().to_owned()).collect();
            names.sort();
            names.join(" ")
        };
        assert_eq!(found(&principal, json!({})), "Alma Bo Cleo");
        assert_eq!(found(&principal, json!({ "open": true })), "Alma Bo");
        assert_eq!(found(&principal, json!({ "state": "CLOSED" })), "Cleo");
        assert_eq!(found(&principal, json!({ "responsible": chain.staff("MENTOR") })), "Alma");
        assert_eq!(found(&principal, json!({ "lacksResponsible": true })), "Bo");
        assert_eq!(found(&principal, json!({ "unit": chain.unit("skola 1"), "track": "COMPULSORY" })), "Alma Bo Cleo");
        assert_eq!(found(&principal, json!({ "unit": chain.unit("skola 2") })), "");
        assert_eq!(found(&mentor, json!({ "mine": true })), "Alma");
        assert_eq!(found(&mentor, json!({ "overdue": true })), "");
    }
}

#[track_caller]
fn close(client: &Client, case: &Value, closing_reason: &str, reason: Option<&str>) -> Value {
    let input = json!({
        "case": case["id"], "version": case["version"], "closingReason": closing_reason, "reason": reason,
    });
    change(client, "closeCase", input)
}

#[track_caller]
fn reopen(client: &Client, case: &Value) -> Value {
    let input =
        json!({ "case": case["id"], "version": case["version"], "reason": "Frånvaron har ökat igen" });
    change(client, "reopenCase", input)
}

#[track_caller]
fn open_young(client: &Client, number: &str) -> Value {
    let input = json!({
        "civicNumber": number, "scope": "Stöd till studier eller arbete", "receiver": "Coachen", "reason": WHY,
    });
    change(client, "openYoungAdultCase", input)
}

/// The tracks of the cases that a client sees.
#[track_caller]
fn tracks(client: &Client) -> Value {
    let nodes = client.data(LIST, json!({}))["cases"]["nodes"].take();
    nodes.as_array().unwrap().iter().map(|case| case["track"].clone()).collect()
}

/// Kind and state of each clock, in the order in which they were started.
fn states_of_clocks(case: &Value) -> String {
    let mut clocks: Vec<_> = case["clocks"].as_array().unwrap().iter().collect();
    let order = ["BEGIN_MAPPING", "FINISH_MAPPING", "AGREE_PLAN", "FOLLOW_UP", "CONCLUDE"];
    clocks
        .sort_by_key(|clock| (clock["step"].as_i64(), order.iter().position(|kind| clock["kind"] == *kind)));
    let told = clocks
        .iter()
        .map(|clock| format!("{} {}", clock["kind"].as_str().unwrap(), clock["state"].as_str().unwrap()));
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_numbers_of_these_tests_have_right_check_digits() {
    for number in [GUNS_NUMBER, NOBODYS_NUMBER] {
        assert!(civic::parse(number, None).is_ok(), "{number}");
    }
}
