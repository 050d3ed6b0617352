//! The youth's rights: an extract holds everything, an erasure leaves nothing, and figures stay as they were.
//!
//! Long because one arranged person serves all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use api::access::Job;
use api::access::tenants::{self, Owner};
use api::domain::rights::carry_out::{CarriedOut, carry_out};
use api::domain::rights::{deletion, tables};
use sea_orm::{
    ConnectionTrait, Database, DbBackend, IsolationLevel, Statement, TransactionTrait, Value as Db,
};
use serde_json::{Value, json};
use tests::chain::derived;
use tests::psql::{login_of, psql};
use tests::rights::{Owned, Subject, found_in};
use tests::world::Engine;
use tests::{Chain, Client, World, on_both_engines};

const GIVEN: &str = "Zebulonix";
const FAMILY: &str = "Kvarnqvistmo";
const WHY: &str = "Begäran av den registrerade";

const EXTRACT: &str =
    "query Extract($youth: ID!, $reason: String) { subjectExtract(youth: $youth, reason: $reason) {
    needsReview reads json html sections { recordType title rows needsReview } } }";
const DRY_RUN: &str = "query Dry($youth: ID!) {
    erasureDryRun(youth: $youth) { isHeld comesBack records { recordType rows } } }";
const PROPOSE: &str = "mutation Propose($youth: ID!, $reason: String!) {
    proposeErasure(input: { youth: $youth, reason: $reason }) {
        erasure { id state youth reason records { rows } } userErrors { code } } }";
const APPROVE: &str = "mutation Approve($id: ID!) { approveErasure(input: { erasure: $id }) {
    erasure { state } userErrors { code } } }";
const REFUSE: &str = "mutation Refuse($id: ID!) { refuseErasure(input: { erasure: $id }) {
    erasure { state } userErrors { code } } }";
const HOLD: &str = "mutation Hold($youth: ID!, $reason: String!) {
    placeHold(input: { youth: $youth, reason: $reason }) { hold { id liftedAt } userErrors { code } } }";
const LIFT: &str = "mutation Lift($id: ID!) { liftHold(input: { hold: $id }) { userErrors { code } } }";
const ERASURES: &str = "{ erasures(first: 10) { nodes { kind state youth reason carriedOutAt cleanedAt
    records { recordType rows } } } }";
const FIGURES: &str = "{ processFigures(schoolYear: \"2025/26\") { kind label n } }";
const RULE: &str = "mutation Rule($type: String!, $months: Int!, $active: Boolean!, $version: Int!) {
    setRetentionRule(input: { recordType: $type, months: $months, active: $active, version: $version }) {
        rule { months active version } userErrors { code } } }";
const RETENTION: &str = "{ retentionDryRun { recordType rows } }";
const PROPOSE_RUN: &str = "mutation { proposeRetentionRun(input: {}) {
    erasure { id records { recordType rows } } userErrors { code } } }";
const APPROVE_RUN: &str = "mutation Approve($id: ID!) { approveRetentionRun(input: { erasure: $id }) {
    erasure { state } userErrors { code } } }";

