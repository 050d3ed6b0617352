//! Notes, consents and shares, as a front-end makes them, and the rows that only time or a register would make.

use api::access::Grant;
use api::support::ids;
use api::support::page::{GlobalId, Kind};
use chrono::{Days, NaiveDate};
use entity::municipality::{consent, kaa_entry, note, youth, youth_case};
use entity::vocabulary::{CaseState, ConsentGiver, ConsentPurpose, Secrecy, Track};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::World;
use crate::chain::{Chain, derived};
use crate::client::Client;

/// The payload of `writeNote` without a case; the track is left to the rule.
#[track_caller]
pub fn write(client: &Client, youth: &str, secrecy: &str, body: &str) -> Value {
    let query = "mutation Write($youth: ID!, $secrecy: Secrecy!, $body: String!) {
        writeNote(input: { youth: $youth, secrecy: $secrecy, body: $body }) {
            note { id track secrecy body version } userErrors { field code } } }";
    let input = json!({ "youth": youth, "secrecy": secrecy, "body": body });
    client.data(query, input)["writeNote"].take()
}

/// The global id of a note that is written.
#[track_caller]
pub fn written(client: &Client, youth: &str, secrecy: &str, body: &str) -> String {
    let payload = write(client, youth, secrecy, body);
    payload["note"]["id"].as_str().unwrap_or_else(|| panic!("not written: {payload:#}")).to_owned()
}

/// What the notes about a youth say, the newest first, or the code of the error.
pub fn read(client: &Client, youth: &str) -> Result<Vec<String>, String> {
    let query = "query Read($youth: ID!) { notes(youth: $youth, first: 100) { totalCount nodes { body } } }";
    let answer = client.graphql(query, json!({ "youth": youth }));
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        return Err(code.to_owned());
    }
    let nodes = answer["data"]["notes"]["nodes"].as_array().cloned().unwrap_or_default();
    assert_eq!(answer["data"]["notes"]["totalCount"], nodes.len(), "what is counted is what is read");
    Ok(nodes.iter().map(|node| node["body"].as_str().unwrap_or_default().to_owned()).collect())
}

/// The code with which a note by its id is refused, or what it says.
pub fn by_id(client: &Client, note: &str) -> Result<String, String> {
    let query = "query ById($id: ID!) { node(id: $id) { ... on Note { body } } }";
    let answer = client.graphql(query, json!({ "id": note }));
    match answer["errors"][0]["extensions"]["code"].as_str() {
        Some(code) => Err(code.to_owned()),
        None => Ok(answer["data"]["node"]["body"].as_str().unwrap_or_default().to_owned()),
    }
}

/// The payload of `recordConsent`; `more` goes over what is usual.
#[track_caller]
pub fn record(client: &Client, youth: &str, more: Value) -> Value {
    let query = "mutation Record($input: RecordConsentInput!) { recordConsent(input: $input) {
        consent { id endsOn isInForce givenBy } userErrors { field code } } }";
    let mut input = json!({
        "youth": youth, "purpose": "SHARE_INFORMATION", "givenBy": "YOUTH", "scope": "En anteckning",
        "receiver": "Rektor", "startsOn": "2025-11-24", "track": "COMPULSORY",
    });
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        input[name] = value;
    }
    client.data(query, json!({ "input": input }))["recordConsent"].take()
}

/// The global id of a consent that is recorded.
#[track_caller]
pub fn recorded(client: &Client, youth: &str, more: Value) -> String {
    let payload = record(client, youth, more);
    payload["consent"]["id"].as_str().unwrap_or_else(|| panic!("not recorded: {payload:#}")).to_owned()
}

/// The payload of `withdrawConsent`.
#[track_caller]
pub fn withdraw(client: &Client, consent: &str) -> Value {
    let query = "mutation Withdraw($consent: ID!) { withdrawConsent(input: { consent: $consent }) {
        consent { withdrawnAt } userErrors { code } } }";
    client.data(query, json!({ "consent": consent }))["withdrawConsent"].take()
}

/// The payload of `shareClassified` of a note; `more` says with whom and goes over the usual ground of law.
#[track_caller]
pub fn share(client: &Client, note: &str, more: Value) -> Value {
    let query = "mutation Share($input: ShareClassifiedInput!) { shareClassified(input: $input) {
        share { id isInForce object kind } userErrors { field code } } }";
    let mut input = json!({ "object": note, "ground": "LAW", "reason": "OSL 10 kap. 27 §, för planen" });
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        input[name] = value;
    }
    client.data(query, json!({ "input": input }))["shareClassified"].take()
}

