//! Youths of the chain made into such as the activity duty (KAA) covers, or does not.

use api::access::{Grant, Job};
use api::domain::kaa::nightly;
use api::support::ids;
use api::support::page::{GlobalId, Kind};
use chrono::NaiveDate;
use entity::municipality::{consent, enrolment, kaa_entry, kaa_measure, youth};
use entity::vocabulary::{ConsentGiver, ConsentPurpose, KaaAnswer, Track};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::chain::{Chain, derived};
use crate::client::Client;
use crate::world::World;

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Changes rows of a municipality directly, as a register would.
pub fn arrange<F>(world: &World, chain: &Chain<'_>, change: impl FnOnce(Grant, DatabaseTransaction) -> F)
where
    F: Future<Output = Result<DatabaseTransaction, DbErr>>,
{
    let done = world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        change(grant, tx).await?.commit().await
    });
    done.expect("the rows are changed");
}

/// Born on this day and registered here; has finished year nine, and goes nowhere since.
pub fn leaver(world: &World, chain: &Chain<'_>, name: &str, born: &str) {
    studies(world, chain, name, born, "GR", Some("2024-06-12"));
}

/// Born on this day and registered here; goes to a school of this form until a day, or still.
pub fn studies(world: &World, chain: &Chain<'_>, name: &str, born: &str, form: &str, until: Option<&str>) {
    let (id, code) = (chain.row(name), chain.code.clone());
    let (born, until, form) = (day(born), until.map(day), form.to_owned());
    arrange(world, chain, |_, tx| async move {
        let person = youth::ActiveModel {
            birth_date: Set(Some(born)),
            home_municipality: Set(Some(code)),
            ..Default::default()
        };
        youth::Entity::update_many().set(person).filter(youth::Column::Id.eq(id)).exec(&tx).await?;
        let place = enrolment::ActiveModel {
            school_type: Set(form),
            school_year: Set(Some(9)),
            starts_on: Set(day("2023-08-15")),
            ends_on: Set(until),
            ..Default::default()
        };
        let theirs = enrolment::Column::YouthId.eq(id);
        enrolment::Entity::update_many().set(place).filter(theirs).exec(&tx).await?;
        Ok(tx)
    });
}

/// Where a youth is registered (folkbokförd); none when nobody knows.
pub fn home(world: &World, chain: &Chain<'_>, name: &str, code: Option<&str>) {
    let (id, code) = (chain.row(name), code.map(str::to_owned));
    arrange(world, chain, |_, tx| async move {
        let person = youth::ActiveModel { home_municipality: Set(code), ..Default::default() };
        youth::Entity::update_many().set(person).filter(youth::Column::Id.eq(id)).exec(&tx).await?;
        Ok(tx)
    });
}

/// Two rows of one person, as two registers have them.
pub fn same_person(world: &World, chain: &Chain<'_>, one: &str, other: &str) {
    let ids = [chain.row(one), chain.row(other)];
    arrange(world, chain, |grant, tx| async move {
        let hash = grant.keys().civic.mac(&[crate::chain::CIVIC_NUMBER.as_bytes()]);
        let person = youth::ActiveModel { civic_hash: Set(Some(hash)), ..Default::default() };
        youth::Entity::update_many().set(person).filter(youth::Column::Id.is_in(ids)).exec(&tx).await?;
        Ok(tx)
    });
}

/// Puts a youth into the register on a day; the entry's global id.
pub fn registered(world: &World, chain: &Chain<'_>, name: &str, on: &str) -> String {
    let id = ids::of_kaa_entry(chain.row(name), 0);
    enter(world, chain, name, id, on)
}

/// The entry and measure that the access table asks about.
pub fn in_access_table(world: &World, chain: &Chain<'_>, name: &str) {
    let youth = chain.row(name);
    let id = derived(youth, "kaa entry");
    enter(world, chain, name, id, "2025-09-01");
    let measure = derived(youth, "kaa measure");
    measure_of(world, chain, name, (measure, id), "2025-09-01");
}

