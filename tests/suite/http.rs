//! GraphQL over HTTP: what the door lets in, and how it refuses.

use std::time::Instant;

use serde_json::json;
use tests::on_both_engines;

const JSON: (&str, &str) = ("content-type", "application/json");
const ONE: &str = r#"{"query":"{ __typename }"}"#;

on_both_engines! {
    fn the_door_refuses_by_status(world: &World) {
        let client = world.client();
        let put = client.raw("PUT", "/graphql", &[JSON], ONE);
        assert_eq!(put.status, 405);
        assert!(put.header("allow").unwrap().contains("POST"));
        assert_eq!(client.raw("POST", "/graphql", &[("content-type", "text/plain")], ONE).status, 415);
        assert_eq!(client.raw("POST", "/graphql", &[JSON, ("accept", "image/png")], ONE).status, 406);
        assert_eq!(client.raw("POST", "/graphql", &[JSON], "{").status, 400);
        assert_eq!(client.raw("POST", "/graphql", &[JSON], "{}").status, 400);
        assert_eq!(client.raw("POST", "/graphql", &[JSON], &format!("[{ONE},{ONE}]")).status, 400);
        let large = json!({ "query": "{ __typename }", "operationName": "x".repeat(3 << 20) });
        assert_eq!(client.post("/graphql", &large).status, 413);
    }

    fn the_answer_is_of_the_kind_that_is_accepted(world: &World) {
        for kind in ["application/json", "application/graphql-response+json"] {
            let answer = world.client().raw("POST", "/graphql", &[JSON, ("accept", kind)], ONE);
            assert_eq!(answer.status, 200, "{answer:?}");
            assert!(answer.header("content-type").unwrap().starts_with(kind), "{answer:?}");
        }
    }

    fn a_get_changes_nothing(world: &World) {
        let answer = world.client().get("/graphql?query=mutation%7BsignOut%7BuserErrors%7Bcode%7D%7D%7D");
        assert_eq!(answer.status, 405, "{answer:?}");
    }

    fn bombs_are_refused_quickly(world: &World) {
        let mut bomb = "query Q { ...F0 }".to_owned();
        for n in 0..40 {
            bomb += &format!(" fragment F{n} on Query {{ ...F{} ...F{} }}", n + 1, n + 1);
        }
        bomb += " fragment F40 on Query { __typename }";
        let deep = format!("{}{}", "{ viewer ".repeat(300), "}".repeat(300));
        let flood: String = (0..5000).map(|n| format!(" a{n}: viewer {{ __typename }}")).collect();
        for document in [bomb, deep, format!("{{ {flood} }}")] {
            let begun = Instant::now();
            let codes = world.client().codes(&document, json!({}));
            assert_eq!(codes.len(), 1, "{codes:?}");
            assert!(["LIMIT_EXCEEDED", "GRAPHQL_PARSE_FAILED"].contains(&&*codes[0]), "{codes:?}");
            assert!(begun.elapsed().as_secs() < 2);
        }
    }

    fn errors_are_in_swedish_unless_english_is_asked_for(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("AUDITOR");
        let said = |client: &tests::Client| {
            let answer = client.graphql("{ youths(first: 1) { nodes { id } } }", json!({}));
            answer["errors"][0]["message"].as_str().unwrap().to_owned()
        };
        assert_eq!(said(&client), "Inget av dina uppdrag ger dig rätt till detta.");
        assert_eq!(said(&client.speaking("en")), "None of your assignments gives you the right to this.");
    }

    fn fields_come_in_the_order_of_the_document(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("PRINCIPAL");
        let answer = client.post("/graphql", &json!({ "query": "{ municipality { name code id } b: __typename }" }));
        let at = |name: &str| answer.body.find(&format!("\"{name}\"")).unwrap();
        assert!(at("name") < at("code") && at("code") < at("id") && at("id") < at("b"), "{}", answer.body);
    }
}
