//! The same with real walls and real kills: two PostgreSQL databases, each with its own login; a process killed on the way.

use std::collections::BTreeSet;
use std::process::Child;
use std::time::{Duration, Instant};

use api::access::{Grant, tenants};
use api::commands::settings::Parts;
use api::domain::hand_over::deliver::{Delivered, Step, deliver, unwatched};
use api::domain::hand_over::types_payload::{Payload, Person, Report};
use api::support::config::{Config, Engine as Kept, read_master_key};
use api::support::fault::{Code, Fault};
use api::support::{clock::Clock, ids};
use chrono::NaiveDate;
use entity::municipality::{hand_over_out, youth};
use entity::reach::Within;
use entity::vocabulary::Protection;
use sea_orm::{ColumnTrait, Database, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use tests::command::{Installation, Operator, texts};
use tests::moves::insert;
use tests::psql::{as_superuser, login_of, psql, with_database, with_login};
use tests::world::{Engine, next_code};
use tests::{Chain, World};
use tokio::runtime::Runtime;

use super::transfer_between::{payload_left, received};

/// A municipality in a PostgreSQL database of its own.
fn in_its_own_database<'w>(world: &'w World, owner_url: &str) -> (Chain<'w>, String) {
    let code = next_code();
    let name = format!("up2_own_{code}");
    as_superuser(&format!("CREATE DATABASE {name} OWNER up2_owner")).unwrap();
    let url = with_database(owner_url, &name);
    // What the registry keeps says where, and holds no login.
    let place = with_login(&url, "nobody", "none");
    let number = Some(tests::chain::OWN_NUMBER);
    let added = tenants::add_in(&world.operator, &code, Some(&place), number, world.clock.now());
    world.wait(added).unwrap().outcome.unwrap();
    (Chain::new(world, &code), url)
}

#[test]
fn between_two_postgres_databases_neither_login_sees_the_other() {
    let world = World::postgres();
    let Engine::PostgresAndRedis { owner_url, .. } = &world.engine else { panic!("PostgreSQL only") };
    let ((from, from_url), (to, to_url)) =
        (in_its_own_database(world, owner_url), in_its_own_database(world, owner_url));
    let count = "SELECT count(*) FROM youth";
    assert_eq!(psql(&login_of(world, &from.code, &from_url), count).unwrap(), "8");
    assert_eq!(psql(&login_of(world, &to.code, &to_url), count).unwrap(), "8");
    for (code, others) in [(&from.code, &to_url), (&to.code, &from_url)] {
        let refused = psql(&login_of(world, code, others), "SELECT 1").unwrap_err();
        assert!(refused.contains("permission denied for database"), "{refused}");
    }
    let id = tests::moves::waiting(world, &from, "Bo", &to.code);
    let cut =
        |at: Step| move |step: Step| if step == at { Err(Fault::of(Code::Unavailable)) } else { Ok(()) };
    for (step, arrived) in [(Step::Begun, 0), (Step::Received, 1)] {
        let ended = world.wait(deliver(&world.parts.access, &from.code, &cut(step))).unwrap();
        assert_eq!(ended, Delivered { waiting: 1, ..Delivered::default() });
        assert_eq!(received(world, &to).len(), arrived);
    }
    let ended = world.wait(deliver(&world.parts.access, &from.code, &unwatched)).unwrap();
    assert_eq!(ended, Delivered { delivered: 1, ..Delivered::default() });
    assert_eq!((received(world, &to).len(), payload_left(world, &from, id)), (1, None));
    // The whole way through HTTP, too.
    let query = "{ handOvers(first: 1) { nodes { content { givenName } } } }";
    let seen = to.signed_in("KAA_OFFICER").data(query, json!({}));
    assert_eq!(seen["handOvers"]["nodes"][0]["content"]["givenName"], "Bo");
    let again = world.wait(tenants::migrate(&world.operator, world.clock.now(), |_, _| {})).unwrap();
    assert!(again.iter().all(|one| one.outcome.is_ok()), "migrating follows the registry");
}