on_both_engines! {
    /// Extract, erasure and retention go by one list: what is not on it would be forgotten by all three.
    fn every_table_with_a_youth_is_on_the_list(world: &World) {
        let chain = world.municipality();
        let (columns, references) = world.wait(async {
            let owned = Owned::open(world, &chain).await;
            (owned.columns().await, deletion::references(&owned.database).await.unwrap())
        });
        // The log's link to the youth is taken by the owner, and stands beside the chain.
        let of_the_log = ["access_subject"];
        let names_a_youth = |columns: &BTreeSet<String>| {
            columns.iter().any(|name| name.ends_with("youth_id") || name.ends_with("civic_hash"))
        };
        let real: BTreeSet<&str> = columns
            .iter()
            .filter(|(table, columns)| names_a_youth(columns) && !of_the_log.contains(&table.as_str()))
            .map(|(table, _)| table.as_str())
            .collect();
        let listed: Vec<&str> = tables::all().iter().map(|table| table.name).collect();
        assert_eq!(real, listed.iter().copied().collect(), "left: the database; right: rights/tables.rs");
        let place = |name: &str| listed.iter().position(|table| *table == name);
        for (child, column, parent) in &references {
            if let (Some(child_at), Some(parent_at)) = (place(child), place(parent)) {
                assert!(child_at >= parent_at, "{child}.{column} refers to {parent}: list {child} after it");
            }
        }
    }

    fn one_person_is_extracted_and_erased_and_nothing_is_left(world: &World) {
        let chain = world.municipality();
        let (officer, director) = (chain.signed_in("DATA_PROTECTION_OFFICER"), chain.signed_in("DIRECTOR"));
        let alma = json!({ "youth": chain.youth("Alma"), "reason": WHY });
        let owned = world.wait(arranged(world, &chain));
        chain.signed_in("PRINCIPAL").data("query($youth: ID!) { youth(id: $youth) { givenName guardians { name } } }",
            json!({ "youth": chain.youth("Alma") }));

        assert_extract_is_whole(&officer.data(EXTRACT, alma.clone())["subjectExtract"]);
        let needles = world.wait(needles(&owned, &chain));
        let before = owned.found(world, &needles);
        for (what, _) in &needles {
            assert!(before.iter().any(|found| found.starts_with(what)), "the search would not find {what}: {before:?}");
        }
        let figures = figures(&director);
        assert_eq!(figures.get("CASES_OPENED COMPULSORY"), Some(&json!(13)), "{figures:?}");
        assert_eq!(figures.get("KAA_ENTRIES "), Some(&json!(13)), "{figures:?}");

        let dry = officer.data(DRY_RUN, alma.clone())["erasureDryRun"].take();
        let counted: BTreeSet<_> = dry["records"].as_array().unwrap().iter().map(|count| count["recordType"].as_str().unwrap()).collect();
        assert_eq!(counted, tables::all().iter().map(|table| table.name).collect());
        assert_eq!(dry["isHeld"], true);
        assert_eq!(officer.data(PROPOSE, alma.clone())["proposeErasure"]["userErrors"][0]["code"], "CONDITION_NOT_MET");
        world.wait(owned.run("DELETE FROM legal_hold", vec![]));
        world.wait(owned.run("DELETE FROM erasure", vec![]));

        let proposed = officer.data(PROPOSE, alma.clone())["proposeErasure"].take();
        assert_eq!(proposed["userErrors"], json!([]), "{proposed:#}");
        assert_eq!(proposed["erasure"]["reason"], WHY);
        assert_eq!(officer.data(PROPOSE, alma.clone())["proposeErasure"]["userErrors"][0]["code"], "TAKEN");
        let id = json!({ "id": proposed["erasure"]["id"] });
        assert_eq!(officer.data(APPROVE, id.clone())["approveErasure"]["userErrors"][0]["code"], "OWN_DEED");
        assert_eq!(run(world, &chain).done, 0, "nobody but the proposer has decided");
        let approved = director.data(APPROVE, id.clone())["approveErasure"].take();
        assert_eq!(approved, json!({ "erasure": { "state": "APPROVED" }, "userErrors": [] }));
        assert_eq!(director.data(APPROVE, id.clone())["approveErasure"]["userErrors"][0]["code"], "IMPOSSIBLE_TRANSITION");

        let hold = officer.data(HOLD, alma.clone())["placeHold"].take();
        assert_eq!(hold["userErrors"], json!([]));
        assert_eq!(run(world, &chain), CarriedOut { held: 1, ..CarriedOut::default() });
        officer.data(LIFT, json!({ "id": hold["hold"]["id"] }));
        let done = run(world, &chain);
        assert!(done.done == 1 && done.held == 0 && done.cleaned && done.rows > 20, "{done:?}");

        let left = owned.found(world, &needles);
        assert!(left.is_empty(), "left after the erasure: {left:#?}");
        assert_eq!(officer.codes(EXTRACT, alma), ["NOT_FOUND"]);
        let told = officer.data(ERASURES, json!({}))["erasures"]["nodes"][0].take();
        assert_eq!((&told["state"], &told["youth"], &told["reason"]), (&json!("CARRIED_OUT"), &Value::Null, &Value::Null));
        assert!(told["cleanedAt"].is_string() && told["records"].as_array().unwrap().len() > 10, "{told:#}");
        assert_eq!(self::figures(&director), figures, "counts live on, people do not");
        let log = world.wait(world.parts.access.verify_log(&chain.code, &world.parts.seal())).unwrap();
        assert!(log.is_whole(), "{log:?}");
        assert_eq!(run(world, &chain), CarriedOut::default(), "it is done once");
    }

    /// Of every row that came from a register, and not only of the person's own.
    fn reports_of_imports_name_no_row_of_the_erased_any_more(world: &World) {
        let chain = world.municipality();
        let sourced = [
            "youth", "guardian", "enrolment", "group_membership", "attendance", "school_result", "completion", "term_record",
        ];
        let listed = tables::all().into_iter().filter(|table| table.has_source).map(|table| table.name);
        assert_eq!(listed.collect::<BTreeSet<_>>(), BTreeSet::from(sourced));
        let owned = world.wait(Owned::open(world, &chain));
        let of_alma = sourced.map(|table| derived(chain.row("Alma"), table).to_string());
        let of_bo = derived(chain.row("Bo"), "youth").to_string();
        let report = |ids: &[String]| json!({ "reasons": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }).to_string();
        world.wait(async {
            let (source, now): (Db, Db) = (derived(chain.row("Alma"), "source").into(), world.clock.now().into());
            let new = "INSERT INTO source (id, name, dialect, municipality_codes, created_at) VALUES ($1, 'register', 'C', '', $2)";
            owned.run(new, vec![source.clone(), now.clone()]).await;
            let run = "INSERT INTO import_run (id, source_id, started_at, report) VALUES ($1, $1, $2, $3)";
            let told = report(&[&of_alma[..], std::slice::from_ref(&of_bo)].concat());
            owned.run(run, vec![source, now, told.into()]).await;
            for (table, columns, values) in [
                ("completion", "began_on", "'2025-08-18'"),
                (
                    "term_record",
                    "term, school_type, valid_minutes, invalid_minutes, reported_minutes, offered_minutes",
                    "'2025HT', 'GR', 0, 0, 0, 0",
                ),
            ] {
                let new = format!(
                    "INSERT INTO {table} (id, youth_id, unit_id, {columns}) SELECT $1, $2, (SELECT id FROM unit LIMIT 1), {values}"
                );
                owned.run(&new, vec![api::support::ids::random_id().into(), chain.row("Alma").into()]).await;
            }
            for (table, id) in sourced.iter().zip(&of_alma) {
                let youth = if *table == "youth" { "id" } else { "youth_id" };
                let known = format!("UPDATE {table} SET source_ref = $1 WHERE {youth} = $2");
                owned.run(&known, vec![id.clone().into(), chain.row("Alma").into()]).await;
            }
        });
        let ids: Vec<_> = sourced.into_iter().zip(of_alma.iter().map(|id| id.clone().into_bytes())).collect();
        let before = owned.found(world, &ids);
        assert!(sourced.iter().all(|table| before.iter().any(|found| found.starts_with(table))), "{before:?}");
        let ask = json!({ "youth": chain.youth("Alma"), "reason": WHY });
        let proposed = chain.signed_in("DATA_PROTECTION_OFFICER").data(PROPOSE, ask)["proposeErasure"].take();
        chain.signed_in("DIRECTOR").data(APPROVE, json!({ "id": proposed["erasure"]["id"] }));
        assert_eq!(run(world, &chain).done, 1);
        assert_eq!(owned.found(world, &ids), BTreeSet::new());
        let kept = world.wait(owned.rows("SELECT report FROM import_run", vec![]))[0].try_get::<String>("", "report").unwrap();
        assert_eq!(kept, report(&[vec!["erased".to_owned(); sourced.len()], vec![of_bo]].concat()));
    }

    /// Killed after the rows went and before the files were clean, the next run goes on there.
    fn an_erasure_cut_off_before_it_was_clean_is_made_clean_by_the_next_run(world: &World) {
        let chain = world.municipality();
        let proposed = chain.signed_in("DATA_PROTECTION_OFFICER")
            .data(PROPOSE, json!({ "youth": chain.youth("Bo"), "reason": WHY }))["proposeErasure"].take();
        chain.signed_in("DIRECTOR").data(APPROVE, json!({ "id": proposed["erasure"]["id"] }));
        assert_eq!(run(world, &chain).done, 1);
        world.wait(async {
            Owned::open(world, &chain).await.run("UPDATE erasure SET cleaned_at = NULL", vec![]).await;
        });
        assert_eq!(run(world, &chain), CarriedOut { cleaned: true, ..CarriedOut::default() });
        assert_eq!(run(world, &chain), CarriedOut::default());
    }

    fn a_refused_erasure_takes_nothing(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("DATA_PROTECTION_OFFICER");
        let ask = json!({ "youth": chain.youth("Bo"), "reason": WHY });
        assert_eq!(officer.data(PROPOSE, json!({ "youth": chain.youth("Bo"), "reason": "kort" }))["proposeErasure"]["userErrors"][0]["code"], "OUT_OF_RANGE");
        let proposed = officer.data(PROPOSE, ask.clone())["proposeErasure"].take();
        let refused = chain.signed_in("DIRECTOR").data(REFUSE, json!({ "id": proposed["erasure"]["id"] }));
        assert_eq!(refused["refuseErasure"]["erasure"]["state"], "REFUSED");
        assert_eq!(run(world, &chain), CarriedOut::default());
        assert_eq!(officer.data(EXTRACT, ask)["subjectExtract"]["needsReview"], false);
        for role in ["MENTOR", "PRINCIPAL", "ADMINISTRATOR", "AUDITOR"] {
            let codes = chain.signed_in(role).codes(PROPOSE, json!({ "youth": chain.youth("Bo"), "reason": WHY }));
            assert_eq!(codes, ["FORBIDDEN"], "{role}");
        }
    }

    fn a_protected_person_is_extracted_for_a_reason_and_tells_no_place(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("DATA_PROTECTION_OFFICER");
        let eja = chain.youth("Eja");
        assert_eq!(officer.codes(EXTRACT, json!({ "youth": eja })), ["REASON_REQUIRED"]);
        assert_eq!(officer.codes(EXTRACT, json!({ "youth": eja, "reason": "kort" })), ["BAD_USER_INPUT"]);
        let whole = officer.speaking("en").data(EXTRACT, json!({ "youth": eja, "reason": WHY }))["subjectExtract"].take();
        let (page, data) = (whole["html"].as_str().unwrap(), whole["json"].as_str().unwrap());
        for place in ["enhet 1", "skola 1", "7A", "MA7"] {
            assert!(!page.contains(place) && !data.contains(place), "{place}");
        }
        assert!(page.contains("Extract of personal data") && page.contains("not shown (protected)"));
        let data: Value = serde_json::from_str(data).unwrap();
        let reads = chain.signed_in("AUDITOR").data("query($youth: ID!) { accessLog(first: 9, youth: $youth) { nodes { action reason } } }", json!({ "youth": eja }));
        assert_eq!(reads["accessLog"]["nodes"][0], json!({ "action": "EXTRACT_SUBJECT", "reason": WHY }));
        let readers = data["readers"].as_array().unwrap();
        assert!(readers.iter().all(|reader| reader["roles"] == json!(["DATA_PROTECTION_OFFICER"])), "{readers:?}");
    }

    /// What is encrypted under its key can be read nowhere any more, so the key must be nowhere either.
    fn a_destroyed_municipality_leaves_neither_key_nor_database(world: &World) {
        let code = world.new_municipality();
        let key = world.wait(world.parts.access.tenants().registry().municipality(&code)).unwrap().data_key;
        assert!(!key_in_registry(world, &key).is_empty(), "the search would not find it");
        world.wait(tenants::destroy(&world.operator, &code)).unwrap();
        assert!(world.wait(world.parts.access.job(Job::CommandLine, &code)).is_err());
        assert_eq!(key_in_registry(world, &key), BTreeSet::new());
        match &world.engine {
            Engine::SqliteAndMemory => assert!(!world.folder.join(format!("{code}.db")).exists()),
            Engine::PostgresAndRedis { owner_url, .. } => {
                let left = format!("SELECT nspname FROM pg_namespace WHERE nspname = 'm{code}' \
                    UNION SELECT rolname FROM pg_roles WHERE rolname = 'up2_m{code}'");
                assert_eq!(psql(owner_url, &left).unwrap(), "");
            }
        }
        assert!(world.wait(tenants::destroy(&world.operator, &code)).is_err(), "there is none any more");
        let again = world.wait(tenants::add(&world.operator, &code, None, world.clock.now())).unwrap();
        assert!(again.outcome.is_ok(), "{again:?}");
    }

    fn what_is_due_goes_by_two_people_and_nobody_under_a_hold(world: &World) {
        let chain = world.municipality();
        let (officer, director) = (chain.signed_in("DATA_PROTECTION_OFFICER"), chain.signed_in("DIRECTOR"));
        let rule = |months: i32, version: i32| {
            officer.data(RULE, json!({ "type": "attendance", "months": months, "active": true, "version": version }))["setRetentionRule"].take()
        };
        assert_eq!(officer.data(RETENTION, json!({}))["retentionDryRun"], json!([]), "no rule is active by itself");
        assert_eq!(officer.data(PROPOSE_RUN, json!({}))["proposeRetentionRun"]["userErrors"][0]["code"], "CONDITION_NOT_MET");
        assert_eq!(rule(0, 0)["userErrors"][0]["code"], "OUT_OF_RANGE");
        assert_eq!(rule(2, 0)["rule"], json!({ "months": 2, "active": true, "version": 1 }));
        let conflict = rule(1, 0);
        assert_eq!((&conflict["userErrors"][0]["code"], &conflict["rule"]["months"]), (&json!("CONFLICT"), &json!(2)));
        assert_eq!(rule(1, 1)["rule"]["version"], 2);
        // Of ten weeks before 2025-11-24, those before 2025-10-24 are six; ten memberships and one row each.
        let due = |n: u64| json!([{ "recordType": "attendance", "rows": n }]);
        let all = officer.data(RETENTION, json!({}))["retentionDryRun"].take();
        officer.data(HOLD, json!({ "youth": chain.youth("Frej"), "reason": WHY }));
        let rows = all[0]["rows"].as_u64().unwrap() - 6;
        assert_eq!(officer.data(RETENTION, json!({}))["retentionDryRun"], due(rows), "{all}");
        let proposed = officer.data(PROPOSE_RUN, json!({}))["proposeRetentionRun"].take();
        assert_eq!(proposed["erasure"]["records"], due(rows));
        let id = json!({ "id": proposed["erasure"]["id"] });
        assert_eq!(officer.data(APPROVE_RUN, id.clone())["approveRetentionRun"]["userErrors"][0]["code"], "OWN_DEED");
        assert_eq!(director.data(APPROVE, id.clone())["approveErasure"]["userErrors"][0]["code"], "IMPOSSIBLE_TRANSITION");
        assert_eq!(director.data(APPROVE_RUN, id)["approveRetentionRun"]["userErrors"], json!([]));
        assert_eq!(run(world, &chain), CarriedOut { done: 1, rows, held: 0, cleaned: true });
        assert_eq!(officer.data(RETENTION, json!({}))["retentionDryRun"], json!([]));
    }
}

