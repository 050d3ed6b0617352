//! Municipalities are added, migrated and opened each for itself.

use api::access::tenants::{self, Migrated, official};
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;
use tests::World;
use tests::on_both_engines;
use tests::psql::{psql, with_database};
use tests::world::{Engine, from_tests_run, next_code};

const YOUTHS: &str = "{ youths(first: 10) { totalCount nodes { givenName } } }";

on_both_engines! {
    fn a_municipality_may_be_added_again(world: &World) {
        let code = next_code();
        let versions = [add(world, &code), add(world, &code)].map(|added| added.outcome.unwrap());
        assert_eq!(versions[0], versions[1]);
        let rows = world.wait(world.parts.access.tenants().registry().municipalities()).unwrap();
        assert_eq!(rows.iter().filter(|row| row.code == code).count(), 1);
    }

    fn a_code_that_is_not_official_is_refused_with_what_to_do(world: &World) {
        for code in ["9999", "483", "", "../../0483"] {
            let refused = world.wait(tenants::add(&world.operator, code, None, world.clock.now())).unwrap_err();
            assert_eq!(refused.code().name(), "BAD_USER_INPUT", "{code}");
            assert!(refused.message().contains("0483"), "{}", refused.message());
        }
    }

    fn two_that_add_and_migrate_at_once_wait_for_each_other(world: &World) {
        let world = world.another();
        let (code, now) = (next_code(), world.clock.now());
        let (one, two) = world.wait(async {
            tokio::join!(
                tenants::add(&world.operator, &code, None, now),
                tenants::add(&world.operator, &code, None, now)
            )
        });
        assert!(one.unwrap().outcome.is_ok() && two.unwrap().outcome.is_ok());
        let (one, two) = world.wait(async {
            tokio::join!(
                tenants::migrate(&world.operator, now, |_, _| {}),
                tenants::migrate(&world.operator, now, |_, _| {})
            )
        });
        assert!(one.unwrap().iter().chain(&two.unwrap()).all(|each| each.outcome.is_ok()));
    }

    fn a_migration_that_fails_is_named_and_the_others_are_done(world: &World) {
        let world = world.another();
        let (whole, spoiled) = (world.new_municipality(), next_code());
        spoil(&world, &spoiled);
        let failure = add(&world, &spoiled).outcome.unwrap_err();
        let (good, bad) = migrated(&world);
        assert_eq!((good, bad), (vec![whole.clone()], vec![spoiled.clone()]));
        let row = world.wait(world.parts.access.tenants().registry().municipality(&spoiled)).unwrap();
        assert!(row.version.is_none() && row.failure.is_some(), "{failure}");
        repair(&world, &spoiled);
        let (good, bad) = migrated(&world);
        assert_eq!((good.len(), bad.len()), (2, 0));
        let row = world.wait(world.parts.access.tenants().registry().municipality(&spoiled)).unwrap();
        assert!(row.version.is_some() && row.failure.is_none());
    }

    fn a_database_that_says_it_is_anothers_is_not_opened(world: &World) {
        let (own, other) = (world.municipality(), world.new_municipality());
        let principal = own.signed_in("PRINCIPAL");
        assert!(principal.data(YOUTHS, json!({}))["youths"]["totalCount"].as_u64() > Some(0));
        claim(world, &own.code, &other);
        // A database that is open stays open; another instance has to open it.
        let second = world.second_instance();
        let principal = principal.at(&second.url);
        let answer = principal.graphql(YOUTHS, json!({}));
        assert!(answer["data"].is_null() && !answer["errors"].is_null(), "{answer:#}");
        assert!(!answer.to_string().contains(&other), "{answer:#}");
        claim(world, &own.code, &own.code);
        assert!(principal.data(YOUTHS, json!({}))["youths"]["totalCount"].as_u64() > Some(0));
    }

    fn many_municipalities_are_used_through_few_connections(world: &World) {
        let chains: Vec<_> = (0..5).map(|_| world.municipality()).collect();
        let small = world.small_instance(8);
        let clients: Vec<_> = chains.iter().map(|chain| chain.signed_in("PRINCIPAL").at(&small.url)).collect();
        for client in clients.iter().chain(&clients) {
            let seen = client.data(YOUTHS, json!({}));
            assert!(seen["youths"]["totalCount"].as_u64() > Some(0), "{seen:#}");
            assert!(small.wait(small.parts.access.tenants().open_count()) <= 2);
        }
    }
}

#[test]
fn the_official_list_has_all_290() {
    assert_eq!(official::all().count(), 290);
    assert_eq!(official::find("0483").unwrap().name, "Katrineholm");
}

fn add(world: &World, code: &str) -> Migrated {
    world.wait(tenants::add(&world.operator, code, None, world.clock.now())).unwrap()
}

/// The codes of those that were migrated, and of those that were not.
fn migrated(world: &World) -> (Vec<String>, Vec<String>) {
    let ended = world.wait(tenants::migrate(&world.operator, world.clock.now(), |_, _| {})).unwrap();
    let (good, bad): (Vec<Migrated>, Vec<Migrated>) =
        ended.into_iter().partition(|each| each.outcome.is_ok());
    let codes = |all: Vec<Migrated>| all.into_iter().map(|each| each.code).collect();
    (codes(good), codes(bad))
}

/// Puts something in the way of a municipality's database.
fn spoil(world: &World, code: &str) {
    match &world.engine {
        Engine::SqliteAndMemory => {
            std::fs::write(world.folder.join(format!("{code}.db")), [b'x'; 8192]).unwrap();
        }
        Engine::PostgresAndRedis { .. } => {
            superuser(world, &format!("CREATE SCHEMA m{code}"));
        }
    }
}

/// Takes it away.
fn repair(world: &World, code: &str) {
    match &world.engine {
        Engine::SqliteAndMemory => {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(world.folder.join(format!("{code}.db{end}")));
            }
        }
        Engine::PostgresAndRedis { .. } => superuser(world, &format!("DROP SCHEMA m{code}")),
    }
}

/// Makes the database of a municipality say that it belongs to another.
fn claim(world: &World, code: &str, whose: &str) {
    let sql = |schema: &str| format!("UPDATE {schema}identity SET municipality_code = '{whose}'");
    match &world.engine {
        Engine::SqliteAndMemory => world.wait(async {
            let url = format!("sqlite://{}", world.folder.join(format!("{code}.db")).display());
            let file = Database::connect(url).await.unwrap();
            file.execute_unprepared(&sql("")).await.unwrap();
            file.close().await.unwrap();
        }),
        Engine::PostgresAndRedis { owner_url, .. } => {
            psql(owner_url, &sql(&format!("m{code}."))).unwrap();
        }
    }
}

fn superuser(world: &World, sql: &str) {
    let Engine::PostgresAndRedis { owner_url, .. } = &world.engine else { panic!("PostgreSQL only") };
    let (_, database) = owner_url.rsplit_once('/').unwrap();
    psql(&with_database(&from_tests_run("UP2_TEST_SUPERUSER_DATABASE_URL"), database), sql).unwrap();
}
