//! Rules of signals: policy of the municipality, set by its director and administrator, and previewed as counts.

use api::support::ids;
use api::support::scalars::Week;
use chrono::Days;
use entity::municipality::{attendance, enrolment, youth};
use entity::vocabulary::Protection;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tests::chain::derived;
use tests::signal::{age, night};
use tests::{Chain, Client, on_both_engines};

const RULES: &str = "{ signalRules {
    id name kind measure weeks threshold step after afterDays ownerRole deadlineDays active version description
} }";
const SET: &str = "mutation Set($input: SetSignalRuleInput!) {
    setSignalRule(input: $input) { rule { id version threshold active } userErrors { code field } }
}";
const SIGNALS: &str = "{ signals(first: 100) { nodes { step ownerRole youth { givenName } } } }";
const PREVIEW: &str = "query Preview($unit: ID, $weeks: Int!) {
    signalRulePreview(measure: TOTAL_ABSENCE, weeks: $weeks, unit: $unit) {
        youths startsOn endsOn thresholds { threshold youths }
    }
}";

on_both_engines! {
    fn the_shipped_rules_say_what_they_rest_on_and_raise_by_attendance_and_results(world: &World) {
        let chain = world.municipality();
        let rules = rules(&chain.signed_in("MENTOR"));
        assert_eq!(rules.len(), 7);
        assert!(rules.iter().all(|rule| rule["description"].as_str().is_some_and(|text| text.len() > 80)));
        let active: Vec<_> = rules.iter().filter(|rule| rule["active"] == true).collect();
        let kinds: Vec<_> = active.iter().map(|rule| (&rule["kind"], &rule["threshold"], &rule["weeks"])).collect();
        assert_eq!(kinds, [
            (&json!("ATTENDANCE"), &json!(1500), &json!(4)),
            (&json!("RESULTS"), &json!(3), &Value::Null),
        ]);
        let other = self::rules(&world.municipality().signed_in("ADMINISTRATOR"));
        let local = |rules: &[Value]| rules.iter().map(|rule| rule["name"].clone()).collect::<Vec<_>>();
        assert_eq!(local(&rules), local(&other));
    }

    fn bad_values_are_refused_and_the_second_of_two_changes_gets_a_conflict(world: &World) {
        let chain = world.municipality();
        let director = chain.signed_in("DIRECTOR");
        let rule = absence(&director, 1);
        let set = |change: Value| {
            let payload = director.data(SET, json!({ "input": with(&rule, change) }))["setSignalRule"].take();
            let error = &payload["userErrors"][0];
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            (text(&error["code"]), text(&error["field"]), payload["rule"].clone())
        };
        for (change, field) in [
            (json!({ "threshold": 0 }), "input.threshold"),
            (json!({ "threshold": 10_001 }), "input.threshold"),
            (json!({ "weeks": 53 }), "input.weeks"),
            (json!({ "weeks": null }), "input.weeks"),
            (json!({ "kind": "RESULTS" }), "input.measure"),
            (json!({ "step": 2 }), "input.step"),
            (json!({ "deadlineDays": 0 }), "input.deadlineDays"),
            (json!({ "ownerRole": "TEACHER" }), "input.ownerRole"),
            (json!({ "name": "" }), "input.name"),
            (json!({ "unit": chain.youth("Alma") }), "input.unit"),
        ] {
            let (_, at, rule) = set(change.clone());
            assert_eq!((at.as_str(), &rule["version"]), (field, &json!(1)), "{change}");
        }
        let (code, _, now) = set(json!({ "threshold": 2000 }));
        assert_eq!((code.as_str(), &now["version"], &now["threshold"]), ("-", &json!(2), &json!(2000)));
        let (code, _, now) = set(json!({ "threshold": 1000 }));
        assert_eq!((code.as_str(), &now["version"], &now["threshold"]), ("CONFLICT", &json!(2), &json!(2000)));
        for role in ["PRINCIPAL", "MENTOR", "PROCESS_LEADER"] {
            let codes = chain.signed_in(role).codes(SET, json!({ "input": with(&rule, json!({})) }));
            assert_eq!(codes, ["FORBIDDEN"], "{role}");
        }
    }

    fn a_changed_threshold_holds_from_the_next_evaluation_on(world: &World) {
        let chain = world.municipality();
        let director = chain.signed_in("DIRECTOR");
        let input = with(&absence(&director, 1), json!({ "threshold": 1800 }));
        assert_eq!(director.data(SET, json!({ "input": input }))["setSignalRule"]["userErrors"], json!([]));
        night(world, &chain);
        // Alma and Bo have 16.7 %, Cleo and Dag 20 %, the protected Eja 15 %.
        assert_eq!(names(&chain.signed_in("PRINCIPAL")), ["Cleo 1 MENTOR", "Dag 1 MENTOR"]);
    }

    fn the_second_step_comes_by_time_alone_and_once(world: &World) {
        let chain = world.municipality();
        let director = chain.signed_in("DIRECTOR");
        let input = with(&absence(&director, 2), json!({ "active": true }));
        assert_eq!(director.data(SET, json!({ "input": input }))["setSignalRule"]["userErrors"], json!([]));
        let mentor = chain.signed_in("MENTOR");
        night(world, &chain);
        assert_eq!(names(&mentor).len(), 4);
        world.wait(age(&chain, 13));
        night(world, &chain);
        assert_eq!(names(&mentor).len(), 4, "nine school days");
        world.wait(age(&chain, 14));
        night(world, &chain);
        night(world, &chain);
        let seen = names(&mentor);
        assert_eq!((seen.len(), seen.contains(&"Alma 2 PRINCIPAL".to_owned())), (8, true), "{seen:?}");
    }

    fn a_rule_of_a_school_holds_for_its_pupils(world: &World) {
        let chain = world.municipality();
        let director = chain.signed_in("DIRECTOR");
        let rule = with(&absence(&director, 1), json!({ "active": false }));
        director.data(SET, json!({ "input": rule }));
        let own = json!({ "rule": null, "version": null, "name": "Skola 2", "unit": chain.unit("skola 2") });
        let made = director.data(SET, json!({ "input": with(&absence(&director, 1), own) }));
        assert_eq!(made["setSignalRule"]["userErrors"], json!([]));
        let made = made["setSignalRule"]["rule"].clone();
        assert_eq!(made["version"], 1);
        let on = json!({ "rule": made["id"], "version": 1, "active": true, "unit": chain.unit("skola 2"), "name": "Skola 2" });
        assert_eq!(director.data(SET, json!({ "input": with(&absence(&director, 1), on) }))["setSignalRule"]["userErrors"], json!([]));
        night(world, &chain);
        assert_eq!(names(&chain.signed_in("PRINCIPAL")), Vec::<String>::new());
        assert_eq!(names(&chain.signed_in("OTHER_PRINCIPAL")), ["Frej 1 MENTOR", "Gun 1 MENTOR"]);
    }

    fn a_preview_shows_counts_in_steps_of_five_points_and_hides_the_few(world: &World) {
        let chain = world.municipality();
        let director = chain.signed_in("DIRECTOR");
        let shown = |client: &Client, unit: Option<&str>| {
            let unit = unit.map(|unit| chain.unit(unit));
            client.data(PREVIEW, json!({ "unit": unit, "weeks": 4 }))["signalRulePreview"].take()
        };
        let few = shown(&director, None);
        assert_eq!((few["youths"].as_i64(), few["thresholds"].as_array().map(Vec::len)), (Some(6), Some(19)));
        assert!(few["thresholds"].as_array().unwrap().iter().all(|step| step["youths"].is_null()), "{few:#}");
        // 30 never absent, 12 absent a fifth of a year ago in four weeks, one absent all the time.
        world.wait(add_youths(&chain, &[(30, 0, 1), (12, 22, 10), (1, 100, 1)]));
        let many = shown(&director, None);
        let counts: Vec<_> = many["thresholds"].as_array().unwrap().iter().map(|step| step["youths"].as_i64()).collect();
        assert_eq!(many["youths"], 49);
        assert_eq!((many["startsOn"].as_str(), many["endsOn"].as_str()), (Some("2024-11-25"), Some("2025-11-23")));
        // Reached 5 %: 6 of the chain with 16.7 to 20 %, 12 with 22 %, one with 100 %; at 20 % two of the chain fewer, and
        // so that count would tell of two; from 25 % on there is the one alone.
        assert_eq!(counts[..4], [Some(19), Some(19), Some(19), None]);
        assert_eq!(counts[4..], [None; 15]);
    }

    fn a_preview_is_of_the_whole_or_of_an_area_and_every_use_is_logged(world: &World) {
        let chain = world.municipality();
        world.wait(add_youths(&chain, &[(30, 0, 1), (12, 22, 1)]));
        let area = |client: &Client, unit: Option<&str>, weeks: i32| {
            client.codes(PREVIEW, json!({ "unit": unit.map(|unit| chain.unit(unit)), "weeks": weeks }))
        };
        let (director, manager) = (chain.signed_in("DIRECTOR"), chain.signed_in("AREA_MANAGER"));
        assert_eq!(area(&director, Some("skola 1"), 4), ["BAD_USER_INPUT"]);
        assert_eq!(area(&director, None, 5), ["BAD_USER_INPUT"]);
        assert_eq!(area(&manager, None, 4), ["BAD_USER_INPUT"]);
        assert_eq!(area(&manager, Some("huvudman"), 4), ["NOT_FOUND"]);
        assert_eq!(area(&manager, Some("verksamhet"), 4), Vec::<String>::new());
        assert_eq!(area(&chain.signed_in("PRINCIPAL"), None, 4), ["FORBIDDEN"]);
        assert_eq!(area(&director, None, 8), Vec::<String>::new());
        let log = "{ accessLog(first: 100) { nodes { action } } }";
        let log = chain.signed_in("AUDITOR").data(log, json!({}))["accessLog"]["nodes"].take();
        let uses = log.as_array().unwrap().iter().filter(|entry| entry["action"] == "PREVIEW_SIGNAL_RULES");
        assert_eq!(uses.count(), 2);
    }
}