/// Killed before the first, after the first, and further on; the pause after that many moves the kill within a delivery.
const KILLS: [(usize, u64); 8] = [(0, 0), (0, 40), (1, 0), (40, 1), (90, 2), (150, 3), (220, 5), (300, 8)];

/// The same on PostgreSQL, where each step is a commit in another database by another login. After each kill, whatever
/// is done is there, and whatever is not is as it was; run to the end, by two at once, each is there once.
#[test]
fn a_delivery_between_two_postgres_databases_that_is_killed_ends_done_or_not_begun() {
    let world = &World::postgres().another();
    let Engine::PostgresAndRedis { owner_url, .. } = &world.engine else { panic!("PostgreSQL only") };
    let ((from, from_url), (to, to_url)) =
        (in_its_own_database(world, owner_url), in_its_own_database(world, owner_url));
    world.wait(async {
        let grant = from.grant().await;
        let bo = youth::Entity::within(grant.reach()).filter(youth::Column::Id.eq(from.row("Bo")));
        reports(&grant, &grant.one(bo).await.unwrap().unwrap(), &to.code).await;
    });
    let operator = Operator::of(world);
    let deliver = || operator.command(&["hand-over", "deliver"]).spawn().unwrap();
    let (from_login, to_login) = (login_of(world, &from.code, &from_url), login_of(world, &to.code, &to_url));
    let both = world.wait(async {
        let connect = |url: String| async { Database::connect(url).await.unwrap() };
        Both { from: connect(from_login).await, to: connect(to_login).await }
    });
    let mut in_the_middle = 0;
    for (least, pause) in KILLS {
        let arrived = world.wait(both.kill(deliver(), least, Duration::from_millis(pause)));
        in_the_middle += usize::from((1..MANY).contains(&arrived));
    }
    assert!(in_the_middle > 3, "only {in_the_middle} kills in the middle");
    for mut child in [deliver(), deliver()] {
        child.wait().unwrap();
    }
    let said = operator.done(&["hand-over", "deliver"]);
    assert_eq!(said.trim_end(), "delivered: 0, answers returned: 0, waiting: 0");
    let (delivered, arrived) = world.wait(both.check());
    assert_eq!((delivered.len(), arrived.len()), (MANY, MANY));
    operator.done(&["audit", "verify"]);
}

/// Both ends, each by the login of its municipality.
struct Both {
    from: DatabaseConnection,
    to: DatabaseConnection,
}

impl Both {
    /// Kills a delivery some time after the receiver has so many; how many it has then.
    async fn kill(&self, mut child: Child, least: usize, pause: Duration) -> usize {
        let begun = Instant::now();
        while texts(&self.to, "SELECT id::text FROM absence_report").await.len() < least {
            let goes_on = begun.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none();
            assert!(goes_on, "{least} do not arrive");
        }
        tokio::time::sleep(pause).await;
        child.kill().unwrap();
        child.wait().unwrap();
        self.check().await.1.len()
    }

    /// What the sender holds for delivered, and what the receiver has. Each row is done, begun or as it was, and nothing
    /// that is not done has lost what it carries. A commit on its way at the kill may still arrive, so the order of the
    /// questions matters.
    async fn check(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let strange =
            "SELECT id::text FROM hand_over_out WHERE (payload IS NULL) <> (delivered_at IS NOT NULL)
            OR (delivered_at IS NOT NULL AND sent_at IS NULL)";
        assert_eq!(texts(&self.from, strange).await, [""; 0]);
        let delivered = ids_of(&self.from, "hand_over_out WHERE delivered_at IS NOT NULL").await;
        let arrived = ids_of(&self.to, "absence_report").await;
        let begun = ids_of(&self.from, "hand_over_out WHERE sent_at IS NOT NULL").await;
        assert!(delivered.is_subset(&arrived), "called delivered, and not there");
        assert!(arrived.is_subset(&begun), "there, and not begun: it could be taken back");
        (delivered, arrived)
    }
}

async fn ids_of(database: &DatabaseConnection, rows: &str) -> BTreeSet<String> {
    let all = texts(database, &format!("SELECT id::text FROM {rows}")).await;
    let ids: BTreeSet<_> = all.iter().cloned().collect();
    assert_eq!(ids.len(), all.len(), "one twice");
    ids
}

