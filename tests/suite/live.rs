//! What happens is told as it happens, to those who may read it at that moment: over `graphql-transport-ws`.
//!
//! Long because each rule of the protocol and each rule of who hears what has its sentence here.

use std::time::{Duration, Instant};

use api::access::Action;
use api::access::policy::{self, Extent};
use api::server::settings::{Live, Settings};
use api::support::events::Topic;
use api::support::ids::new_id;
use entity::municipality::{assignment, duty_clock, group_membership, signal};
use entity::reach::Within;
use entity::vocabulary::Track;
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};
use tests::chain::{ROLE_NAMES, derived};
use tests::live::{Forwarder, Socket, announce, observe, open_case, start_clock};
use tests::signal::observed;
use tests::world::{from_tests_run, usual_settings};
use tests::{Chain, Client, World, on_both_engines};
use tungstenite::Message;
use uuid::Uuid;

const CASES: &str = "subscription Cases($case: ID) {
    caseChanged(case: $case) { missed caseId case { id state } youth { id protection givenName } }
}";
const SIGNALS: &str =
    "subscription { signalRaised { missed signalId signal { id kind } youth { givenName } } }";
const DEADLINES: &str =
    "subscription { deadlineApproaching { missed deadlineId deadline { id kind } youth { givenName } } }";

fn token(client: &Client) -> &str {
    client.token().expect("a token")
}

/// A socket of somebody who listens to cases as operation `cases`.
fn listening(world: &World, client: &Client) -> Socket {
    let mut socket = Socket::admitted(&world.url, token(client));
    socket.subscribe("cases", CASES, &json!({}));
    socket
}

/// The name of the youth of the next event.
#[track_caller]
fn whose(socket: &mut Socket) -> Value {
    socket.heard("cases")["caseChanged"]["youth"]["givenName"].take()
}

fn changed(world: &World, chain: &Chain<'_>, youth: &str) {
    let case = open_case(world, chain, youth, Track::Compulsory);
    announce(world, chain, Topic::CaseChanged, youth, case);
}

/// A signal, a case, and a deadline of it.
fn one_of_each(world: &World, chain: &Chain<'_>, youth: &str) -> [Uuid; 3] {
    let (raised, clock) = (new_id(world.clock.now()), start_clock(world, chain, youth));
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.unwrap();
        let row = observed(raised, chain.row(youth), world.clock.now());
        signal::Entity::insert(row).exec_without_returning(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let row = duty_clock::Entity::within(grant.reach()).filter(duty_clock::Column::Id.eq(clock));
        [raised, grant.one(row).await.unwrap().unwrap().case_id.unwrap(), clock]
    })
}

fn settings(live: Live) -> Settings {
    Settings { live, ..usual_settings() }
}

/// The same sign-in with a token that ends so soon.
fn short_token(world: &World, client: &Client, seconds: i64) -> String {
    let desk = &world.parts.desk;
    let mut claims = desk.verify(token(client)).expect("claims");
    claims.exp = world.clock.now().timestamp() + seconds;
    desk.ring().issue(&claims).expect("a token")
}

fn open_connections(world: &World) -> f64 {
    let figures = world.client().get("/metrics").body;
    let line = figures.lines().find(|line| line.starts_with("up2_live_connections ")).expect("the figure");
    line.rsplit(' ').next().and_then(|figure| figure.parse().ok()).expect("a number")
}