fn rules(client: &Client) -> Vec<Value> {
    client.data(RULES, json!({}))["signalRules"].as_array().unwrap().clone()
}

/// The shipped rule of total absence over four weeks at a step, as an input.
fn absence(client: &Client, step: i64) -> Value {
    let found = rules(client)
        .into_iter()
        .find(|rule| rule["measure"] == "TOTAL_ABSENCE" && rule["weeks"] == 4 && rule["step"] == step);
    let mut rule = found.unwrap();
    let id = rule["id"].take();
    rule.as_object_mut().unwrap().remove("id");
    rule["rule"] = id;
    rule
}

fn with(rule: &Value, change: Value) -> Value {
    let mut rule = rule.clone();
    for (name, value) in change.as_object().unwrap() {
        rule[name] = value.clone();
    }
    rule
}

fn names(client: &Client) -> Vec<String> {
    let seen = client.data(SIGNALS, json!({}));
    let mut names: Vec<_> = seen["signals"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|signal| signal["youth"]["givenName"].is_string())
        .map(|signal| {
            let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
            format!(
                "{} {} {}",
                text(&signal["youth"]["givenName"]),
                signal["step"],
                text(&signal["ownerRole"])
            )
        })
        .collect();
    names.sort();
    names
}

/// Puts youths into school one, so many, each with this many percent of absence in four weeks so many weeks ago.
async fn add_youths(chain: &Chain<'_>, parts: &[(u32, i32, u64)]) {
    let grant = chain.grant().await;
    let monday = Week::of(chain.today()).0;
    let (mut youths, mut places, mut weeks) = (Vec::new(), Vec::new(), Vec::new());
    for (part, (number, percent, back)) in parts.iter().enumerate() {
        for n in 0..*number {
            let id = derived(chain.row("Alma"), &format!("preview {part} {n}"));
            youths.push(youth::Model {
                id,
                given_name: "Ny".to_owned(),
                family_name: "Prov".to_owned(),
                sort_name: "prov ny".to_owned(),
                birth_date: None,
                sex: None,
                civic_number: None,
                civic_hash: None,
                home_municipality: None,
                protection: Protection::None,
                email: None,
                phone: None,
                source_id: None,
                source_ref: None,
                removed_at: None,
                created_at: grant.clock().now(),
            });
            places.push(enrolment::Model {
                id: derived(id, "enrolment"),
                youth_id: id,
                unit_id: chain.row("enhet 1"),
                school_type: "GR".to_owned(),
                school_year: Some(7),
                programme_code: None,
                school_authority: None,
                starts_on: chain.today() - Days::new(300),
                ends_on: None,
                cancelled: false,
                source_id: None,
                source_ref: None,
            });
            for week in 0..4 {
                let week = monday - Days::new(7 * (back + week));
                weeks.push(attendance::Model {
                    id: ids::of_attendance(id, week, None),
                    youth_id: id,
                    week,
                    group_id: None,
                    valid_minutes: *percent,
                    invalid_minutes: 0,
                    other_minutes: 0,
                    reported_minutes: 100,
                    offered_minutes: 100,
                    source_id: None,
                    source_ref: None,
                });
            }
        }
    }
    let tx = grant.begin().await.unwrap();
    let rows = youths.into_iter().map(youth::ActiveModel::from);
    youth::Entity::insert_many(rows).exec_without_returning(&tx).await.unwrap();
    let rows = places.into_iter().map(enrolment::ActiveModel::from);
    enrolment::Entity::insert_many(rows).exec_without_returning(&tx).await.unwrap();
    let rows = weeks.into_iter().map(attendance::ActiveModel::from);
    attendance::Entity::insert_many(rows).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
}
