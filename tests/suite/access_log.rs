//! The access log: every read is in it, without it nothing is read, and it shows when it was changed.

use std::collections::BTreeSet;

use api::access::log::{Finding, sign_all};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use tests::psql::psql;
use tests::world::Engine;
use tests::{Chain, Client, World, on_both_engines};

const ONE: &str = "query One($id: ID!) { youth(id: $id) { givenName } }";
const ALL: &str =
    "query One($id: ID!) { youth(id: $id) { givenName birthDate contact { email } guardians { name }
    enrolments { schoolYear } groups { name } attendance { coverage } results { subjectCode } } }";
const LOG: &str = "query Log($youth: ID) { accessLog(first: 100, youth: $youth) { nodes {
    place action staffId youth assignments requestId } } }";

on_both_engines! {
    fn every_read_is_in_the_log(world: &World) {
        let chain = world.municipality();
        let (principal, auditor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("AUDITOR"));
        principal.data(ALL, json!({ "id": chain.youth("Alma") }));
        principal.data("{ youths(first: 10) { nodes { id } } }", json!({}));
        let log = log_of(&auditor, json!({ "youth": chain.youth("Alma") }));
        let actions: BTreeSet<_> = log.iter().filter_map(|entry| entry["action"].as_str()).collect();
        for action in [
            "READ_YOUTH",
            "READ_IDENTITY",
            "READ_CONTACT",
            "READ_ENROLMENTS",
            "READ_ATTENDANCE",
            "READ_RESULTS",
        ] {
            assert!(actions.contains(action), "{action} in {actions:?}");
        }
        for entry in &log {
            assert_eq!(entry["staffId"], chain.staff("PRINCIPAL"), "{entry}");
            assert_eq!(entry["assignments"], json!([chain.assignment("PRINCIPAL")]), "{entry}");
        }
        let requests: BTreeSet<_> = log.iter().map(|entry| entry["requestId"].to_string()).collect();
        assert_eq!(requests.len(), 2, "one youth and a list are two requests");
    }

    fn a_row_of_a_list_is_a_read(world: &World) {
        let chain = world.municipality();
        chain.signed_in("MENTOR").data("{ youths(first: 10) { nodes { __typename } } }", json!({}));
        let log = log_of(&chain.signed_in("AUDITOR"), json!({}));
        let read: BTreeSet<_> = log.iter().filter_map(|entry| entry["youth"].as_str()).collect();
        let class = ["Alma", "Bo", "Cleo", "Dag"].map(|name| chain.youth(name));
        assert_eq!(read, class.iter().map(String::as_str).collect());
    }

    fn what_is_not_shown_is_not_a_read(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        assert_eq!(mentor.codes(ONE, json!({ "id": chain.youth("Frej") })), ["NOT_FOUND"]);
        mentor.data("{ youths(first: 10) { totalCount } }", json!({}));
        let log = log_of(&chain.signed_in("AUDITOR"), json!({ "youth": chain.youth("Frej") }));
        assert_eq!(log, Vec::<Value>::new());
    }

    fn reading_the_log_is_in_the_log(world: &World) {
        let chain = world.municipality();
        let auditor = chain.signed_in("AUDITOR");
        log_of(&auditor, json!({}));
        let log = log_of(&auditor, json!({}));
        let own = log.iter().find(|entry| entry["action"] == "READ_ACCESS_LOG").expect("an entry");
        assert_eq!(own["staffId"], chain.staff("AUDITOR"));
    }

    fn without_the_log_nothing_is_read_or_changed(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let correct = "mutation A($input: CorrectYouthInput!) { correctYouth(input: $input) { userErrors { code } } }";
        let input = json!({ "input": { "youth": chain.youth("Alma"), "givenName": "Annan" } });
        close_log(world, &chain);
        for (query, variables) in [
            (ONE, json!({ "id": chain.youth("Alma") })),
            (ALL, json!({ "id": chain.youth("Alma") })),
            ("{ youths(first: 10) { nodes { id } } }", json!({})),
            (correct, input),
        ] {
            let answer = principal.graphql(query, variables);
            assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{answer:#}");
            assert!(!answer.to_string().contains("Alma"), "{answer:#}");
            let shown = answer["data"].as_object().into_iter().flat_map(|data| data.values());
            assert!(shown.into_iter().all(Value::is_null), "{answer:#}");
        }
        open_log(world, &chain);
        let youth = principal.data(ONE, json!({ "id": chain.youth("Alma") }));
        assert_eq!(youth["youth"]["givenName"], "Alma", "the change was not made");
    }

    fn a_log_that_nobody_touched_is_whole(world: &World) {
        let chain = signed(world);
        chain.signed_in("MENTOR").data(ALL, json!({ "id": chain.youth("Alma") }));
        let verified = verified(world, &chain);
        assert!(verified.is_whole() && verified.entries > 5 && verified.signed_heads > 0, "{verified:?}");
    }

    fn a_changed_entry_is_found(world: &World) {
        let chain = signed(world);
        as_owner(world, &chain, "UPDATE access_log SET actor = 'somebody else' WHERE seq = 3");
        found(world, &chain, 3, Finding::Changed);
    }

    fn a_removed_entry_is_found(world: &World) {
        let chain = signed(world);
        as_owner(world, &chain, "DELETE FROM access_log WHERE seq = 3");
        found(world, &chain, 4, Finding::Gap);
    }

    fn entries_that_changed_places_are_found(world: &World) {
        let chain = signed(world);
        for change in ["seq = -3 WHERE seq = 3", "seq = 3 WHERE seq = 4", "seq = 4 WHERE seq = -3"] {
            as_owner(world, &chain, &format!("UPDATE access_log SET {change}"));
        }
        found(world, &chain, 3, Finding::BrokenLink);
    }

    /// In a system of its own: a log that begins right after a signed end may have been retired, and a test beside this
    /// one may sign any end of a common system.
    fn a_removed_beginning_is_found(world: &World) {
        let world = world.another();
        let chain = signed(&world);
        as_owner(&world, &chain, "DELETE FROM access_log WHERE seq < 3");
        found(&world, &chain, 3, Finding::BeginningMissing);
    }

    /// The chain that is left holds in itself; only the signed end says that there was more.
    fn a_log_that_was_cut_is_found_by_its_signed_end(world: &World) {
        let chain = signed(world);
        let last = verified(world, &chain).last_seq;
        as_owner(world, &chain, &format!("DELETE FROM access_log WHERE seq = {last}"));
        as_owner(
            world,
            &chain,
            &format!(
                "UPDATE access_log_head SET seq = {before}, hash = (SELECT hash FROM access_log WHERE seq = {before})",
                before = last - 1
            ),
        );
        found(world, &chain, last, Finding::SignedEntryMissing);
    }
}

/// The nodes of the log, the newest first.
fn log_of(auditor: &Client, variables: Value) -> Vec<Value> {
    auditor.data(LOG, variables)["accessLog"]["nodes"].as_array().expect("entries").clone()
}

/// A chain whose log has some entries, and its end signed.
fn signed(world: &World) -> Chain<'_> {
    let chain = world.municipality();
    chain.signed_in("PRINCIPAL").data(ALL, json!({ "id": chain.youth("Alma") }));
    world.wait(sign_all(world.parts.access.tenants(), &world.parts.seal(), None));
    chain
}