const FROM: &str = "0180";
const TO: &str = "0483";
const MANY: usize = 400;

/// Killed by SIGKILL once the receiver has the first of many; run again, each is there once and nothing waits.
#[test]
fn a_delivery_killed_on_the_way_and_run_again_ends_done_once() {
    let installation = Installation::new();
    for code in [FROM, TO] {
        installation.done(&["municipality", "add", code]);
    }
    let runtime = Runtime::new().unwrap();
    runtime.block_on(arrange(&installation));
    let was_on_its_way = runtime.block_on(kill_on_the_way(&installation));
    let said = installation.done(&["hand-over", "deliver"]);
    assert!(said.contains("waiting: 0"), "{said}");
    runtime.block_on(async {
        let (from, to) = (installation.database(FROM).await, installation.database(TO).await);
        let waiting = "SELECT 'one' FROM hand_over_out WHERE delivered_at IS NULL OR payload IS NOT NULL";
        assert_eq!(texts(&from, waiting).await.len(), 0);
        let counts = "SELECT count(*) || '/' || count(DISTINCT id) FROM absence_report";
        assert_eq!(texts(&to, counts).await, [format!("{MANY}/{MANY}")]);
        from.close().await.unwrap();
        to.close().await.unwrap();
    });
    assert_eq!(installation.run(&["audit", "verify"]).code, Some(0));
    assert!(was_on_its_way, "killed after the last: no test of the middle");
    assert!(installation.done(&["hand-over", "deliver"]).contains("delivered: 0"));
}

/// Many reports that wait.
async fn arrange(installation: &Installation) {
    let config = Config {
        engine: Kept::Sqlite(installation.data()),
        redis_url: None,
        master_key: read_master_key(&installation.folder().join("key")).unwrap(),
        heads_file: None,
        public_statistics: true,
        most_connections: None,
    };
    let parts = Parts::open(config, Clock::system()).await.unwrap_or_else(|failure| panic!("{}", failure.0));
    let grant = parts.access.job(api::access::Job::Demo, FROM).await.unwrap();
    let now = grant.clock().now();
    let person = youth::Model {
        id: ids::random_id(),
        given_name: "Ada".to_owned(),
        family_name: "Prov".to_owned(),
        sort_name: "prov ada".to_owned(),
        birth_date: None,
        sex: None,
        civic_number: None,
        civic_hash: None,
        home_municipality: None,
        protection: Protection::None,
        email: None,
        phone: None,
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: now,
    };
    insert::<youth::Entity>(&grant, person.clone()).await;
    reports(&grant, &person, TO).await;
    parts.finish().await;
}

/// Many reports about somebody, to another municipality.
async fn reports(grant: &Grant, person: &youth::Model, to: &str) {
    let tx = grant.begin().await.unwrap();
    for _ in 0..MANY {
        let report = Report {
            person: Person::of(grant, person).unwrap(),
            sender: None,
            starts_on: NaiveDate::default(),
            content: "Borta".to_owned(),
        };
        let row = Payload::AbsenceReport(Box::new(report)).outgoing(grant, ids::random_id(), person.id, to);
        let row = row.unwrap().into_active_model();
        hand_over_out::Entity::insert(row).exec_without_returning(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Kills a delivery once something arrived; whether something still waited.
async fn kill_on_the_way(installation: &Installation) -> bool {
    let (from, to) = (installation.database(FROM).await, installation.database(TO).await);
    let mut child = installation.command(&["hand-over", "deliver"]).spawn().unwrap();
    let begun = Instant::now();
    while texts(&to, "SELECT 'some' FROM absence_report LIMIT 1").await.is_empty() {
        assert!(
            begun.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none(),
            "nothing arrived"
        );
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let waiting = texts(&from, "SELECT 'one' FROM hand_over_out WHERE delivered_at IS NULL").await.len();
    from.close().await.unwrap();
    to.close().await.unwrap();
    waiting > 0
}
