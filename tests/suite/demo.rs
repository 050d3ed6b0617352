//! The demonstration: made once, found ready the next time, and all that it prints works.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use api::commands::serve;
use api::demo::{self, prints};
use api::server::settings::Settings;
use api::support::clock::Clock;
use api::support::config::{Config, Engine};
use api::support::crypto::Key;
use serde_json::{Value, json};
use tests::{Account, Client};

/// One test, since the first start takes its time.
#[test]
fn the_demonstration_is_made_once_and_everything_it_prints_works() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::starting_at("2025-11-24T09:00:00Z".parse().unwrap());
    let config = Config {
        engine: Engine::Sqlite(folder.path().to_owned()),
        redis_url: None,
        master_key: Key::random(),
        heads_file: None,
        public_statistics: true,
        most_connections: None,
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let prepare =
        || runtime.block_on(demo::prepare(&config, &clock, folder.path(), &url, |_, _| {})).unwrap();
    let first = prepare();
    let begun = Instant::now();
    assert_eq!(prepare(), first);
    assert!(begun.elapsed().as_secs() < 5, "a second start is quick: {:?}", begun.elapsed());
    let settings = Settings { introspection: true, workers: Some(1), signals: false, ..Settings::default() };
    let running = runtime.block_on(serve::start(listener, config.clone(), clock.clone(), settings)).unwrap();
    let listed: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("demo.json")).unwrap()).unwrap();
    assert_eq!(listed["url"], url.as_str());
    assert_eq!(listed["municipalities"].as_array().unwrap().len(), 25);
    let accounts: Vec<Account> =
        listed["accounts"].as_array().unwrap().iter().map(Account::from_json).collect();
    let client = Client::new(&url);
    let mut signed_in = every_link_signs_in(&client, &accounts, &clock);
    let printed = prints::text(&first, clock.now()).unwrap();
    let principal = what_is_printed_is_answered(&client, &printed, &accounts, &clock);
    signed_in.insert("PRINCIPAL".to_owned(), principal);
    the_stories_are_seen_by_the_right_roles(&signed_in);
    runtime.block_on(running.handle.stop(false));
}

