//! What the chain sees of an imported school register (SS 12000), on the sample documents.

use std::path::Path;

use api::access::{Job, accounts};
use api::domain::integration::ss12000::folder;
use api::domain::integration::ss12000::sources::{self, NewSource};
use api::domain::integration::ss12000::store::{self, Terms};
use entity::municipality::assignment;
use entity::reach::Within;
use entity::vocabulary::{Dialect, Role};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::{Account, Client, World, on_both_engines};

const YOUTHS: &str = "{ youths(first: 100) { totalCount nodes { id protection givenName } } }";
const ONE: &str = "query One($id: ID!, $reason: String) { youth(id: $id, reason: $reason) {
    givenName guardians { name phone email } attendance(weeks: 12) { offeredMinutes absenceShare coverage } } }";

on_both_engines! {
    fn the_two_protected_pupils_are_seen_by_the_rektor_and_by_nobody_else(world: &World) {
        for role in [Role::Mentor, Role::Teacher, Role::StudentHealth] {
            // A municipality each: one person of the register may hold two of the roles, and has one account.
            let code = imported(world);
            let seen = signed_in(world, &code, role).data(YOUTHS, json!({}))["youths"].take();
            let nodes = seen["nodes"].as_array().unwrap();
            assert!(nodes.iter().all(|youth| youth["protection"] == "NONE"), "{role:?}");
            assert_eq!(seen["totalCount"], json!(nodes.len()), "{role:?}");
        }
        let rektor = signed_in(world, &imported(world), Role::Principal);
        let seen = rektor.data(YOUTHS, json!({}))["youths"].take();
        assert_eq!(seen["totalCount"], 45);
        let protected = protected_of(&seen);
        assert_eq!(protected.len(), 2);
        for youth in protected {
            assert_eq!(youth["givenName"], Value::Null);
            let opened = rektor.data(ONE, json!({ "id": youth["id"], "reason": "Utvecklingssamtal i dag" }))["youth"].take();
            assert!(opened["givenName"].is_string());
            let guardians = opened["guardians"].as_array().unwrap();
            assert!(!guardians.is_empty() && guardians.iter().all(|one| one["phone"].is_null() && one["email"].is_null()));
        }
    }

    fn minutes_are_those_of_the_register(world: &World) {
        let code = imported(world);
        let rektor = signed_in(world, &code, Role::Principal);
        let seen = rektor.data(YOUTHS, json!({}))["youths"].take();
        let open = seen["nodes"].as_array().unwrap().iter().filter(|youth| youth["protection"] == "NONE");
        let read = |youth: &Value| rektor.data(ONE, json!({ "id": youth["id"] }))["youth"]["attendance"].take();
        let sums: Vec<Value> = open.map(read).collect();
        let least = sums.iter().filter_map(|sum| sum["coverage"].as_f64()).fold(1.0, f64::min);
        assert!((0.3..0.4).contains(&least), "one pupil's lessons are mostly unreported: {least}");
        let most = sums.iter().filter_map(|sum| sum["absenceShare"].as_f64()).fold(0.0, f64::max);
        assert!(most > 0.5, "one pupil is absent more than half: {most}");
    }
}

fn protected_of(seen: &Value) -> Vec<Value> {
    seen["nodes"].as_array().unwrap().iter().filter(|youth| youth["protection"] != "NONE").cloned().collect()
}

/// A municipality into which the sample has been imported.
fn imported(world: &World) -> String {
    let code = world.new_municipality();
    world.wait(async {
        let grant = world.parts.access.job(Job::Import, &code).await.unwrap();
        let new = NewSource {
            name: "register".to_owned(),
            dialect: Dialect::C,
            codes: vec!["0180".to_owned()],
            server: None,
        };
        let source = sources::register(&grant, new).await.unwrap();
        let documents = folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000")).unwrap();
        store::import(&grant, &source, documents, Terms::default()).await.unwrap();
    });
    code
}

/// A client signed in as somebody whom the register gave this role.
fn signed_in(world: &World, code: &str, role: Role) -> Client {
    let invitation = world.wait(async {
        let grant = world.parts.access.job(Job::CommandLine, code).await.unwrap();
        let held = assignment::Entity::within(grant.reach())
            .filter(assignment::Column::Role.eq(role))
            .order_by_asc(assignment::Column::Id);
        let staff = grant.one(held).await.unwrap().expect("the register gave the role").staff_id;
        let user = format!("{role:?}");
        accounts::invite(&grant, world.parts.desk.passwords(), staff, &user).await.unwrap().unwrap()
    });
    let account = Account {
        municipality: code.to_owned(),
        role: format!("{role:?}"),
        user: invitation.user_name,
        password: invitation.password,
        totp_secret: invitation.totp.base32(),
    };
    world.client().sign_in(&account, world.clock.now())
}