on_both_engines! {
    fn a_client_that_introduces_itself_is_answered(world: &World) {
        let chain = world.municipality();
        let mut socket = Socket::open(&world.url);
        socket.send(&json!({ "type": "ping", "payload": { "any": 1 } }));
        assert_eq!(socket.message(), json!({ "type": "pong" }));
        socket.init(token(&chain.signed_in("MENTOR")));
        assert_eq!(socket.message(), json!({ "type": "connection_ack" }));
        socket.ask("1", "{ viewer { municipalityCode } }", &json!({}));
        assert_eq!(socket.heard("1"), json!({ "viewer": { "municipalityCode": chain.code } }));
        assert_eq!(socket.message(), json!({ "type": "complete", "id": "1" }));
        // An id is free again when its operation has ended, and mutations go over the socket too.
        socket.ask("1", "mutation { signOut { userErrors { code } } }", &json!({}));
        assert_eq!(socket.heard("1"), json!({ "signOut": { "userErrors": [] } }));
        assert_eq!(socket.message()["type"], "complete");
        socket.ask("2", "{ viewer { municipalityCode } }", &json!({}));
        assert_eq!(socket.closed(), 4401, "the sign-in is over");
    }

    fn whoever_breaks_the_protocol_is_told_by_the_code(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let before = |messages: &[Value]| {
            let mut socket = Socket::open(&world.url);
            messages.iter().for_each(|message| socket.send(message));
            socket.closed()
        };
        let init = |payload: Value| json!({ "type": "connection_init", "payload": payload });
        let good = init(json!({ "Authorization": format!("Bearer {}", token(&client)) }));
        let ask = json!({ "type": "subscribe", "id": "1", "payload": { "query": CASES } });
        assert_eq!(before(std::slice::from_ref(&ask)), 4401, "asked before it was let in");
        assert_eq!(before(&[good.clone(), good.clone()]), 4429);
        assert_eq!(before(&[good.clone(), ask.clone(), ask.clone()]), 4409);
        assert_eq!(before(&[json!({ "type": "connection_init" })]), 4403);
        assert_eq!(before(&[init(json!({ "accessToken": "none" }))]), 4403);
        for bad in [json!([]), json!({ "type": "start" }), json!({ "type": "ping", "payload": 1 })] {
            assert_eq!(before(std::slice::from_ref(&bad)), 4400, "{bad}");
        }
        assert_eq!(before(&[good, json!({ "type": "subscribe", "id": "1", "payload": {} })]), 4400);
        let mut socket = Socket::open(&world.url);
        socket.send_text("no JSON");
        assert_eq!(socket.closed(), 4400);
        let mut socket = Socket::open(&world.url);
        socket.try_send(Message::binary(vec![1])).unwrap();
        assert_eq!(socket.closed(), 4400);
        let mut socket = Socket::open(&world.url);
        socket.send_text(&format!("\"{}\"", "a".repeat(2 << 20)));
        assert_eq!(socket.closed(), 1009);
    }

    fn a_close_of_the_client_is_answered(world: &World) {
        let mut socket = Socket::open(&world.url);
        let frame = tungstenite::protocol::CloseFrame { code: 1000.into(), reason: "done".into() };
        socket.try_send(Message::Close(Some(frame))).unwrap();
        assert_eq!(socket.closed(), 1000);
    }

    fn whoever_does_not_introduce_itself_or_asks_for_nothing_is_let_go(world: &World) {
        let chain = world.municipality();
        let (short, tick) = (Duration::from_millis(600), Duration::from_millis(50));
        let hasty = world.instance_with(settings(Live { init_deadline: short, tick, ..Live::default() }));
        assert_eq!(Socket::open(&hasty.url).closed(), 4408);
        let idle = world.instance_with(settings(Live { idle: short, tick, ..Live::default() }));
        assert_eq!(Socket::admitted(&idle.url, token(&chain.signed_in("MENTOR"))).closed(), 1000);
    }

    fn only_the_protocol_and_welcome_pages_are_let_in(world: &World) {
        let live = Settings { origins: vec!["https://front.example".into()], ..usual_settings() };
        let instance = world.instance_with(live);
        let url = &instance.url;
        let status = |protocol, headers: &[(&str, &str)]| Socket::try_open(url, protocol, headers).err();
        let ours = Some("graphql-transport-ws");
        assert_eq!(status(None, &[]), Some(400));
        assert_eq!(status(Some("graphql-ws"), &[]), Some(400), "the old protocol is another");
        assert_eq!(status(Some("soap, graphql-transport-ws"), &[]), None);
        assert_eq!(status(ours, &[("origin", "https://front.example")]), None);
        assert_eq!(status(ours, &[("origin", url)]), None, "a page of our own");
        assert_eq!(status(ours, &[("origin", "https://other.example")]), Some(403));
        assert_eq!(status(ours, &[("origin", "null")]), Some(403));
        assert_eq!(status(ours, &[("sec-websocket-version", "8")]), Some(426));
    }

    fn an_event_is_told_and_stands_in_the_log_before_it_is(world: &World) {
        let chain = world.municipality();
        let mut socket = listening(world, &chain.signed_in("MENTOR"));
        let case = open_case(world, &chain, "Alma", Track::Compulsory);
        announce(world, &chain, Topic::CaseChanged, "Alma", case);
        let told = socket.heard("cases")["caseChanged"].take();
        let youth = json!({ "id": chain.youth("Alma"), "protection": "NONE", "givenName": "Alma" });
        assert_eq!((&told["missed"], &told["youth"]), (&json!(false), &youth));
        assert_eq!(told["case"], json!({ "id": told["caseId"], "state": "DETECTED" }));
        let log = "query Log($youth: ID!) { accessLog(first: 5, youth: $youth) { nodes { action staff { id } } } }";
        let log = chain.signed_in("AUDITOR").data(log, json!({ "youth": chain.youth("Alma") }));
        let nodes = log["accessLog"]["nodes"].as_array().unwrap();
        let read = |action: &str| {
            nodes.iter().any(|entry| entry["action"] == action && entry["staff"]["id"] == chain.staff("MENTOR"))
        };
        assert!(read("READ_CASES") && read("READ_YOUTH"), "{nodes:#?}");
    }

    fn one_case_is_listened_to_by_its_id_and_only_within_reach(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let case = |youth: &str| open_case(world, &chain, youth, Track::Compulsory);
        let (ours, theirs) = (case("Alma"), case("Frej"));
        let global =
            |case| api::support::page::GlobalId::write(api::support::page::Kind::Case, &chain.code, case);
        let mut socket = Socket::admitted(&world.url, token(&mentor));
        socket.subscribe("cases", CASES, &json!({ "case": *global(ours) }));
        changed(world, &chain, "Bo");
        announce(world, &chain, Topic::CaseChanged, "Alma", ours);
        assert_eq!(whose(&mut socket), "Alma");
        socket.ask("theirs", CASES, &json!({ "case": *global(theirs) }));
        assert_eq!(socket.message()["payload"][0]["extensions"]["code"], "NOT_FOUND");
        socket.ask("none", CASES, &json!({ "case": "none" }));
        assert_eq!(socket.message()["payload"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }

    fn a_mentor_hears_nothing_of_another_class_or_track_or_municipality(world: &World) {
        let (chain, other) = (world.municipality(), world.municipality());
        let mut socket = listening(world, &chain.signed_in("MENTOR"));
        changed(world, &chain, "Frej");
        changed(world, &other, "Alma");
        let kaa = open_case(world, &chain, "Bo", Track::Kaa);
        announce(world, &chain, Topic::CaseChanged, "Bo", kaa);
        announce(world, &chain, Topic::SignalRaised, "Bo", kaa);
        changed(world, &chain, "Cleo");
        assert_eq!(whose(&mut socket), "Cleo");
    }

    fn a_protected_person_is_told_of_to_those_appointed_alone_and_bare(world: &World) {
        let chain = world.municipality();
        let mut mentor = listening(world, &chain.signed_in("MENTOR"));
        let mut principal = listening(world, &chain.signed_in("PRINCIPAL"));
        changed(world, &chain, "Eja");
        changed(world, &chain, "Alma");
        assert_eq!(whose(&mut mentor), "Alma");
        let bare = json!({ "id": chain.youth("Eja"), "protection": "SECRECY_MARKED", "givenName": null });
        assert_eq!(principal.heard("cases")["caseChanged"]["youth"], bare);
        assert_eq!(whose(&mut principal), "Alma");
    }

    fn signals_and_deadlines_are_told_to_those_who_may_read_them(world: &World) {
        let chain = world.municipality();
        let mut mentor = Socket::admitted(&world.url, token(&chain.signed_in("MENTOR")));
        mentor.subscribe("signals", SIGNALS, &json!({}));
        for (who, youth) in [("OTHER_PRINCIPAL", "Frej"), ("PRINCIPAL", "Eja"), ("PRINCIPAL", "Bo")] {
            observe(&chain, who, youth);
        }
        // A rule may have something to say of the same youth.
        let kinds = std::iter::repeat_with(|| {
            let told = mentor.heard("signals")["signalRaised"].take();
            assert_eq!(told["youth"]["givenName"], "Bo");
            assert_eq!(told["signal"]["id"], told["signalId"]);
            told["signal"]["kind"].as_str().map(str::to_owned)
        });
        assert!(kinds.take(3).any(|kind| kind.as_deref() == Some("WELLBEING")));
        let mut mentor = Socket::admitted(&world.url, token(&chain.signed_in("MENTOR")));
        mentor.subscribe("deadlines", DEADLINES, &json!({}));
        for youth in ["Frej", "Eja", "Bo"] {
            let clock = start_clock(world, &chain, youth);
            announce(world, &chain, Topic::DeadlineApproaching, youth, clock);
        }
        let told = mentor.heard("deadlines")["deadlineApproaching"].take();
        assert_eq!(told["youth"]["givenName"], "Bo");
        assert_eq!(told["deadline"], json!({ "id": told["deadlineId"], "kind": "BEGIN_MAPPING" }));
        let mut teacher = Socket::admitted(&world.url, token(&chain.signed_in("TEACHER")));
        for query in [SIGNALS, CASES, DEADLINES] {
            teacher.ask("1", query, &json!({}));
            assert_eq!(teacher.message()["payload"][0]["extensions"]["code"], "FORBIDDEN", "{query}");
        }
    }

    /// What was missed is told without a row, so it is heard by all who may listen.
    fn each_role_listens_to_what_the_policy_opens_and_to_nothing_else(world: &World) {
        let chain = world.municipality();
        let fields = [
            ("signalRaised", Action::ReadSignals, Topic::SignalRaised),
            ("caseChanged", Action::ReadCases, Topic::CaseChanged),
            ("deadlineApproaching", Action::ReadCases, Topic::DeadlineApproaching),
        ];
        let mut listening = Vec::new();
        for role in policy::ROLES.into_iter().filter(|role| ROLE_NAMES.contains(&&*role.to_value())) {
            let client = chain.signed_in(&role.to_value());
            for (field, action, _) in fields {
                let mut socket = Socket::admitted(&world.url, token(&client));
                let query = format!("subscription {{ {field} {{ missed }} }}");
                if policy::extent(action, role) == Extent::Nothing {
                    socket.ask("1", &query, &json!({}));
                    let code = socket.message()["payload"][0]["extensions"]["code"].take();
                    assert_eq!(code, "FORBIDDEN", "{role:?} {field}");
                } else {
                    socket.subscribe("1", &query, &json!({}));
                    listening.push((role, field, socket));
                }
            }
        }
        assert!(listening.len() > 10);
        world.wait(async {
            let grant = chain.grant().await;
            let nobody = chain.row("7A");
            for (_, _, topic) in fields {
                (0..1_000).for_each(|_| grant.announce(topic, nobody, nobody));
            }
        });
        for (role, field, mut socket) in listening {
            assert_eq!(socket.heard("1"), json!({ field: { "missed": true } }), "{role:?}");
        }
    }

    fn an_ended_assignment_stops_events_at_once(world: &World) {
        let chain = world.municipality();
        let mut socket = listening(world, &chain.signed_in("MENTOR"));
        changed(world, &chain, "Alma");
        assert_eq!(whose(&mut socket), "Alma");
        world.wait(async {
            let grant = chain.grant().await;
            let tx = grant.begin().await.unwrap();
            let id = derived(chain.row("MENTOR"), "assignment");
            let ended = chain.today().pred_opt();
            let change = assignment::ActiveModel { id: Set(id), ends_on: Set(ended), ..Default::default() };
            assignment::Entity::update(change).exec(&tx).await.unwrap();
            tx.commit().await.unwrap();
        });
        changed(world, &chain, "Bo");
        let last = socket.message();
        assert_eq!((&last["type"], &last["id"]), (&json!("error"), &json!("cases")));
        assert_eq!(last["payload"][0]["extensions"]["code"], "FORBIDDEN");
        assert!(!last.to_string().contains("Bo"));
    }

    fn a_youth_who_is_marked_or_leaves_the_class_in_between_is_told_of_no_more(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let fields = [
            ("signalRaised", SIGNALS, Topic::SignalRaised),
            ("caseChanged", CASES, Topic::CaseChanged),
            ("deadlineApproaching", DEADLINES, Topic::DeadlineApproaching),
        ];
        let mut sockets = fields.map(|(field, query, _)| {
            let mut socket = Socket::admitted(&world.url, token(&mentor));
            socket.subscribe(field, query, &json!({}));
            socket
        });
        let youths = ["Alma", "Bo", "Cleo"].map(|youth| (youth, one_of_each(world, &chain, youth)));
        let tell = |youths: &[(&str, [Uuid; 3])]| {
            for (youth, rows) in youths {
                fields.iter().zip(rows).for_each(|((.., topic), row)| announce(world, &chain, *topic, youth, *row));
            }
        };
        let mut heard = |name: &str| {
            for ((field, ..), socket) in fields.iter().zip(&mut sockets) {
                assert_eq!(socket.heard(field)[field]["youth"]["givenName"], name, "{field}");
            }
        };
        tell(&youths);
        for (youth, _) in &youths {
            heard(youth);
        }
        let mark = "mutation Mark($id: ID!) {
            setProtection(input: { youth: $id, protection: SECRECY_MARKED }) { userErrors { code } }
        }";
        chain.signed_in("PRINCIPAL").data(mark, json!({ "id": chain.youth("Alma") }));
        world.wait(async {
            let (id, ends_on) = (derived(chain.row("Bo"), "7A"), chain.today().pred_opt());
            let left = group_membership::ActiveModel { id: Set(id), ends_on: Set(ends_on), ..Default::default() };
            let tx = chain.grant().await.begin().await.unwrap();
            group_membership::Entity::update(left).exec(&tx).await.unwrap();
            tx.commit().await.unwrap();
        });
        tell(&youths);
        heard("Cleo");
    }

    fn signing_out_closes_the_socket_before_the_next_event(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let mut socket = listening(world, &client);
        client.data("mutation { signOut { userErrors { code } } }", json!({}));
        changed(world, &chain, "Alma");
        assert_eq!(socket.closed(), 4401);
    }

    fn a_socket_lives_no_longer_than_its_token(world: &World) {
        let chain = world.municipality();
        let short = short_token(world, &chain.signed_in("MENTOR"), 5);
        let mut socket = Socket::admitted(&world.url, &short);
        socket.subscribe("cases", CASES, &json!({}));
        assert_eq!(socket.closed(), 4403, "come again with a new token");
        assert_eq!(
            {
                let mut late = Socket::open(&world.url);
                late.init(&short);
                late.closed()
            },
            4403,
            "though requests forgive clocks that differ"
        );
    }

    fn what_is_completed_is_heard_no_more_and_its_id_is_free(world: &World) {
        let chain = world.municipality();
        let mut socket = listening(world, &chain.signed_in("MENTOR"));
        socket.send(&json!({ "type": "complete", "id": "cases" }));
        socket.send(&json!({ "type": "complete", "id": "unknown" }));
        socket.subscribe("cases", SIGNALS, &json!({}));
        changed(world, &chain, "Alma");
        observe(&chain, "PRINCIPAL", "Bo");
        assert_eq!(socket.heard("cases")["signalRaised"]["youth"]["givenName"], "Bo");
    }

    fn a_thousand_events_at_once_are_told_as_one_to_read_anew(world: &World) {
        let chain = world.municipality();
        let mut socket = listening(world, &chain.signed_in("MENTOR"));
        world.wait(async {
            let grant = chain.grant().await;
            (0..1_000).for_each(|_| grant.announce(Topic::CaseChanged, chain.row("Alma"), chain.row("Alma")));
        });
        let nothing = json!({ "missed": true, "caseId": null, "case": null, "youth": null });
        assert_eq!(socket.heard("cases")["caseChanged"], nothing);
    }

    fn documents_over_a_socket_meet_the_same_guard(world: &World) {
        let chain = world.municipality();
        let mut socket = Socket::admitted(&world.url, token(&chain.signed_in("MENTOR")));
        let mut bomb = String::from("{ ...f0 }");
        for step in 0..30 {
            bomb += &format!(" fragment f{step} on Query {{ ...f{next} ...f{next} }}", next = step + 1);
        }
        let started = Instant::now();
        for (id, document, code) in [
            ("bomb", &*format!("{bomb} fragment f30 on Query {{ viewer {{ municipalityCode }} }}"), "LIMIT_EXCEEDED"),
            ("listening bomb", &*format!("subscription {}", bomb.replace("Query", "Subscription")), "LIMIT_EXCEEDED"),
            ("deep", &*"{".repeat(10_000), "LIMIT_EXCEEDED"),
            ("no document", "{ viewer", "GRAPHQL_PARSE_FAILED"),
            ("no field", "subscription { nothing { a } }", "GRAPHQL_VALIDATION_FAILED"),
            ("two", "subscription { a: signalRaised { missed } b: signalRaised { missed } }", "GRAPHQL_VALIDATION_FAILED"),
        ] {
            socket.ask(id, document, &json!({}));
            let told = socket.message();
            let got = (&told["type"], &told["id"], &told["payload"][0]["extensions"]["code"]);
            assert_eq!(got, (&json!("error"), &json!(id), &json!(code)), "{told:#}");
        }
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
        socket.ask("fine", "{ viewer { municipalityCode } }", &json!({}));
        assert_eq!(socket.heard("fine")["viewer"]["municipalityCode"], chain.code.as_str());
        let closed = world.instance_with(Settings { introspection: false, ..usual_settings() });
        let mut socket = Socket::admitted(&closed.url, token(&chain.signed_in("MENTOR")));
        socket.ask("1", "{ __schema { types { name } } }", &json!({}));
        assert_eq!(socket.message()["payload"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    }

    fn a_socket_has_so_many_operations_and_a_sign_in_so_many_sockets(world: &World) {
        let chain = world.municipality();
        let live = Live { operations: 2, of_session: 2, of_address: 3, ..Live::default() };
        let small = world.instance_with(settings(live));
        let client = chain.signed_in("MENTOR");
        let mut first = Socket::admitted(&small.url, token(&client));
        first.subscribe("1", CASES, &json!({}));
        first.subscribe("2", CASES, &json!({}));
        first.ask("3", CASES, &json!({}));
        assert_eq!(first.message()["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
        let _second = Socket::admitted(&small.url, token(&client));
        let mut third = Socket::open(&small.url);
        third.init(token(&client));
        assert_eq!(Socket::try_open(&small.url, Some("graphql-transport-ws"), &[]).err(), Some(429));
        assert_eq!(third.closed(), 1013);
    }

    /// The queue to the client is full after a few answers; what it asks for after that is not even read.
    fn who_does_not_take_answers_is_let_go_and_costs_no_memory(world: &World) {
        let live = Live { send_deadline: Duration::from_millis(500), ..Live::default() };
        let instance = world.instance_with(settings(live));
        let mut socket = Socket::open(&instance.url);
        socket.stream().set_write_timeout(Some(Duration::from_millis(200))).unwrap();
        let ping = json!({ "type": "ping" }).to_string();
        // Some hundred thousand answers fill the kernel's buffers and ours; then nothing is taken any more.
        let sent = (0..3_000_000).take_while(|_| socket.try_send(Message::text(&*ping)).is_ok()).count();
        assert!(sent < 3_000_000, "everything was taken");
        let started = Instant::now();
        while open_connections(&instance) > 0.0 {
            assert!(started.elapsed() < Duration::from_secs(10), "the socket is kept");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn open_sockets_are_closed_when_the_server_stops(world: &World) {
        let chain = world.municipality();
        let instance = world.second_instance();
        let mut socket = Socket::admitted(&instance.url, token(&chain.signed_in("MENTOR")));
        socket.subscribe("cases", CASES, &json!({}));
        let started = Instant::now();
        let stopper = instance.stopper.clone();
        let stopping = std::thread::spawn(move || instance.wait(stopper.stop(true)));
        assert_eq!(socket.closed(), 1001);
        drop(socket);
        stopping.join().unwrap();
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    }
}

/// On an embedded node there is one instance alone.
#[test]
fn an_event_told_at_one_instance_is_heard_at_another_on_postgres_and_redis() {
    let world = World::postgres();
    let chain = world.municipality();
    let second = world.second_instance();
    let mut socket = listening(&second, &chain.signed_in("MENTOR"));
    changed(world, &chain, "Frej");
    changed(world, &chain, "Alma");
    assert_eq!(whose(&mut socket), "Alma");
}

#[test]
fn a_gap_between_instances_is_told_and_then_events_come_again_on_postgres_and_redis() {
    let world = World::postgres();
    let chain = world.municipality();
    let redis = from_tests_run("UP2_TEST_REDIS_URL");
    let (credentials, address) = redis.split_once('@').expect("an address with a password");
    let (address, database) = address.split_once('/').expect("a database");
    let forwarder = Forwarder::to(address.to_owned());
    let second = world.instance_by_redis(format!("{credentials}@127.0.0.1:{}/{database}", forwarder.port));
    let mut socket = listening(&second, &chain.signed_in("MENTOR"));
    changed(world, &chain, "Alma");
    assert_eq!(whose(&mut socket), "Alma");
    forwarder.cut();
    let told = socket.heard("cases")["caseChanged"].take();
    assert_eq!(told, json!({ "missed": true, "caseId": null, "case": null, "youth": null }));
    changed(world, &chain, "Bo");
    assert_eq!(whose(&mut socket), "Bo");
}
