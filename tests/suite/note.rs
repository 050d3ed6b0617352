//! Notes: written in a class, changed by revisions alone, with the youth's own view beside.

use entity::municipality::{note, note_revision, youth_case};
use entity::vocabulary::{CaseState, Track};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::chain::derived;
use tests::notes::{self, outcome, read, row_of, write, written};
use tests::{Chain, Client, World, on_both_engines};

const REVISE: &str = "mutation Revise($note: ID!, $version: Int!, $body: String!) {
    reviseNote(input: { note: $note, version: $version, body: $body }) {
        note { body version revisions { version body author { givenName } } } userErrors { field code } } }";
const ANNOTATE: &str = "mutation Annotate($note: ID!, $body: String!) {
    annotateNote(input: { note: $note, body: $body }) {
        note { body version remarks { body recordedBy { givenName } } } userErrors { field code } } }";
const IN_CASE: &str = "mutation InCase($input: WriteNoteInput!) {
    writeNote(input: $input) { note { id case track } userErrors { field code } } }";

on_both_engines! {
    fn every_version_stays_and_the_newest_is_shown(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let payload = write(&mentor, &chain.youth("Alma"), "GENERAL", " Först. ");
        assert_eq!(payload["note"]["body"], "Först.");
        assert_eq!((&payload["note"]["track"], &payload["note"]["version"]), (&json!("COMPULSORY"), &json!(1)));
        let note = payload["note"]["id"].as_str().unwrap().to_owned();
        let revised = revise(&mentor, &note, 1, "Sedan.");
        let by = json!({ "givenName": "MENTOR" });
        assert_eq!(revised["note"], json!({ "body": "Sedan.", "version": 2, "revisions": [
            { "version": 2, "body": "Sedan.", "author": by }, { "version": 1, "body": "Först.", "author": by },
        ] }));
        assert_eq!(read(&chain.signed_in("PRINCIPAL"), &chain.youth("Alma")), Ok(vec!["Sedan.".to_owned()]));
    }

    fn of_two_who_change_the_same_version_one_gets_the_other_back_and_nothing_is_lost(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let note = written(&mentor, &chain.youth("Alma"), "GENERAL", "Först.");
        assert_eq!(outcome(&revise(&mentor, &note, 1, "Min.")), "done");
        let late = revise(&mentor, &note, 1, "Din.");
        assert_eq!(late["userErrors"], json!([{ "field": "input.version", "code": "CONFLICT" }]));
        assert_eq!((&late["note"]["body"], &late["note"]["version"]), (&json!("Min."), &json!(2)));
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let tries: Vec<_> = ["En.", "Två.", "Tre."]
                .map(|body| scope.spawn({ let (mentor, note) = (&mentor, &note); move || revise(mentor, note, 2, body) }))
                .into();
            tries.into_iter().map(|tried| outcome(&tried.join().unwrap()).to_owned()).collect()
        });
        assert_eq!(outcomes.iter().filter(|outcome| *outcome == "done").count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| *outcome == "CONFLICT").count(), 2, "{outcomes:?}");
        assert_eq!(versions(world, &chain, &note), 3);
    }

    fn only_its_writer_changes_a_note(world: &World) {
        let chain = world.municipality();
        let note = written(&chain.signed_in("MENTOR"), &chain.youth("Alma"), "GENERAL", "Mentorns.");
        for role in ["PRINCIPAL", "STUDENT_HEALTH", "SCHOOL_NURSE"] {
            let refused = revise(&chain.signed_in(role), &note, 1, "Annat.");
            assert_eq!(refused["userErrors"], json!([{ "field": "input.note", "code": "NOT_PERMITTED" }]), "{role}");
        }
        let asked = json!({ "note": note, "version": 1, "body": "Annat." });
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").codes(REVISE, asked), ["NOT_FOUND"]);
        assert_eq!(versions(world, &chain, &note), 1);
    }

    fn what_the_youth_says_is_put_beside_and_the_note_stays(world: &World) {
        let chain = world.municipality();
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let note = written(&mentor, &chain.youth("Alma"), "GENERAL", "Sen igen.");
        let said = json!({ "note": note, "body": "Bussen var inställd." });
        let payload = principal.data(ANNOTATE, said)["annotateNote"].take();
        let remark = json!({ "body": "Bussen var inställd.", "recordedBy": { "givenName": "PRINCIPAL" } });
        assert_eq!(payload["note"], json!({ "body": "Sen igen.", "version": 1, "remarks": [remark] }));
        let own = written(&chain.signed_in("STUDENT_HEALTH"), &chain.youth("Alma"), "STUDENT_HEALTH_PSYCHOSOCIAL", "Samtal.");
        assert_eq!(mentor.codes(ANNOTATE, json!({ "note": own, "body": "Nej." })), ["NOT_FOUND"]);
    }

    fn a_note_in_a_class_or_on_a_track_that_is_not_the_writers_is_refused(world: &World) {
        let chain = world.municipality();
        let alma = chain.youth("Alma");
        let code = |role: &str, secrecy: &str| outcome(&write(&chain.signed_in(role), &alma, secrecy, "Ny")).to_owned();
        assert_eq!(code("MENTOR", "STUDENT_SUPPORT"), "NOT_PERMITTED");
        assert_eq!(code("PRINCIPAL", "STUDENT_HEALTH_MEDICAL"), "NOT_PERMITTED");
        assert_eq!(code("SCHOOL_NURSE", "STUDENT_HEALTH_PSYCHOSOCIAL"), "NOT_PERMITTED");
        assert_eq!(code("STUDENT_HEALTH", "KAA"), "NOT_PERMITTED");
        assert_eq!(code("STUDENT_HEALTH", "SOCIAL_SERVICES"), "done");
        let on_kaa = json!({ "youth": alma, "secrecy": "GENERAL", "track": "KAA", "body": "Ny" });
        assert_eq!(in_case(&chain.signed_in("MENTOR"), on_kaa)["userErrors"], json!([{ "field": "input.track", "code": "NOT_PERMITTED" }]));
        for body in ["", "  \n ", &"å".repeat(20_001)] {
            assert_eq!(outcome(&write(&chain.signed_in("MENTOR"), &alma, "GENERAL", body)), "OUT_OF_RANGE");
        }
        assert_eq!(outcome(&write(&chain.signed_in("MENTOR"), &alma, "GENERAL", &"å".repeat(20_000))), "done");
    }

    fn a_note_goes_into_an_open_case_of_the_same_youth_and_follows_its_track(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let open = case(world, &chain, "Alma", Track::UpperSecondary, false);
        let done = case(world, &chain, "Bo", Track::Compulsory, true);
        let ask = |youth: &str, case: &str, track: Value| {
            let input = json!({ "youth": chain.youth(youth), "case": case, "track": track, "secrecy": "GENERAL", "body": "Ny" });
            in_case(&principal, input)
        };
        let written = ask("Alma", &open, Value::Null);
        assert_eq!((&written["note"]["case"], &written["note"]["track"]), (&json!(open), &json!("UPPER_SECONDARY")), "{written:#}");
        assert_eq!(outcome(&ask("Alma", &open, json!("COMPULSORY"))), "INVALID");
        assert_eq!(outcome(&ask("Cleo", &open, Value::Null)), "NOT_FOUND");
        assert_eq!(outcome(&ask("Bo", &done, Value::Null)), "CLOSED");
        let list = |filter: Value| {
            let query = "query List($youth: ID!, $filter: NoteFilter) { notes(youth: $youth, filter: $filter, first: 10) { totalCount } }";
            principal.data(query, json!({ "youth": chain.youth("Alma"), "filter": filter }))["notes"]["totalCount"].take()
        };
        notes::written(&principal, &chain.youth("Alma"), "STUDENT_SUPPORT", "Stöd");
        assert_eq!(list(json!({})), 2);
        assert_eq!(list(json!({ "case": open })), 1);
        assert_eq!(list(json!({ "secrecy": "STUDENT_SUPPORT" })), 1);
        assert_eq!(list(json!({ "track": "KAA" })), 0);
    }

    fn pages_go_from_the_newest_to_the_oldest_and_back(world: &World) {
        let chain = world.municipality();
        let (principal, alma) = (chain.signed_in("PRINCIPAL"), chain.youth("Alma"));
        for n in 1..=5 {
            written(&principal, &alma, "GENERAL", &n.to_string());
        }
        let query = "query Page($youth: ID!, $after: String) { notes(youth: $youth, first: 2, after: $after) {
            nodes { body } pageInfo { endCursor hasNextPage } } }";
        let (mut all, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = principal.data(query, json!({ "youth": alma, "after": after }))["notes"].take();
            all.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["body"].as_str().unwrap().to_owned()));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(all, ["5", "4", "3", "2", "1"]);
        let oldest = "query Oldest($youth: ID!) { notes(youth: $youth, last: 2) { nodes { body } } }";
        let oldest = principal.data(oldest, json!({ "youth": alma }))["notes"]["nodes"].take();
        assert_eq!(oldest, json!([{ "body": "2" }, { "body": "1" }]));
    }

    fn notes_of_a_page_of_youths_take_as_many_statements_whatever_its_length(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        let (principal, nurse) = (chain.signed_in("PRINCIPAL"), chain.signed_in("SCHOOL_NURSE"));
        for youth in ["Alma", "Bo", "Cleo", "Dag"] {
            for client in [&principal, &nurse] {
                let note = written(client, &chain.youth(youth), "GENERAL", "Ny");
                assert_eq!(outcome(&notes::share(client, &note, json!({ "toRole": "MENTOR" }))), "done");
                notes::recorded(client, &chain.youth(youth), json!({}));
            }
        }
        let query = "query Notes($first: Int!) { youths(first: $first) { nodes {
            notes { body author { givenName } youth { givenName } revisions { body author { givenName } } remarks { body }
                shares { isInForce toRole sharedBy { givenName } } }
            consents { isInForce recordedBy { givenName } youth { givenName } } } } }";
        let counts = [1, 4].map(|first| {
            world.fewest_statements(|| {
                let data = principal.data(query, json!({ "first": first }));
                let notes = data["youths"]["nodes"][0]["notes"].as_array().map(Vec::len);
                assert_eq!(notes, Some(2), "{data:#}");
            })
        });
        assert!(counts[1] < counts[0] + 5, "statements for 1 and 4 youths: {counts:?}");
    }
}