fn key_in_registry(world: &World, key: &[u8]) -> BTreeSet<String> {
    found_in(world, "registry", &[("key", key.to_vec())])
}

/// Carries out what is approved, as the operator's command does.
fn run(world: &World, chain: &Chain<'_>) -> CarriedOut {
    world.wait(async {
        let owner = Owner::open(&world.operator, &chain.code).await.expect("the owner");
        let done = carry_out(&owner, world.clock.now(), world.clock.today()).await.expect("no fault");
        owner.close().await;
        done
    })
}

/// Alma under a name of her own with a row in every table, and twelve others who are counted beside her.
async fn arranged(world: &World, chain: &Chain<'_>) -> Owned {
    let owned = Owned::open(world, chain).await;
    let id = chain.row("Alma");
    let renamed = "UPDATE youth SET given_name = $1, family_name = $2, sort_name = $3 WHERE id = $4";
    let sorted = entity::text::sort_name(GIVEN, FAMILY);
    owned.run(renamed, vec![GIVEN.into(), FAMILY.into(), sorted.into(), id.into()]).await;
    let civic_hash = owned.bytes("SELECT civic_hash FROM youth WHERE id = $1", vec![id.into()]).await;
    let (colleague, grant) = (chain.row("MENTOR"), chain.grant().await);
    let subject =
        |id, word| Subject { id, civic_hash: civic_hash.clone(), colleague, word, grant: grant.clone() };
    owned.fill(&subject(id, FAMILY)).await;
    owned.fill(&Subject { civic_hash: vec![1], ..subject(chain.row("Bo"), "annan") }).await;
    owned.run("UPDATE legal_hold SET lifted_at = NULL", vec![]).await;
    let now: Db = world.clock.now().into();
    for _ in 0..11 {
        let ids = || vec![api::support::ids::random_id().into(), chain.row("Bo").into(), now.clone()];
        let case = "INSERT INTO youth_case (id, youth_id, track, state, owner_unit_id, opened_at, closed_at, version) \
                    SELECT $1, $2, 'COMPULSORY', 'CLOSED', (SELECT id FROM unit LIMIT 1), $3, $3, 1";
        owned.run(case, ids()).await;
        let entry = "INSERT INTO kaa_entry (id, youth_id, registered_on, ended_on, reason, version, created_at) \
                     SELECT $1, $2, '2025-11-24', '2025-11-24', 'X', 1, $3";
        owned.run(entry, ids()).await;
    }
    owned
}

