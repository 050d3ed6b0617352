//! Signals: raised where the law of the house says, once, and seen and handled by those who may.

use api::access::Job;
use api::commands::nightly;
use api::domain::signal;
use chrono::{Days, NaiveDate};
use entity::municipality::signal as row;
use entity::vocabulary::Secrecy;
use serde_json::{Value, json};
use tests::command::Installation;
use tests::school::{School, sample};
use tests::signal::{night, write_note};
use tests::{Chain, Client, on_both_engines};

/// A pupil of whose lessons a third is reported.
const LUDVIG: &str = "7c350d77-00ec-5a5d-a673-95c381e615db";
const LIST: &str =
    "query List($filter: SignalFilter) { signals(first: 100, filter: $filter) { totalCount nodes {
    id kind source state step ownerRole dueOn clearedAt version unattended text
    youth { givenName protection } author { givenName }
    explanation { ruleName measure threshold share shareAtMost count subjects weeks { week offeredMinutes } }
    history { deed reason actor { givenName } } rule { name version }
} } }";
const OF_YOUTH: &str = "query OfYouth($id: ID!) { youth(id: $id) {
    attendance(weeks: 5) { absenceShare } signals { id kind state clearedAt explanation { share } }
} }";
const RECORD: &str = "mutation Record($rows: [AttendanceRowInput!]!) {
    recordAttendance(input: { rows: $rows }) { recorded userErrors { code } }
}";
const RESULTS: &str = "mutation Results($rows: [ResultRowInput!]!) {
    recordResults(input: { rows: $rows }) { recorded userErrors { code } }
}";
const OBSERVE: &str = "mutation Observe($input: RaiseObservationInput!) {
    raiseObservation(input: $input) { received signal { id text } userErrors { code field } }
}";
const ATTEND: &str = "mutation Attend($id: ID!, $version: Int!) {
    attendSignal(input: { signal: $id, version: $version }) { signal { state version } userErrors { code } }
}";
const DISMISS: &str = "mutation Dismiss($id: ID!, $version: Int!, $reason: String!) {
    dismissSignal(input: { signal: $id, version: $version, reason: $reason }) {
        signal { state version } userErrors { code }
    }
}";
const ESCALATE: &str = "mutation Escalate($id: ID!, $version: Int!) {
    escalateSignal(input: { signal: $id, version: $version }) {
        signal { state version ownerRole } userErrors { code }
    }
}";
const WHY: &str = "Har redan samtalat med hemmet";