/// What the right role sees of the young people whose stories the demonstration tells.
fn the_stories_are_seen_by_the_right_roles(signed_in: &BTreeMap<String, Client>) {
    let ask = |role: &str, query: &str| signed_in[role].data(query, json!({}));
    let seen = |of: &Value, field: &str| -> BTreeSet<String> {
        let rows = of.as_array().unwrap().iter();
        rows.map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
    };
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    let school = ask("STUDENT_HEALTH", prints::QUERIES[4].1);
    let cases = &school["cases"]["nodes"];
    let states = ["DETECTED", "MAPPING", "PLANNING", "INTERVENTION", "FOLLOW_UP", "CLOSED"];
    assert_eq!(seen(cases, "state"), set(&states), "{cases:#}");
    let all = cases.as_array().unwrap();
    let is_reopened = |case: &&Value| seen(&case["history"], "kind").contains("REOPENED");
    assert_eq!(all.iter().filter(is_reopened).count(), 1);
    let measures: BTreeSet<_> =
        all.iter().flat_map(|case| seen(&case["youth"]["measures"], "state")).collect();
    let wanted = ["OFFERED", "ACCEPTED", "DECLINED", "ACTIVE", "COMPLETED", "DISCONTINUED"];
    assert_eq!(measures, set(&wanted));
    let mentor = ask("MENTOR", prints::QUERIES[3].1);
    let work = mentor["viewer"]["workList"]["nodes"].as_array().unwrap();
    assert!(work.iter().any(|item| item["isOverdue"] == true && item["case"].is_object()), "{mentor:#}");
    let notes = "{ cases(first: 20) { nodes { youth { givenName notes { secrecy body } } } } }";
    let read = |role: &str| -> BTreeSet<String> {
        let answer = ask(role, notes);
        let cases = answer["cases"]["nodes"].as_array().unwrap().clone();
        cases.iter().flat_map(|case| seen(&case["youth"]["notes"], "secrecy")).collect()
    };
    assert_eq!(read("MENTOR"), set(&["GENERAL", "STUDENT_HEALTH_MEDICAL"]), "one is shared on a consent");
    assert_eq!(read("PRINCIPAL"), set(&["GENERAL", "STUDENT_SUPPORT"]));
    let kaa = ask(
        "KAA_OFFICER",
        "{ kaaRegister(first: 20) { nodes { youth { givenName } contacts { reached } measures { state } } }
           cases(first: 5) { nodes { state } } transfers(first: 5) { nodes { toTrack state } } }",
    );
    assert_eq!(kaa["kaaRegister"]["nodes"].as_array().unwrap().len(), 2, "{kaa:#}");
    assert_eq!(seen(&kaa["cases"]["nodes"], "state"), set(&["MAPPING"]));
    assert_eq!(seen(&kaa["transfers"]["nodes"], "toTrack"), set(&["KAA", "YOUNG_ADULT"]));
    let coach = ask("YOUNG_ADULT_COACH", "{ cases(first: 5) { nodes { state youth { givenName } } } }");
    assert_eq!(seen(&coach["cases"]["nodes"], "state"), set(&["INTERVENTION"]));
    let home = ask("HOME_MUNICIPALITY_OFFICER", "{ absenceReports(first: 5) { nodes { state } } }");
    assert_eq!(seen(&home["absenceReports"]["nodes"], "state"), set(&["HANDLED", "NEW"]));
    let rektor = ask("PRINCIPAL", "{ investigations(first: 5) { nodes { state isOverdue } } }");
    assert_eq!(seen(&rektor["investigations"]["nodes"], "state"), set(&["CLOSED", "OPEN"]));
}

/// One account a role, all in the municipality of the sample but the principal's, who is signed in below.
fn every_link_signs_in(client: &Client, accounts: &[Account], clock: &Clock) -> BTreeMap<String, Client> {
    let mut signed_in = BTreeMap::new();
    let mut roles = BTreeMap::new();
    for account in accounts.iter().filter(|account| account.role != "PRINCIPAL") {
        roles.entry(account.role.as_str()).or_insert(account);
    }
    assert!(roles.len() >= 10, "{:?}", roles.keys());
    for (role, account) in roles {
        let client = client.sign_in(account, clock.now());
        if account.municipality == "SKR" {
            assert_eq!(client.data("{ viewer { skr { role } } }", json!({}))["viewer"]["skr"]["role"], role);
            continue;
        }
        let seen = client.data("{ viewer { assignments { role } } municipality { code } }", json!({}));
        let held = seen["viewer"]["assignments"].as_array().unwrap();
        assert!(held.iter().any(|assignment| assignment["role"] == role), "{role}: {seen:#}");
        assert_eq!(seen["municipality"]["code"], account.municipality.as_str());
        signed_in.insert(role.to_owned(), client);
    }
    signed_in
}

fn what_is_printed_is_answered(client: &Client, text: &str, accounts: &[Account], clock: &Clock) -> Client {
    let principal = accounts.iter().find(|account| account.role == "PRINCIPAL").unwrap();
    let principal = client.sign_in(principal, clock.now());
    for (shows, query) in prints::QUERIES {
        assert!(text.contains(query));
        let answer = principal.data(query, json!({}));
        let youths = &answer["youths"]["nodes"];
        assert!(youths.is_null() || !youths.as_array().unwrap().is_empty(), "{shows}: {answer:#}");
    }
    let absence = principal.data(prints::QUERIES[1].1, json!({}));
    let nodes = absence["youths"]["nodes"].as_array().unwrap();
    assert!(nodes.iter().any(|youth| youth["attendance"]["absenceShare"].is_number()), "{absence:#}");
    principal
}
