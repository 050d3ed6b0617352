//! The guard against documents that are small to send and large to answer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops at the first thing that is wrong"
)]

use super::*;

const SDL: &str = r"
interface Node { id: ID! }
type Unit implements Node { id: ID! youths(first: Int, after: String): YouthConnection! parent: Unit children: [Unit!]! }
type Youth implements Node { id: ID! name: String attendance(weeks: Int! = 10): [Week!]! }
type Attendance { weeks: [Week!]! sum: Week }
type Week { minutes: Int }
type YouthConnection { nodes: [Youth!]! edges: [YouthEdge!]! pageInfo: PageInfo! }
type YouthEdge { node: Youth! }
type PageInfo { hasNextPage: Boolean! }
type Query { attendance(weeks: Int! = 10): Attendance node(id: ID!): Node nodes(ids: [ID!]!): [Node]! unit: Unit youths(first: Int): YouthConnection! }
type Mutation { act: Unit }
schema { query: Query mutation: Mutation }
";

fn look_with(text: &str, variables: serde_json::Value) -> Result<Measure, Refused> {
    let outline = Outline::read(SDL).unwrap_or_default();
    let document = async_graphql_parser::parse_query(text).unwrap_or_else(|cause| panic!("{cause}"));
    measure(&document, None, &Variables::from_json(variables), &outline, &Limits::default())
}

fn look(text: &str) -> Result<Measure, Refused> {
    look_with(text, serde_json::Value::Null)
}

fn cost(text: &str) -> u64 {
    look(text).map_or(0, |measure| measure.cost)
}

#[test]
fn a_fragment_bomb_is_refused_at_once() {
    let mut text = String::from("{ unit { ...f0 } }");
    for step in 0..30 {
        text += &format!(
            " fragment f{step} on Unit {{ parent {{ ...f{next} }} parent {{ ...f{next} }} }}",
            next = step + 1
        );
    }
    text += " fragment f30 on Unit { id }";
    assert!(matches!(look(&text), Err(Refused::Limit(..))));
}

#[test]
fn a_wide_fragment_bomb_without_depth_is_refused() {
    let mut text = String::from("{ unit { ...f0 } }");
    for step in 0..20 {
        text += &format!(" fragment f{step} on Unit {{ ...f{next} ...f{next} }}", next = step + 1);
    }
    text += " fragment f20 on Unit { id }";
    assert_eq!(look(&text), Err(Refused::Limit("fält", "fields", 5_000)));
}

#[test]
fn a_fragment_that_spreads_itself_is_refused_even_when_unused() {
    assert_eq!(
        look("{ unit { id } } fragment a on Unit { ...b } fragment b on Unit { ...a }"),
        Err(Refused::Cycle)
    );
}

#[test]
fn depth_aliases_directives_and_roots_are_counted_with_fragments_written_out() {
    let deep = format!("{{ unit {} id {} }}", "{ parent ".repeat(15), "}".repeat(15)).replacen(
        "parent  id",
        "parent { id }",
        1,
    );
    assert_eq!(look(&deep), Err(Refused::Limit("nivåer", "levels", 15)));
    let spreads = "...a ".repeat(11);
    let aliases: String = (0..10).map(|n| format!("x{n}: id ")).collect();
    let text = format!("{{ unit {{ {spreads} }} }} fragment a on Unit {{ {aliases} }}");
    assert_eq!(look(&text), Err(Refused::Limit("alias", "aliases", 100)));
    assert_eq!(
        look(&format!("{{ unit {} {{ id }} }}", "@a ".repeat(51))),
        Err(Refused::Limit("direktiv", "directives", 50))
    );
    assert_eq!(
        look(&format!("{{ {} }}", "__typename ".repeat(31))),
        Err(Refused::Limit("rotfält", "root fields", 30))
    );
}

#[test]
fn an_operation_must_be_named_among_several() {
    assert_eq!(look("query a { unit { id } } query b { unit { id } }"), Err(Refused::Operation));
}

#[test]
fn a_page_multiplies_its_rows_and_not_what_stands_beside_them() {
    assert_eq!(cost("{ youths(first: 50) { nodes { id } } }"), 51);
    assert_eq!(
        cost("{ youths(first: 50) { edges { node { id } } pageInfo { hasNextPage } } }"),
        1 + 50 * 2 + 1
    );
    assert_eq!(
        cost("{ youths(first: 50) { ...page } } fragment page on YouthConnection { nodes { id } }"),
        51
    );
    assert_eq!(cost("{ youths { nodes { id } } }"), 101);
    assert_eq!(cost("{ attendance(weeks: 52) { weeks { minutes } sum { minutes } } }"), 1 + 52 + 1);
}

#[test]
fn pages_in_pages_multiply_through_interfaces_too() {
    let inner = "... on Unit { youths(first: 100) { nodes { attendance(weeks: 100) { minutes } } } }";
    assert_eq!(cost(&format!("{{ node(id: 1) {{ {inner} }} }}")), 1 + 1 + 100 * (1 + 100));
    assert_eq!(cost(&format!("{{ nodes(ids: [1, 2, 3]) {{ {inner} }} }}")), 3 * (1 + 1 + 100 * (1 + 100)));
    assert_eq!(cost("{ youths(first: 2) { nodes { attendance { minutes } } } }"), 1 + 2 * (1 + 10));
    assert_eq!(cost("{ unit { children { id } } }"), 1 + 10);
}

#[test]
fn a_page_in_a_variable_counts_as_given_or_by_default() {
    let text = "query ($n: Int = 7) { youths(first: $n) { nodes { id } } }";
    assert_eq!(look_with(text, serde_json::json!({ "n": 30 })).map_or(0, |measure| measure.cost), 31);
    assert_eq!(cost(text), 8);
    assert_eq!(look_with(text, serde_json::json!({ "n": -1 })).map_or(0, |measure| measure.cost), 2);
}

#[test]
fn the_question_that_editors_ask_for_the_schema_fits() {
    let of_type = format!("{}kind name{}", "kind name ofType { ".repeat(9), " }".repeat(9));
    let text = format!(
        "query IntrospectionQuery {{ __schema {{ queryType {{ name kind }} types {{ ...FullType }} directives {{ name args {{ ...InputValue }} }} }} }}
        fragment FullType on __Type {{ kind name fields(includeDeprecated: true) {{ name args {{ ...InputValue }} type {{ ...TypeRef }} }}
            inputFields {{ ...InputValue }} interfaces {{ ...TypeRef }} enumValues {{ name }} possibleTypes {{ ...TypeRef }} }}
        fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue }}
        fragment TypeRef on __Type {{ {of_type} }}"
    );
    assert!(look(&text).is_ok_and(|measure| measure.introspects), "{:?}", look(&text));
}

#[test]
fn a_variable_that_must_have_a_value_has_one() {
    let text = "query ($n: Int!) { youths(first: $n) { nodes { id } } }";
    assert_eq!(look(text), Err(Refused::Variable));
    assert_eq!(look_with(text, serde_json::json!({ "n": null })), Err(Refused::Variable));
    assert!(look_with(text, serde_json::json!({ "n": 1 })).is_ok());
}