on_both_engines! {
    fn the_sample_gives_signals_for_exactly_six_pupils_and_asks_for_the_reports_of_one(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        let principal = school.signed_in("Lars");
        let mut seen = signals(&principal, json!({}));
        assert_eq!(seen.len(), 6, "{seen:#?}");
        assert!(seen.iter().all(|signal| signal["kind"] == "ATTENDANCE" && signal["ownerRole"] == "MENTOR"));
        assert!(seen.iter().all(|signal| signal["unattended"] == true && signal["dueOn"] == "2025-12-01"));
        assert_eq!(shares(&seen), [0.1531, 0.1771, 0.2761, 0.3247, 0.5489].map(rounded));
        let why = answered(&principal, json!({}), Some("Uppföljning av frånvaro"));
        assert_eq!(shares(&why), [0.1531, 0.172, 0.1771, 0.2761, 0.3247, 0.5489].map(rounded));
        seen.retain(|signal| signal["youth"]["protection"] != "NONE");
        let bare = ["explanation", "text", "author"].map(|field| seen[0][field].is_null());
        assert_eq!((seen.len(), bare, &seen[0]["history"]), (1, [true; 3], &json!([])));
        let asked = signals(&principal, json!({ "kind": "REPORTING_INCOMPLETE" }));
        assert_eq!((asked.len(), &asked[0]["youth"]["givenName"]), (1, &json!("Ludvig")));
        assert_eq!((&asked[0]["ownerRole"], &asked[0]["state"]), (&json!("PRINCIPAL"), &json!("OPEN")));
        let ludvig = principal.data(OF_YOUTH, json!({ "id": school.youth(LUDVIG) }));
        assert_eq!(ludvig["youth"]["signals"], json!([]));
    }

    fn a_mentor_sees_the_signals_of_the_class_and_none_of_a_protected_pupil(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        for (mentor, pupils) in [("Sara", vec!["Arvid", "Ebba", "Theo"]), ("Maria", vec!["Agnes", "Malte"])] {
            let seen = signals(&school.signed_in(mentor), json!({}));
            let mut names: Vec<_> = seen.iter().filter_map(|signal| signal["youth"]["givenName"].as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, pupils, "{mentor}: {seen:#?}");
        }
    }

    fn nothing_is_raised_twice_by_another_import_or_by_nights(world: &World) {
        let school = School::new(world);
        school.import(&sample());
        let principal = school.signed_in("Lars");
        let ids = |filter| signals(&principal, filter).into_iter().map(|signal| signal["id"].clone()).collect::<Vec<_>>();
        let before = (ids(json!({})), ids(json!({ "kind": "REPORTING_INCOMPLETE" })));
        school.import(&sample());
        for _ in 0..2 {
            world.wait(nightly::run(&world.parts.access, &school.code)).unwrap();
        }
        assert_eq!((ids(json!({})), ids(json!({ "kind": "REPORTING_INCOMPLETE" }))), before);
        let rows = world.wait(async {
            let grant = school.grant(Job::Nightly).await;
            use entity::reach::Within;
            (
                grant.count(row::Entity::within(grant.reach())).await.unwrap(),
                grant.count(entity::municipality::signal_event::Entity::within(grant.reach())).await.unwrap(),
            )
        });
        assert_eq!(rows, (7, 7));
    }

    fn an_episode_raises_one_signal_until_the_figure_has_fallen_and_risen_again(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let alma = json!({ "id": chain.youth("Alma") });
        let mut told = Vec::new();
        // Of 300 minutes a week; absence in the last four of them.
        for absent in [60, 60, 90, 0, 0, 75] {
            record(&principal, &chain, "Alma", [absent, 300, 300]);
            let youth = principal.data(OF_YOUTH, alma.clone())["youth"].take();
            let signals = youth["signals"].as_array().unwrap().clone();
            told.push((signals.len(), signals.iter().filter(|signal| signal["clearedAt"].is_null()).count()));
            if told.len() == 1 {
                assert_eq!(signals[0]["explanation"]["share"], 0.2);
            }
        }
        assert_eq!(told, [(1, 1), (1, 1), (1, 1), (1, 0), (1, 0), (2, 1)]);
    }

    fn what_is_not_reported_raises_no_signal_and_ends_no_episode(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let items = || signals(&principal, json!({ "kind": "REPORTING_INCOMPLETE" }));
        record(&principal, &chain, "Dag", [10, 200, 300]);
        assert_eq!((signals(&principal, json!({})).len(), items().len()), (0, 1));
        record(&principal, &chain, "Dag", [10, 300, 300]);
        let settled = items();
        assert_eq!((&settled[0]["state"], settled[0]["clearedAt"].is_null()), (&json!("ATTENDED"), false));
        record(&principal, &chain, "Dag", [60, 300, 300]);
        record(&principal, &chain, "Dag", [10, 200, 300]);
        let seen = signals(&principal, json!({}));
        assert_eq!((seen.len(), &seen[0]["clearedAt"], items().len()), (1, &Value::Null, 2), "{seen:#?}");
    }

    fn a_sum_of_groups_and_a_total_are_read_by_rules_as_by_people(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        // Three weeks of groups' rows, and one with a total beside them.
        record_weeks(&principal, &chain, "Alma", &[1], [120, 300, 300]);
        let youth = principal.data(OF_YOUTH, json!({ "id": chain.youth("Alma") }))["youth"].take();
        let share = &youth["signals"][0]["explanation"]["share"];
        assert_eq!((share, &youth["attendance"]["absenceShare"]), (&json!(0.225), &json!(0.225)), "{youth:#}");
    }

    fn three_subjects_failed_or_warned_of_raise_a_signal_when_the_third_arrives(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let result = |subject, grade: Option<&str>, warning| json!({ "rows": [{
            "youth": chain.youth("Alma"), "subjectCode": subject, "term": "2025HT", "grade": grade, "warning": warning,
        }] });
        principal.data(RESULTS, result("BI", Some("E"), false));
        assert_eq!(signals(&principal, json!({ "kind": "RESULTS" })).len(), 0);
        principal.data(RESULTS, result("KE", Some("F"), false));
        let seen = signals(&principal, json!({ "kind": "RESULTS" }));
        assert_eq!(seen[0]["explanation"]["subjects"], json!(["KE", "MAT", "SVE"]), "{seen:#?}");
        assert_eq!(seen[0]["explanation"]["count"], 3);
    }

    fn a_teacher_raises_an_observation_and_reads_only_that_it_was_received(world: &World) {
        let chain = world.municipality();
        let teacher = chain.signed_in("TEACHER");
        let observed = |client: &Client, youth: &str, text: &str| {
            let input = json!({ "youth": chain.youth(youth), "kind": "WELLBEING", "source": "YOUTH", "text": text });
            client.data(OBSERVE, json!({ "input": input }))["raiseObservation"].take()
        };
        let received = observed(&teacher, "Alma", "Säger att skolan känns tung");
        assert_eq!(received, json!({ "received": true, "signal": null, "userErrors": [] }));
        assert_eq!(teacher.codes(LIST, json!({})), ["FORBIDDEN"]);
        for (youth, text, code) in
            [("Dag", "Säger att skolan känns tung", "NOT_FOUND"), ("Alma", "kort", "OUT_OF_RANGE")]
        {
            let refused = observed(&teacher, youth, text);
            assert_eq!((&refused["received"], &refused["userErrors"][0]["code"]), (&json!(false), &json!(code)));
        }
        let seen = signals(&chain.signed_in("MENTOR"), json!({ "kind": "WELLBEING" }));
        assert_eq!((seen.len(), &seen[0]["text"]), (1, &json!("Säger att skolan känns tung")));
        assert_eq!((&seen[0]["source"], &seen[0]["author"]["givenName"]), (&json!("YOUTH"), &json!("TEACHER")));
        assert_eq!(seen[0]["explanation"], Value::Null);
        // Who looks at a youth looks at all of the rules: 16.7 % absence is found by the way.
        assert_eq!(signals(&chain.signed_in("MENTOR"), json!({ "kind": "ATTENDANCE" })).len(), 1);
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").data(LIST, json!({}))["signals"]["totalCount"], 0);
    }

    fn a_signal_is_handled_once_and_the_second_hand_gets_a_conflict_with_the_state(world: &World) {
        let chain = world.municipality();
        night(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let ids = of_names(&signals(&mentor, json!({})));
        let version = |id: &str, version| json!({ "id": id, "version": version, "reason": WHY });
        let said = |client: &Client, deed: &str, name: &str, at| {
            let mut answer = client.data(deed, version(&ids[name], at));
            let payload = answer.as_object_mut().unwrap().values_mut().next().unwrap().take();
            let code = payload["userErrors"][0]["code"].as_str().unwrap_or("-").to_owned();
            (code, payload["signal"]["state"].as_str().unwrap_or("-").to_owned())
        };
        let pair = |code: &str, state: &str| (code.to_owned(), state.to_owned());
        assert_eq!(said(&mentor, ATTEND, "Alma", 1), pair("-", "ATTENDED"));
        assert_eq!(said(&principal, DISMISS, "Alma", 1), pair("CONFLICT", "ATTENDED"));
        assert_eq!(said(&mentor, ATTEND, "Alma", 2), pair("IMPOSSIBLE_TRANSITION", "ATTENDED"));
        assert_eq!(said(&mentor, DISMISS, "Alma", 2), pair("-", "DISMISSED"));
        assert_eq!(said(&mentor, ESCALATE, "Alma", 3), pair("IMPOSSIBLE_TRANSITION", "DISMISSED"));
        assert_eq!(said(&mentor, ESCALATE, "Bo", 1), pair("-", "ESCALATED"));
        assert_eq!(said(&mentor, DISMISS, "Bo", 2), pair("NOT_PERMITTED", "ESCALATED"));
        assert_eq!(said(&principal, ATTEND, "Bo", 2), pair("-", "ATTENDED"));
        let short = json!({ "id": ids["Cleo"], "version": 1, "reason": "nej" });
        assert_eq!(mentor.data(DISMISS, short)["dismissSignal"]["userErrors"][0]["code"], "OUT_OF_RANGE");
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").data(ATTEND, version(&ids["Cleo"], 1))["attendSignal"]
            ["userErrors"][0]["code"], "NOT_FOUND");
        assert_eq!(chain.signed_in("SCHOOL_NURSE").codes(ATTEND, version(&ids["Cleo"], 1)), ["FORBIDDEN"]);
        let alma = signals(&mentor, json!({ "state": "DISMISSED" }));
        let deeds: Vec<_> = alma[0]["history"].as_array().unwrap().iter().map(|event| &event["deed"]).collect();
        assert_eq!(deeds, ["RAISED", "ATTENDED", "DISMISSED"]);
        assert_eq!(alma[0]["history"][2]["reason"], WHY);
        assert_eq!(alma[0]["history"][2]["actor"]["givenName"], "MENTOR");
        // A dismissed signal is not raised again while the figure stands.
        night(world, &chain);
        assert_eq!(signals(&mentor, json!({})).len(), 4);
    }

    fn whom_nobody_has_attended_to_comes_first(world: &World) {
        let chain = world.municipality();
        night(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let ids = of_names(&signals(&mentor, json!({})));
        mentor.data(ATTEND, json!({ "id": ids["Alma"], "version": 1 }));
        world.wait(write_note(&chain, "Bo", Secrecy::General));
        world.wait(write_note(&chain, "Cleo", Secrecy::StudentHealthMedical));
        let names = |filter| {
            let seen = signals(&mentor, filter);
            seen.iter().map(|signal| signal["youth"]["givenName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (mut first, mut last) = (names(json!({})), names(json!({ "unattended": false })));
        assert_eq!(first.split_off(2).len(), 2);
        first.sort();
        last.sort();
        // Of a note that the mentor may not read its effect is not seen either.
        assert_eq!((first, last), (vec!["Cleo".to_owned(), "Dag".into()], vec!["Alma".to_owned(), "Bo".into()]));
        let paged = |after: Value| {
            let query = "query Page($after: String) { signals(first: 3, after: $after) {
                pageInfo { endCursor hasNextPage } nodes { youth { givenName } } } }";
            principal.data(query, json!({ "after": after }))["signals"].take()
        };
        let one = paged(Value::Null);
        let two = paged(one["pageInfo"]["endCursor"].clone());
        assert_eq!((nodes(&one).len(), nodes(&two).len()), (3, 2), "{one:#} {two:#}");
        let of_unit = |unit: &str| signals(&principal, json!({ "unit": chain.unit(unit) })).len();
        assert_eq!((of_unit("skola 1"), of_unit("skola 2")), (5, 0));
    }

    fn one_instance_takes_a_night_and_the_next_day_is_another(world: &World) {
        let chain = world.municipality();
        let take = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            world.wait(nightly::take(&world.parts.access, &chain.code, day)).unwrap()
        };
        assert_eq!(["2025-11-24", "2025-11-24", "2025-11-25"].map(take), [true, false, true]);
    }

    fn a_list_of_signals_takes_as_many_statements_whatever_its_length(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        night(&world, &chain);
        let principal = chain.signed_in("PRINCIPAL");
        let counted = [1, 5].map(|first| {
            let query = LIST.replace("first: 100", &format!("first: {first}"));
            let ask = || assert_eq!(nodes(&principal.data(&query, json!({}))["signals"]).len(), first);
            world.fewest_statements(ask)
        });
        assert!(counted[1] < counted[0] + 6, "{counted:?}");
    }
}

#[test]
fn a_night_is_done_by_hand_as_often_as_one_likes_and_a_municipality_that_fails_stops_no_other() {
    let installation = Installation::new();
    for code in ["0483", "0513"] {
        installation.done(&["municipality", "add", code]);
    }
    for _ in 0..2 {
        assert_eq!(installation.done(&["nightly"]), "0483 done\n0513 done\n");
    }
    std::fs::remove_file(installation.data().join("0483.db")).unwrap();
    let said = installation.run(&["nightly"]);
    assert!(!said.ok && said.out == "0513 done\n" && said.err.contains("failed in 0483"), "{said:?}");
    assert!(!installation.run(&["nightly", "--municipality", "9999"]).ok);
}

#[test]
fn rounds_are_no_larger_than_one_statement_can_read() {
    // Of 60 weeks at most.
    assert!((signal::evaluate::ROUND as u64) * 60 < 60_001);
}

fn nodes(list: &Value) -> &Vec<Value> {
    list["nodes"].as_array().unwrap()
}

fn signals(client: &Client, filter: Value) -> Vec<Value> {
    answered(client, filter, None)
}

fn answered(client: &Client, filter: Value, reason: Option<&str>) -> Vec<Value> {
    let body = json!({ "query": LIST, "variables": { "filter": filter } }).to_string();
    let reason = reason.map(|reason| ("up2-reason", reason));
    let headers: Vec<_> = [("content-type", "application/json")].into_iter().chain(reason).collect();
    let answer = client.raw("POST", "/graphql", &headers, &body).json();
    assert!(answer["errors"].is_null(), "{answer:#}");
    nodes(&answer["data"]["signals"]).clone()
}

fn shares(signals: &[Value]) -> Vec<i64> {
    let mut shares: Vec<_> =
        signals.iter().filter_map(|signal| signal["explanation"]["share"].as_f64()).map(rounded).collect();
    shares.sort_unstable();
    shares
}

/// In tenths of a percent.
fn rounded(share: f64) -> i64 {
    (share * 1_000.0).round() as i64
}

fn of_names(signals: &[Value]) -> std::collections::HashMap<String, String> {
    let pair = |signal: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&signal["youth"]["givenName"]), text(&signal["id"]))
    };
    signals.iter().map(pair).collect()
}

/// Absent, reported and offered minutes of each of the last four weeks, in all lessons.
fn record(client: &Client, chain: &Chain<'_>, youth: &str, minutes: [i32; 3]) {
    record_weeks(client, chain, youth, &[1, 2, 3, 4], minutes);
}

fn record_weeks(client: &Client, chain: &Chain<'_>, youth: &str, back: &[u64], minutes: [i32; 3]) {
    let [absent, reported, offered] = minutes;
    let week = |back: &u64| {
        let day = chain.today() - Days::new(7 * back);
        json!({
            "youth": chain.youth(youth), "week": day.format("%G-W%V").to_string(), "validMinutes": absent,
            "invalidMinutes": 0, "otherMinutes": 0, "reportedMinutes": reported, "offeredMinutes": offered,
        })
    };
    let rows: Vec<_> = back.iter().map(week).collect();
    let answer = client.data(RECORD, json!({ "rows": rows }));
    assert_eq!(answer["recordAttendance"]["userErrors"], json!([]), "{answer:#}");
}