#[track_caller]
fn revise(client: &Client, note: &str, version: i32, body: &str) -> Value {
    client.data(REVISE, json!({ "note": note, "version": version, "body": body }))["reviseNote"].take()
}

#[track_caller]
fn in_case(client: &Client, input: Value) -> Value {
    client.data(IN_CASE, json!({ "input": input }))["writeNote"].take()
}

/// How many versions are kept of a note; each is sealed, and so is the note.
fn versions(world: &World, chain: &Chain<'_>, note: &str) -> u64 {
    let id = row_of(note);
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        let row = note::Entity::find_by_id(id).one(&tx).await.expect("a note").expect("a note");
        let opened = grant.keys().columns.open_text("note.body", &row.body).expect("it opens in its place");
        assert!(!String::from_utf8_lossy(&row.body).contains(&opened), "a note is sealed");
        let kept = note_revision::Entity::find().filter(note_revision::Column::NoteId.eq(id));
        kept.count(&tx).await.expect("a count")
    })
}

/// A case of a youth; its global id.
fn case(world: &World, chain: &Chain<'_>, name: &str, track: Track, is_closed: bool) -> String {
    use api::support::page::{GlobalId, Kind};
    let (id, now) = (derived(chain.row(name), "case"), world.clock.now());
    let row = youth_case::Model {
        id,
        youth_id: chain.row(name),
        track,
        state: if is_closed { CaseState::Closed } else { CaseState::Mapping },
        owner_unit_id: chain.row("skola 1"),
        responsible_id: None,
        consent_id: None,
        opened_by: None,
        opened_at: now,
        closed_at: is_closed.then_some(now),
        closing_reason: None,
        version: 1,
    };
    notes::arrange(world, chain, async |grant| {
        let tx = grant.begin().await.expect("a transaction");
        youth_case::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await
    });
    GlobalId::write(Kind::Case, &chain.code, id).to_string()
}
