//! The published contract: current, described throughout, and by Relay's rules.

use serde_json::{Value, json};
use tests::World;

const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name } types {
    kind name description
    fields { name description args { name description } type { kind name ofType { kind name ofType { kind name } } } }
    inputFields { name description }
    enumValues { name description } } } }";

fn types() -> Vec<Value> {
    let answer = World::sqlite().client().data(INTROSPECTION, json!({}));
    let types = answer["__schema"]["types"].as_array().unwrap();
    types.iter().filter(|kind| !kind["name"].as_str().unwrap().starts_with("__")).cloned().collect()
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

fn field<'v>(kind: &'v Value, name: &str) -> Option<&'v Value> {
    list(kind, "fields").find(|field| field["name"] == name)
}

#[test]
fn the_committed_schema_is_current() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed.trim() == api::schema::sdl().trim(),
        "write it anew: cargo run -- schema > schema.graphql"
    );
}

#[test]
fn everything_is_described() {
    let mut bare = Vec::new();
    for kind in types() {
        let mut check = |value: &Value, path: String| {
            if value["description"].as_str().unwrap_or_default().is_empty() {
                bare.push(path);
            }
        };
        let name = kind["name"].as_str().unwrap();
        check(&kind, name.to_owned());
        for part in ["fields", "inputFields", "enumValues"] {
            for child in list(&kind, part) {
                check(child, format!("{name}.{}", child["name"]));
                list(child, "args")
                    .for_each(|arg| check(arg, format!("{name}.{}({})", child["name"], arg["name"])));
            }
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn connections_are_by_relays_rules() {
    let types = types();
    let connections = types.iter().filter(|kind| kind["name"].as_str().unwrap().ends_with("Connection"));
    for connection in connections {
        let name = &connection["name"];
        let edges = field(connection, "edges").unwrap_or_else(|| panic!("{name} has no edges"));
        assert!(edges["type"].to_string().contains("Edge\""), "{name}");
        let info = field(connection, "pageInfo").unwrap_or_else(|| panic!("{name} has no pageInfo"));
        assert_eq!(info["type"]["kind"], "NON_NULL", "{name}");
        assert_eq!(info["type"]["ofType"]["name"], "PageInfo", "{name}");
    }
    for edge in types.iter().filter(|kind| kind["name"].as_str().unwrap().ends_with("Edge")) {
        assert!(field(edge, "node").is_some(), "{}", edge["name"]);
        assert_eq!(field(edge, "cursor").unwrap()["type"]["kind"], "NON_NULL", "{}", edge["name"]);
    }
}

#[test]
fn mutations_may_be_null_and_tell_user_errors() {
    let types = types();
    let named = |name: &str| types.iter().find(|kind| kind["name"] == name).unwrap();
    for change in list(named("Mutation"), "fields") {
        let name = &change["name"];
        assert_ne!(change["type"]["kind"], "NON_NULL", "{name}");
        let payload = named(change["type"]["name"].as_str().unwrap());
        assert!(field(payload, "userErrors").is_some(), "{name}");
    }
}

#[test]
fn a_root_field_is_there_once() {
    for root in types().iter().filter(|kind| kind["name"] == "Query" || kind["name"] == "Mutation") {
        let mut names: Vec<_> = list(root, "fields").map(|field| field["name"].to_string()).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