/// What must be nowhere after the erasure.
async fn needles(owned: &Owned, chain: &Chain<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let id = chain.row("Alma");
    let of = |sql: &'static str| owned.bytes(sql, vec![id.into()]);
    vec![
        ("given name", GIVEN.as_bytes().to_vec()),
        ("family name", FAMILY.as_bytes().to_vec()),
        ("sorted name", entity::text::fold(FAMILY).into_bytes()),
        ("id", id.as_bytes().to_vec()),
        ("hash of the civic number", of("SELECT civic_hash FROM youth WHERE id = $1").await),
        ("civic number", of("SELECT civic_number FROM youth WHERE id = $1").await),
        ("key of the reasons", of("SELECT data_key FROM access_subject WHERE youth_id = $1").await),
        ("guardian", of("SELECT name FROM guardian WHERE youth_id = $1").await),
        ("note", of("SELECT body FROM note WHERE youth_id = $1").await),
        ("consent", of("SELECT scope FROM consent WHERE youth_id = $1").await),
    ]
}

fn figures(client: &Client) -> BTreeMap<String, Value> {
    let told = client.data(FIGURES, json!({}))["processFigures"].take();
    let one = |figure: &Value| {
        let label = figure["label"].as_str().unwrap_or_default();
        (format!("{} {label}", figure["kind"].as_str().unwrap()), figure["n"].clone())
    };
    told.as_array().unwrap().iter().map(one).collect()
}