fn enter(world: &World, chain: &Chain<'_>, name: &str, id: Uuid, on: &str) -> String {
    let (youth_id, on, now) = (chain.row(name), day(on), world.clock.now());
    arrange(world, chain, |_, tx| async move {
        let row = kaa_entry::Model {
            id,
            youth_id,
            registered_on: on,
            reason: "BROKE_OFF".to_owned(),
            ended_on: None,
            end_reason: None,
            version: 1,
            created_at: now,
        };
        kaa_entry::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        Ok(tx)
    });
    GlobalId::write(Kind::KaaEntry, &chain.code, id).to_string()
}

/// A measure that goes on since a day.
pub fn measured(world: &World, chain: &Chain<'_>, name: &str, since: &str) {
    let youth = chain.row(name);
    measure_of(world, chain, name, (derived(youth, "measure"), ids::of_kaa_entry(youth, 0)), since);
}

fn measure_of(world: &World, chain: &Chain<'_>, name: &str, (id, entry_id): (Uuid, Uuid), since: &str) {
    let (youth_id, since, now) = (chain.row(name), day(since), world.clock.now());
    arrange(world, chain, |_, tx| async move {
        let row = kaa_measure::Model {
            id,
            youth_id,
            entry_id,
            kind: "INTERNSHIP".to_owned(),
            hours_per_week: Some(20),
            offered_on: since,
            answer: Some(KaaAnswer::Accepted),
            answered_on: Some(since),
            starts_on: Some(since),
            ends_on: None,
            end_reason: None,
            occupation_after: None,
            created_at: now,
        };
        kaa_measure::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        Ok(tx)
    });
}

/// The youth's consent to support as a young adult, recorded by the KAA officer today.
pub fn consents(world: &World, chain: &Chain<'_>, name: &str) -> Uuid {
    let (youth_id, author_id, now) = (chain.row(name), chain.row("KAA_OFFICER"), world.clock.now());
    let (id, today) = (derived(youth_id, "consent"), chain.today());
    arrange(world, chain, |grant, tx| async move {
        let sealed = |place, text: &str| grant.keys().columns.seal(place, text.as_bytes());
        let row = consent::Model {
            id,
            youth_id,
            purpose: ConsentPurpose::YoungAdultSupport,
            given_by: ConsentGiver::Youth,
            track: Track::Kaa,
            scope: sealed("consent.scope", "Att vi fortsätter hjälpas åt"),
            receiver: sealed("consent.receiver", "Arbetsmarknadsenheten"),
            starts_on: today,
            ends_on: None,
            withdrawn_at: None,
            author_id,
            created_at: now,
        };
        consent::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        Ok(tx)
    });
    id
}

/// One night's work on the register.
pub fn night(world: &World, chain: &Chain<'_>) {
    let done = world.wait(async {
        let grant = world.parts.access.job(Job::Nightly, &chain.code).await?;
        nightly::nightly(&grant).await
    });
    assert!(done.is_ok(), "the night's work: {done:?}");
}

/// All entries of a municipality.
pub fn entries(world: &World, chain: &Chain<'_>) -> Vec<kaa_entry::Model> {
    world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        kaa_entry::Entity::find().order_by_asc(kaa_entry::Column::Id).all(&tx).await.expect("entries")
    })
}

const RESULT: &str = "{ entry { id version endedOn measures { id state } } userErrors { code field } }";

/// The payload of a step.
#[track_caller]
pub fn step(client: &Client, field: &str, ty: &str, input: Value) -> Value {
    let mut answer = try_step(client, field, ty, input);
    assert!(answer["errors"].is_null(), "{answer:#}");
    answer["data"][field].take()
}

/// The whole answer to a step.
pub fn try_step(client: &Client, field: &str, ty: &str, input: Value) -> Value {
    let change = format!("mutation Step($input: {ty}!) {{ {field}(input: $input) {RESULT} }}");
    client.graphql(&change, json!({ "input": input }))
}

/// The code of the first error of a payload, or `done`.
pub fn code(payload: &Value) -> String {
    payload["userErrors"][0]["code"].as_str().unwrap_or("done").to_owned()
}
