//! The demonstration: made once, found ready the next time, and all that it prints works.

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
    every_link_signs_in(&client, &accounts, &clock);
    what_is_printed_is_answered(&client, &prints::text(&first, clock.now()).unwrap(), &accounts, &clock);
    runtime.block_on(running.handle.stop(false));
}

/// One account a role, all in the municipality of the sample but the principal's, who is signed in below.
fn every_link_signs_in(client: &Client, accounts: &[Account], clock: &Clock) {
    let mut roles = std::collections::BTreeMap::new();
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
    }
}

fn what_is_printed_is_answered(client: &Client, text: &str, accounts: &[Account], clock: &Clock) {
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
}