/// Every listed table is in it, every sealed text opened, and who has read it.
#[track_caller]
fn assert_extract_is_whole(extract: &Value) {
    let data: Value = serde_json::from_str(extract["json"].as_str().unwrap()).unwrap();
    let sections = data["records"].as_array().unwrap();
    let told: BTreeSet<_> = sections.iter().map(|section| section["table"].as_str().unwrap()).collect();
    assert_eq!(told, tables::all().iter().map(|table| table.name).collect());
    let text = data.to_string();
    assert!(!text.contains("unreadable"), "{data:#}");
    let youth = &sections[0]["rows"][0]["values"];
    assert_eq!(
        (&youth["given_name"], &youth["civic_number"]),
        (&json!(GIVEN), &json!(tests::chain::CIVIC_NUMBER))
    );
    for said in [
        "Ida Prov",
        "Kvarnqvistmo note.body",
        "Kvarnqvistmo consent.scope",
        "Kvarnqvistmo break_glass.reason",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("civic_hash") && !text.contains("sort_name"));
    let guardians = extract["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["recordType"] == "guardian")
        .unwrap();
    assert_eq!((&extract["needsReview"], &guardians["needsReview"]), (&json!(true), &json!(1)));
    let reader =
        data["readers"].as_array().unwrap().iter().find(|reader| reader["action"] == "READ_CONTACT").unwrap();
    assert_eq!(reader["roles"], json!(["PRINCIPAL"]), "{reader}");
    let page = extract["html"].as_str().unwrap();
    for said in
        ["Registerutdrag", "Vem som tagit del", "Sekretessprövas", "Kvarnqvistmo note.body", "READ_CONTACT"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("http") && !page.contains("<script") && !page.contains("src="));
}

/// What a request that began before the deletion may still see stays in the files until the request has ended. Of the
/// sessions of serving logins PostgreSQL tells the owner less than of its own.
#[test]
fn an_erasure_is_not_called_clean_while_a_serving_login_still_reads_on_postgres_and_redis() {
    // Of its own: the search looks into every schema of the database, and another test's person has the same name.
    let world = &World::postgres().another();
    let Engine::PostgresAndRedis { owner_url, .. } = &world.engine else { panic!("PostgreSQL only") };
    let chain = world.municipality();
    let read = "query Read($youth: ID!) { youth(id: $youth) { givenName } }";
    chain.signed_in("PRINCIPAL").data(read, json!({ "youth": chain.youth("Alma") }));
    let owned = world.wait(arranged(world, &chain));
    let needles = world.wait(needles(&owned, &chain));
    world.wait(owned.run("DELETE FROM legal_hold", vec![]));
    world.wait(owned.run("DELETE FROM erasure", vec![]));
    let ask = json!({ "youth": chain.youth("Alma"), "reason": WHY });
    let proposed =
        chain.signed_in("DATA_PROTECTION_OFFICER").data(PROPOSE, ask)["proposeErasure"]["erasure"].take();
    chain.signed_in("DIRECTOR").data(APPROVE, json!({ "id": proposed["id"] }));
    let login = login_of(world, &chain.code, owner_url);
    world.wait(async {
        let serving = Database::connect(login).await.unwrap();
        let reading = serving.begin_with_config(Some(IsolationLevel::RepeatableRead), None).await.unwrap();
        let seen =
            reading.query_all_raw(Statement::from_string(DbBackend::Postgres, "SELECT id FROM youth")).await;
        assert_eq!(seen.unwrap().len(), 8);
        let mut erasing = Box::pin(async {
            let owner = Owner::open(&world.operator, &chain.code).await.unwrap();
            carry_out(&owner, world.clock.now(), world.clock.today()).await.unwrap()
        });
        let early = tokio::time::timeout(Duration::from_secs(5), &mut erasing).await;
        assert!(early.is_err(), "clean, though somebody still reads: {early:?}");
        assert!(owned.rows("SELECT id FROM erasure WHERE cleaned_at IS NOT NULL", vec![]).await.is_empty());
        reading.rollback().await.unwrap();
        let done = erasing.await;
        assert!(done.done == 1 && done.cleaned, "{done:?}");
    });
    assert_eq!(owned.found(world, &needles), BTreeSet::new());
}

/// An operator runs it each night.
#[test]
fn the_command_carries_out_what_is_approved() {
    let installation = tests::command::Installation::new();
    installation.done(&["municipality", "add", "0180"]);
    assert_eq!(installation.done(&["erasures", "run"]).trim(), "0180: 0 carried out, 0 rows");
    assert_eq!(
        installation.done(&["erasures", "run", "--municipality", "0180"]).trim(),
        "0180: 0 carried out, 0 rows"
    );
    assert!(!installation.run(&["erasures", "run", "--municipality", "0483"]).ok);
    assert!(!installation.run(&["municipality", "erase", "0180", "--yes", "0181"]).ok);
    assert!(installation.done(&["municipality", "erase", "0180", "--yes", "0180"]).contains("destroyed"));
    assert_eq!(installation.done(&["municipality", "list"]), "");
}
