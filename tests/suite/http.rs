//! GraphQL over HTTP: methods, media types, statuses, limits, languages, and the other paths of the server.

use serde_json::{Value, json};
use tests::world::usual_settings;
use tests::{Client, Reply, on_both_engines};

const GRAPHQL: &str = "/graphql";
const RESPONSE: &str = "application/graphql-response+json";

/// Posts a body of JSON, accepting what the draft prefers.
fn post(client: &Client, body: &Value) -> Reply {
    let headers = [("content-type", "application/json"), ("accept", RESPONSE)];
    client.raw("POST", GRAPHQL, &headers, &body.to_string())
}

fn ask(client: &Client, query: &str) -> Reply {
    post(client, &json!({ "query": query }))
}

#[track_caller]
fn refused(reply: &Reply, status: u16, code: &str) {
    let answer = reply.json();
    let told = (reply.status, answer["errors"][0]["extensions"]["code"].as_str());
    assert_eq!(told, (status, Some(code)), "{reply:?}");
    assert!(answer.get("data").is_none(), "a refused request has no data: {reply:?}");
}

on_both_engines! {
    fn a_question_is_posted_or_got_and_a_change_only_posted(world: &World) {
        let client = world.client();
        assert_eq!(client.get("/graphql?query=%7B__typename%7D").json()["data"]["__typename"], "Query");
        let changing = client.get("/graphql?query=mutation%7BsignOut%7BuserErrors%7Bcode%7D%7D%7D");
        refused(&changing, 405, "BAD_USER_INPUT");
        assert_eq!(changing.header("allow"), Some("POST"));
        for method in ["PUT", "DELETE", "PATCH"] {
            let reply = client.raw(method, GRAPHQL, &[], "");
            refused(&reply, 405, "BAD_USER_INPUT");
            assert_eq!(reply.header("allow"), Some("GET, POST"));
        }
    }

    fn a_request_is_one_object_of_json(world: &World) {
        let client = world.client();
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/graphql"] {
            let reply = client.raw("POST", GRAPHQL, &[("content-type", kind)], r#"{"query":"{__typename}"}"#);
            refused(&reply, 415, "BAD_USER_INPUT");
        }
        for bad in ["{", "null", "\"{ __typename }\"", "{}", r#"{"query":null}"#, r#"[{"query":"{__typename}"}]"#] {
            let reply = client.raw("POST", GRAPHQL, &[("content-type", "application/json")], bad);
            refused(&reply, 400, "BAD_USER_INPUT");
        }
        for (name, value) in [("variables", json!([])), ("variables", json!("a")), ("operationName", json!(1))] {
            let reply = post(&client, &json!({ "query": "{ __typename }", name: value }));
            refused(&reply, 400, "BAD_USER_INPUT");
        }
        refused(&client.get(GRAPHQL), 400, "BAD_USER_INPUT");
    }

    fn a_media_type_that_is_not_written_is_refused(world: &World) {
        let ask = |accept: &str| {
            let headers = [("content-type", "application/json"), ("accept", accept)];
            world.client().raw("POST", GRAPHQL, &headers, r#"{"query":"{__typename}"}"#)
        };
        for (accept, written) in [
            (RESPONSE, RESPONSE),
            ("application/json", "application/json"),
            ("*/*", "application/json"),
            ("application/json;q=0.3, application/graphql-response+json;q=0.8", RESPONSE),
        ] {
            let reply = ask(accept);
            assert_eq!(reply.status, 200, "{accept}");
            assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with(written)), "{reply:?}");
        }
        refused(&ask("text/html"), 406, "BAD_USER_INPUT");
        refused(&ask("application/json;q=0"), 406, "BAD_USER_INPUT");
    }

    /// By the draft, `application/json` says 200 of every request that is well formed.
    fn a_document_that_does_not_fit_is_400_or_200_by_media_type(world: &World) {
        let client = world.client();
        let typed = "query A($first: Int!) { youths(first: $first) { nodes { id } } }";
        for (body, code) in [
            (json!({ "query": "{ __typename" }), "GRAPHQL_PARSE_FAILED"),
            (json!({ "query": "{ nothing }" }), "GRAPHQL_VALIDATION_FAILED"),
            (json!({ "query": "{ viewer }" }), "GRAPHQL_VALIDATION_FAILED"),
            (json!({ "query": "query A { __typename } query B { __typename }" }), "GRAPHQL_VALIDATION_FAILED"),
            (json!({ "query": "{ __typename }", "operationName": "B" }), "GRAPHQL_VALIDATION_FAILED"),
            (json!({ "query": "{ ...a } fragment a on Query { ...a }" }), "GRAPHQL_VALIDATION_FAILED"),
            (json!({ "query": typed }), "BAD_USER_INPUT"),
            (json!({ "query": typed, "variables": { "first": "one" } }), "BAD_USER_INPUT"),
            (json!({ "query": "{ youths(first: \"one\") { nodes { id } } }" }), "BAD_USER_INPUT"),
        ] {
            refused(&post(&client, &body), 400, code);
            refused(&client.post(GRAPHQL, &body), 200, code);
        }
    }

    fn a_field_that_fails_leaves_the_others(world: &World) {
        let reply = ask(&world.client(), "{ youths(first: 1) { totalCount } __typename }");
        let answer = reply.json();
        assert_eq!((reply.status, &answer["data"]), (200, &json!({ "youths": null, "__typename": "Query" })));
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        assert_eq!(answer["errors"][0]["path"], json!(["youths"]));
    }

    fn a_body_that_is_too_large_is_refused(world: &World) {
        let reply = ask(&world.client(), &" ".repeat((1 << 20) + 1));
        refused(&reply, 413, "LIMIT_EXCEEDED");
    }

    fn a_token_that_is_not_ours_is_told_at_once(world: &World) {
        for token in ["garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
            for reply in [
                ask(&world.client().with_token(token), "{ __typename }"),
                world.client().with_token(token).post(GRAPHQL, &json!({ "query": "{ __typename }" })),
            ] {
                refused(&reply, 401, "UNAUTHENTICATED");
                assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
            }
        }
        let basic = [("content-type", "application/json"), ("authorization", "Basic YTpi")];
        let reply = world.client().raw("POST", GRAPHQL, &basic, r#"{"query":"{__typename}"}"#);
        refused(&reply, 401, "UNAUTHENTICATED");
    }

    fn documents_that_grow_when_they_are_walked_are_refused(world: &World) {
        let client = world.client();
        let mut bomb = String::from("{ ...f0 }");
        for step in 0..30 {
            bomb += &format!(" fragment f{step} on Query {{ ...f{next} ...f{next} }}", next = step + 1);
        }
        bomb += " fragment f30 on Query { __typename }";
        let parents = format!("{{ unit(id: \"a\") {{ {} id {} }} }}", "parent { ".repeat(15), "}".repeat(15));
        let aliases: String = (0..101).map(|n| format!("a{n}: name ")).collect();
        let aliases = format!("{{ unit(id: \"a\") {{ {aliases} }} }}");
        let directives = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(51));
        let roots: String = (0..31).map(|n| format!("a{n}: __typename ")).collect();
        let lists = "{ youths(first: 100) { nodes { enrolments { unit { children(first: 100) { nodes { children(first: \
            100) { nodes { id } } } } } } } } }";
        for (what, query) in [
            ("a fragment bomb", bomb),
            ("brackets", "{".repeat(100_000)),
            ("lists in a value", format!("{{ node(id: {}{}) {{ id }} }}", "[".repeat(1000), "]".repeat(1000))),
            ("depth", parents),
            ("aliases", aliases),
            ("directives", directives),
            ("root fields", format!("{{ {roots} }}")),
            ("tokens", format!("{{ {} }}", "__typename ".repeat(10_001))),
            ("cost", lists.to_owned()),
        ] {
            let reply = ask(&client, &query);
            let code = &reply.json()["errors"][0]["extensions"]["code"];
            assert_eq!((reply.status, code), (400, &json!("LIMIT_EXCEEDED")), "{what}: {reply:?}");
        }
    }

    fn fields_come_back_in_the_order_of_the_question(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let reply = ask(&mentor, "{ z: __typename viewer { secondFactor staff { givenName id familyName } \
            municipalityCode } a: __typename }");
        let asked = ["\"z\"", "\"viewer\"", "\"secondFactor\"", "\"staff\"", "\"givenName\"", "\"id\"",
            "\"familyName\"", "\"municipalityCode\"", "\"a\""];
        let places: Vec<_> = asked.iter().map(|name| reply.body.find(name).expect("a field")).collect();
        assert!(places.is_sorted(), "{}", reply.body);
    }

    fn messages_are_swedish_unless_english_is_asked_for(world: &World) {
        let message = |client: &Client| {
            let reply = ask(client, "{ youths(first: 1) { totalCount } }");
            let language = reply.header("content-language").map(str::to_owned);
            (language.unwrap_or_default(), reply.json()["errors"][0]["message"].as_str().unwrap_or("").to_owned())
        };
        let client = world.client();
        let (swedish, english) = (message(&client), message(&client.speaking("en-GB,en;q=0.9,sv;q=0.1")));
        assert!(swedish.0 == "sv" && swedish.1.starts_with("Logga in"), "{swedish:?}");
        assert!(english.0 == "en" && english.1.starts_with("Sign in"), "{english:?}");
        assert_eq!(message(&client.speaking("fi")), swedish);
    }

    fn no_message_repeats_what_was_sent(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let typed = "query A($input: CreateUnitInput!) { __typename @skip(if: false) } ";
        for body in [
            json!({ "query": "{ youths(first: 1, filter: { name: \"hemligt }) }" }),
            json!({ "query": "{ youths(first: \"hemligt\") { totalCount } }" }),
            json!({ "query": "{ youths(first: 1, orderBy: hemligt) { totalCount } }" }),
            json!({ "query": "{ youths(first: 1, orderBy: \"hemligt\") { totalCount } }" }),
            json!({ "query": "{ youths(first: 1, after: \"hemligt\") { totalCount } }" }),
            json!({ "query": "{ node(id: \"hemligt\") { id } }" }),
            json!({ "query": "query A($x: Int = \"hemligt\") { youths(first: $x) { totalCount } }" }),
            json!({ "query": "query A($x: Int!) { youths(first: $x) { totalCount } }", "variables": { "x": "hemligt" } }),
            json!({ "query": "query A($x: YouthOrder!) { youths(first: 1, orderBy: $x) { totalCount } }",
                "variables": { "x": "hemligt" } }),
            json!({ "query": "query A($x: YouthFilter!) { youths(first: 1, filter: $x) { totalCount } }",
                "variables": { "x": { "schoolYear": "hemligt" } } }),
            json!({ "query": typed, "variables": { "input": { "name": "hemligt" } } }),
        ] {
            let reply = post(&mentor, &body);
            assert!(reply.json()["errors"].is_array(), "{body}: {reply:?}");
            assert!(!reply.body.contains("hemligt"), "{body}: {reply:?}");
        }
    }

    fn every_answer_says_what_it_cost(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let answer = ask(&mentor, "{ youths(first: 50) { nodes { id } } }").json();
        let cost = &answer["extensions"]["cost"];
        let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("no number in {cost}"));
        assert!(number(&cost["requestedQueryCost"]) >= 50.0, "{cost}");
        assert!(number(&cost["actualQueryCost"]) < number(&cost["requestedQueryCost"]), "{cost}");
        let throttle = &cost["throttleStatus"];
        assert!(number(&throttle["currentlyAvailable"]) <= number(&throttle["maximumAvailable"]), "{cost}");
        assert!(number(&throttle["restoreRate"]) > 0.0, "{cost}");
    }

    fn an_empty_bucket_says_when_to_come_back(world: &World) {
        let chain = world.municipality();
        let (mentor, teacher) = (chain.signed_in("MENTOR"), chain.signed_in("TEACHER"));
        let mut settings = usual_settings();
        (settings.limits.bucket, settings.limits.restore_rate) = (20.0, 0.01);
        let narrow = world.instance_with(settings);
        let spend = |client: &Client| ask(&client.at(&narrow.url), "{ viewer { staff { id } } }");
        let last = (0..20).map(|_| spend(&mentor)).find(|reply| reply.status != 200).expect("an empty bucket");
        refused(&last, 429, "THROTTLED");
        assert!(last.header("retry-after").and_then(|wait| wait.parse().ok()).is_some_and(|wait: u64| wait > 0));
        assert_eq!(spend(&teacher).status, 200, "a bucket belongs to one client");
    }

    fn the_schema_is_asked_for_only_where_that_is_open(world: &World) {
        let query = "{ __schema { queryType { name } } }";
        assert_eq!(ask(&world.client(), query).json()["data"]["__schema"]["queryType"]["name"], "Query");
        let settings = api::server::settings::Settings { introspection: false, graphiql: false, ..usual_settings() };
        let closed = world.instance_with(settings);
        for query in [query, "{ __type(name: \"Youth\") { name } }", "{ ...a } fragment a on Query { b: __schema { types { name } } }"] {
            refused(&ask(&closed.client(), query), 400, "GRAPHQL_VALIDATION_FAILED");
        }
        assert_eq!(ask(&closed.client(), "{ __typename }").json()["data"]["__typename"], "Query");
        assert_eq!(closed.client().get("/graphiql").status, 404);
    }

    fn health_figures_and_public_keys_are_served(world: &World) {
        let client = world.client();
        assert_eq!(client.get("/health/live").json(), json!({ "status": "live" }));
        assert_eq!(client.get("/health/ready").json(), json!({ "status": "ready" }));
        let figures = client.get("/metrics").body;
        assert!(figures.contains("up2_database_statements") && figures.contains("up2_requests_open"), "{figures}");
        let keys = client.get("/.well-known/jwks.json").json();
        for key in keys["keys"].as_array().expect("keys") {
            assert!(key["kty"] == "OKP" && key["alg"] == "EdDSA" && key.get("d").is_none(), "{key}");
        }
        assert_eq!(client.get("/nowhere").status, 404);
    }

    fn graphiql_takes_nothing_from_elsewhere(world: &World) {
        let page = world.client().get("/graphiql");
        assert!(page.status == 200 && !page.body.contains("//"), "{}", page.body);
        let policy = page.header("content-security-policy").expect("a policy");
        for rule in ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(rule), "{rule} in {policy}");
        }
        let parts: Vec<_> = page.body.split('"').filter(|part| part.starts_with("/graphiql/")).collect();
        assert!(parts.len() > 4);
        for part in parts {
            assert_eq!(world.client().get(part).status, 200, "{part}");
        }
    }

    fn every_answer_forbids_guessing_framing_and_keeping(world: &World) {
        let reply = ask(&world.client(), "{ __typename }");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("cache-control", "no-store")]
        {
            assert_eq!(reply.header(name), Some(value));
        }
        assert!(reply.header("x-request-id").is_some() && reply.header("server").is_none());
    }
}