fn verified(world: &World, chain: &Chain) -> api::access::log::Verified {
    world.wait(world.parts.access.verify_log(&chain.code, &world.parts.seal())).expect("the log is read")
}

#[track_caller]
fn found(world: &World, chain: &Chain, seq: i64, finding: Finding) {
    let problems = verified(world, chain).problems;
    let told = problems.listed.iter().any(|problem| (problem.seq, problem.finding) == (seq, finding));
    assert!(told, "{finding:?} at {seq} in {problems:?}");
}

/// Makes the log unwritable for the server.
fn close_log(world: &World, chain: &Chain) {
    match world.engine {
        Engine::SqliteAndMemory => as_owner(world, chain, "ALTER TABLE access_log RENAME TO elsewhere"),
        Engine::PostgresAndRedis { .. } => {
            as_owner(world, chain, &format!("REVOKE INSERT ON access_log FROM up2_m{}", chain.code));
        }
    }
}

fn open_log(world: &World, chain: &Chain) {
    match world.engine {
        Engine::SqliteAndMemory => as_owner(world, chain, "ALTER TABLE elsewhere RENAME TO access_log"),
        Engine::PostgresAndRedis { .. } => {
            as_owner(world, chain, &format!("GRANT INSERT ON access_log TO up2_m{}", chain.code));
        }
    }
}

/// Sends a statement as somebody who may do anything with the municipality's database.
#[track_caller]
fn as_owner(world: &World, chain: &Chain, sql: &str) {
    match &world.engine {
        Engine::SqliteAndMemory => world.wait(on_file(world, chain, sql)),
        Engine::PostgresAndRedis { owner_url, .. } => {
            let sql = format!("SET search_path TO m{}; {sql}", chain.code);
            psql(owner_url, &sql).expect("the owner may");
        }
    }
}

/// Without the triggers, which bind whoever only has the file's ordinary rights.
async fn on_file(world: &World, chain: &Chain<'_>, sql: &str) {
    let file = world.folder.join(format!("{}.db", chain.code));
    let db = Database::connect(format!("sqlite://{}?mode=rw", file.display())).await.expect("the file opens");
    let triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'access_log%'";
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, triggers);
    if !sql.starts_with("ALTER") {
        for row in db.query_all_raw(statement).await.expect("triggers") {
            let name: String = row.try_get("", "name").expect("a name");
            db.execute_unprepared(&format!("DROP TRIGGER {name}")).await.expect("the trigger goes");
        }
    }
    db.execute_unprepared(sql).await.expect("the owner may");
    db.close().await.expect("the file closes");
}
