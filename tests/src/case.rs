//! Cases as a client opens and changes them, and rows beside them that other rooms make.

use chrono::{Days, NaiveDate};
use entity::municipality::{assignment, consent, duty_clock, kaa_entry, youth};
use entity::vocabulary::{ConsentGiver, ConsentPurpose, Track};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use crate::chain::derived;
use crate::{Chain, Client, World};

/// A reason that is long enough.
pub const WHY: &str = "Mentorn har sett hög frånvaro";

/// What is read of a case.
const CASE: &str = "case { id state version closingReason lacksResponsible responsible { givenName }
    unit { name } youth { givenName }
    history { kind fromState toState reason by { givenName } }
    clocks { kind step state dueOn isOverdue escalatedTo endedReason } }
    userErrors { field code message }";

/// The payload of a change, which holds no error.
#[track_caller]
pub fn change(client: &Client, mutation: &str, input: Value) -> Value {
    let ty = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!("mutation Do($input: {ty}!) {{ {mutation}(input: $input) {{ {CASE} }} }}");
    client.data(&query, json!({ "input": input }))[mutation].take()
}

/// The codes of errors of a change that is refused as a whole.
pub fn refusals(client: &Client, mutation: &str, input: Value) -> Vec<String> {
    let ty = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!("mutation Do($input: {ty}!) {{ {mutation}(input: $input) {{ {CASE} }} }}");
    client.codes(&query, json!({ "input": input }))
}

/// Opens a case, and takes it on or not; gives the payload.
#[track_caller]
pub fn open(client: &Client, youth: &str, track: &str, take_on: bool) -> Value {
    change(client, "openCase", json!({ "youth": youth, "track": track, "takeOn": take_on, "reason": WHY }))
}

/// Moves a case, with a reason or none; gives the payload.
#[track_caller]
pub fn go(client: &Client, case: &Value, to: &str, reason: Option<&str>) -> Value {
    let input = json!({ "case": case["id"], "version": case["version"], "to": to, "reason": reason });
    change(client, "moveCase", input)
}

/// Makes the person who holds a role responsible; gives the payload.
#[track_caller]
pub fn assign(client: &Client, chain: &Chain<'_>, case: &Value, role: &str) -> Value {
    let input = json!({ "case": case["id"], "version": case["version"], "responsible": chain.staff(role) });
    change(client, "assignCase", input)
}

/// The code of what was wrong in a payload.
pub fn code(payload: &Value) -> String {
    payload["userErrors"][0]["code"].as_str().unwrap_or("done").to_owned()
}

/// Puts a youth into the register of the activity duty, from 30 days ago to a last day or on.
pub fn register_kaa(world: &World, chain: &Chain<'_>, name: &str, ended_on: Option<NaiveDate>) {
    let row = kaa_entry::Model {
        id: derived(chain.row(name), "kaa"),
        youth_id: chain.row(name),
        registered_on: chain.today() - Days::new(30),
        reason: "UNKNOWN".to_owned(),
        ended_on,
        end_reason: None,
        version: 1,
        created_at: world.clock.now(),
    };
    world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        kaa_entry::Entity::delete_by_id(row.id).exec(&tx).await.expect("an earlier entry goes");
        kaa_entry::Entity::insert(row.into_active_model())
            .exec_without_returning(&tx)
            .await
            .expect("an entry");
        tx.commit().await.expect("a commit");
    });
}

/// Gives a youth a civic number and a day of birth.
pub fn be_born(world: &World, chain: &Chain<'_>, name: &str, number: &str, on: &str) {
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        let known = youth::ActiveModel {
            id: Set(chain.row(name)),
            birth_date: Set(Some(on.parse().expect("a day"))),
            civic_hash: Set(Some(grant.keys().civic.mac(&[number.as_bytes()]))),
            ..Default::default()
        };
        known.update(&tx).await.expect("the youth is known");
        tx.commit().await.expect("a commit");
    });
}

/// Records a young adult's consent.
pub fn consent(world: &World, chain: &Chain<'_>, name: &str) {
    world.wait(async {
        let grant = chain.grant().await;
        let columns = &grant.keys().columns;
        let row = consent::Model {
            id: derived(chain.row(name), "consent"),
            youth_id: chain.row(name),
            purpose: ConsentPurpose::YoungAdultSupport,
            given_by: ConsentGiver::Youth,
            track: Track::YoungAdult,
            scope: columns.seal("consent.scope", b"Allt"),
            receiver: columns.seal("consent.receiver", b"Coachen"),
            starts_on: chain.today(),
            ends_on: None,
            withdrawn_at: None,
            author_id: chain.row("YOUNG_ADULT_COACH"),
            created_at: world.clock.now(),
        };
        let tx = grant.begin().await.expect("a transaction");
        consent::Entity::insert(row.into_active_model())
            .exec_without_returning(&tx)
            .await
            .expect("a consent");
        tx.commit().await.expect("a commit");
    });
}

/// Withdraws every consent of a youth.
pub fn withdraw(world: &World, chain: &Chain<'_>, name: &str) {
    world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        let over = consent::ActiveModel { withdrawn_at: Set(Some(world.clock.now())), ..Default::default() };
        let theirs = consent::Column::YouthId.eq(chain.row(name));
        consent::Entity::update_many().set(over).filter(theirs).exec(&tx).await.expect("withdrawn");
        tx.commit().await.expect("a commit");
    });
}

/// Ends the assignment of the person who holds a role, as of yesterday.
pub fn leave(world: &World, chain: &Chain<'_>, role: &str) {
    world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        let change = assignment::ActiveModel {
            id: Set(derived(chain.row(role), "assignment")),
            ends_on: Set(Some(chain.today() - Days::new(1))),
            ..Default::default()
        };
        change.update(&tx).await.expect("the assignment ends");
        tx.commit().await.expect("a commit");
    });
}

/// Lets all running clocks about a youth be due on a day.
pub fn due_on(world: &World, chain: &Chain<'_>, name: &str, day: &str) {
    world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        let day: NaiveDate = day.parse().expect("a day");
        let change = duty_clock::ActiveModel { due_on: Set(day), ..Default::default() };
        let theirs = duty_clock::Column::YouthId.eq(chain.row(name));
        duty_clock::Entity::update_many().set(change).filter(theirs).exec(&tx).await.expect("clocks");
        tx.commit().await.expect("a commit");
    });
}