/// The code of the first user error of a payload, or "done".
pub fn outcome(payload: &Value) -> &str {
    payload["userErrors"][0]["code"].as_str().unwrap_or("done")
}

/// Puts rows into the chain's municipality.
pub fn arrange<F>(world: &World, chain: &Chain<'_>, rows: impl FnOnce(Grant) -> F)
where
    F: Future<Output = Result<(), sea_orm::DbErr>>,
{
    world.wait(async { rows(chain.grant().await).await }).expect("rows are put in");
}

/// A note as a row, by a member of staff who is no part of the test.
pub fn note_row(
    chain: &Chain<'_>,
    grant: &Grant,
    youth: &str,
    secrecy: Secrecy,
    track: Track,
) -> note::Model {
    let now = grant.clock().now();
    note::Model {
        id: ids::new_id(now),
        youth_id: chain.row(youth),
        case_id: None,
        track,
        secrecy,
        author_id: chain.row("DIRECTOR"),
        body: grant.keys().columns.seal("note.body", format!("{secrecy:?} {track:?}").as_bytes()),
        version: 1,
        created_at: now,
        changed_at: now,
    }
}

/// Puts notes in.
pub fn put_notes(world: &World, chain: &Chain<'_>, rows: Vec<note::Model>) {
    arrange(world, chain, async |grant| {
        let tx = grant.begin().await.expect("a transaction");
        note::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
            .exec_without_returning(&tx)
            .await?;
        tx.commit().await
    });
}

/// Puts a youth into the register of the activity duty, from today.
pub fn into_kaa_register(world: &World, chain: &Chain<'_>, name: &str) {
    let row = kaa_entry::Model {
        id: derived(chain.row(name), "kaa"),
        youth_id: chain.row(name),
        registered_on: chain.today(),
        reason: "TEST".to_owned(),
        ended_on: None,
        end_reason: None,
        version: 1,
        created_at: world.clock.now(),
    };
    arrange(world, chain, async |grant| {
        let tx = grant.begin().await.expect("a transaction");
        kaa_entry::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await
    });
}

/// Opens a case on the track of young adults, with the youth's consent; the consent's global id.
pub fn into_young_adult_work(world: &World, chain: &Chain<'_>, name: &str) -> String {
    let (youth_id, now) = (chain.row(name), world.clock.now());
    let consent_id = derived(youth_id, "support");
    arrange(world, chain, async |grant| {
        let sealed = |place| grant.keys().columns.seal(place, "Stöd".as_bytes());
        let consent = consent::Model {
            id: consent_id,
            youth_id,
            purpose: ConsentPurpose::YoungAdultSupport,
            given_by: ConsentGiver::Youth,
            track: Track::Kaa,
            scope: sealed("consent.scope"),
            receiver: sealed("consent.receiver"),
            starts_on: chain.today() - Days::new(10),
            ends_on: None,
            withdrawn_at: None,
            author_id: chain.row("KAA_OFFICER"),
            created_at: now,
        };
        let case = youth_case::Model {
            id: derived(youth_id, "support case"),
            youth_id,
            track: Track::YoungAdult,
            state: CaseState::Mapping,
            owner_unit_id: chain.row("förvaltning"),
            responsible_id: None,
            consent_id: Some(consent_id),
            opened_by: None,
            opened_at: now,
            closed_at: None,
            closing_reason: None,
            version: 1,
        };
        let tx = grant.begin().await.expect("a transaction");
        consent::Entity::insert(consent.into_active_model()).exec_without_returning(&tx).await?;
        youth_case::Entity::insert(case.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await
    });
    GlobalId::write(Kind::Consent, &chain.code, consent_id).to_string()
}

/// Says when a youth was born; unknown without a day.
pub fn born(world: &World, chain: &Chain<'_>, name: &str, day: Option<&str>) {
    let day: Option<NaiveDate> = day.map(|day| day.parse().expect("a day"));
    let id = chain.row(name);
    arrange(world, chain, async |grant| {
        let tx = grant.begin().await.expect("a transaction");
        let known = youth::ActiveModel { birth_date: Set(day), ..Default::default() };
        youth::Entity::update_many().set(known).filter(youth::Column::Id.eq(id)).exec(&tx).await?;
        tx.commit().await
    });
}

/// The id in the database of a thing with a global id.
pub fn row_of(id: &str) -> Uuid {
    GlobalId::read(&id.into()).expect("a global id").id
}
