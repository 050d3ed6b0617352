//! What happens is told as it happens, over `graphql-sse` in distinct connections.

use std::time::Duration;

use api::server::settings::{Live, Settings};
use api::support::events::Topic;
use entity::vocabulary::Track;
use serde_json::{Value, json};
use tests::live::{Events, announce, open_case};
use tests::world::usual_settings;
use tests::{Chain, World, on_both_engines};

const CASES: &str = "subscription { caseChanged { missed youth { givenName } } }";

fn streaming(world: &World, token: &str, query: &str) -> Events {
    Events::post(&world.url, "/graphql/stream", Some(token), "", &json!({ "query": query }))
}

fn changed(world: &World, chain: &Chain<'_>, youth: &str) {
    let case = open_case(world, chain, youth, Track::Compulsory);
    announce(world, chain, Topic::CaseChanged, youth, case);
}

#[track_caller]
fn complete(events: &mut Events) {
    assert_eq!(events.event(), Some(("complete".to_owned(), Value::Null)));
    assert_eq!(events.event(), None);
}

on_both_engines! {
    fn events_are_told_to_those_who_may_read_them(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let mut events = streaming(world, client.token().unwrap(), CASES);
        assert_eq!(events.status(), 200, "{}", events.head);
        assert!(events.head.contains("content-type: text/event-stream"), "{}", events.head);
        for youth in ["Frej", "Eja", "Alma"] {
            changed(world, &chain, youth);
        }
        let (name, told) = events.event().unwrap();
        let youth = json!({ "missed": false, "youth": { "givenName": "Alma" } });
        assert_eq!((&*name, &told["data"]["caseChanged"]), ("next", &youth));
        client.data("mutation { signOut { userErrors { code } } }", json!({}));
        changed(world, &chain, "Bo");
        let (_, last) = events.event().unwrap();
        assert_eq!(last["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        assert!(last.get("data").is_none());
        complete(&mut events);
    }

    fn a_question_is_answered_and_completed_and_so_is_a_wrong_one(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let token = client.token();
        let body = json!({ "query": "{ viewer { municipalityCode } }" });
        // The same path as for any question, by the media type that is asked for.
        let mut events = Events::post(&world.url, "/graphql", token, "Accept: text/event-stream\r\n", &body);
        assert_eq!(events.event().unwrap().1["data"]["viewer"]["municipalityCode"], chain.code.as_str());
        complete(&mut events);
        for (query, code) in [
            ("{ viewer", "GRAPHQL_PARSE_FAILED"),
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ] {
            let mut events = streaming(world, token.unwrap(), query);
            let (_, told) = events.event().unwrap();
            assert_eq!((events.status(), &told["errors"][0]["extensions"]["code"]), (200, &json!(code)), "{query}");
            complete(&mut events);
        }
    }

    fn what_http_can_refuse_it_refuses(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let post = |path: &str, token: Option<&str>, headers: &str, query: &str| {
            Events::post(&world.url, path, token, headers, &json!({ "query": query })).status()
        };
        assert_eq!(post("/graphql/stream", Some("none"), "", CASES), 401);
        assert_eq!(post("/graphql/stream", client.token(), "Accept: text/html\r\n", CASES), 406);
        let by_post = client.codes(CASES, json!({}));
        assert_eq!(by_post, ["GRAPHQL_VALIDATION_FAILED"], "an answer of JSON has no events");
        let got = client.raw("GET", "/graphql/stream?query=mutation%7BsignOut%7BuserErrors%7Bcode%7D%7D%7D", &[], "");
        assert_eq!(got.status, 405);
    }

    fn a_quiet_stream_is_kept_alive_and_ends_with_its_token_or_the_server(world: &World) {
        let chain = world.municipality();
        let live = Live {
            ping_every: Duration::from_millis(200),
            tick: Duration::from_millis(50),
            of_session: 2,
            ..Live::default()
        };
        let instance = world.instance_with(Settings { live, ..usual_settings() });
        let client = chain.signed_in("MENTOR");
        let desk = &world.parts.desk;
        let mut claims = desk.verify(client.token().unwrap()).unwrap();
        claims.exp = world.clock.now().timestamp() + 5;
        let short = desk.ring().issue(&claims).unwrap();
        let mut short = streaming(&instance, &short, CASES);
        assert_eq!(short.line().as_deref(), Some(":"));
        let mut long = streaming(&instance, client.token().unwrap(), CASES);
        assert_eq!(streaming(&instance, client.token().unwrap(), CASES).status(), 429);
        assert_eq!(short.event().unwrap().1["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        complete(&mut short);
        let stopper = instance.stopper.clone();
        let stopping = std::thread::spawn(move || instance.wait(stopper.stop(true)));
        assert_eq!(long.event(), None, "cut off, not complete: the client comes again");
        stopping.join().unwrap();
    }
}
