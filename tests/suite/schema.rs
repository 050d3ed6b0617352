//! The published schema is current, says what everything is, and keeps Relay's rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use async_graphql_parser::parse_schema;
use async_graphql_parser::types::{
    FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
};

/// What a connection lets a client page by.
const PAGING: [(&str, &str); 4] =
    [("first", "Int"), ("after", "String"), ("last", "Int"), ("before", "String")];

/// Connections without `last` and `before`: the log is read from its latest entry on.
const FORWARD_ONLY: [&str; 1] = ["Query.accessLog"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The types of the schema by name.
fn types() -> BTreeMap<String, TypeDefinition> {
    let document = parse_schema(api::schema::sdl()).expect("the SDL is GraphQL");
    let definitions = document.definitions.into_iter();
    let types = definitions.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    types.map(|definition| (definition.name.node.to_string(), definition)).collect()
}

/// The fields of an object or interface.
fn fields(definition: &TypeDefinition) -> Vec<&FieldDefinition> {
    match &definition.kind {
        TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
        TypeKind::Interface(interface) => interface.fields.iter().map(|field| &field.node).collect(),
        _ => Vec::new(),
    }
}

/// The type of each field of an object or interface, by its name.
fn shape(definition: &TypeDefinition) -> BTreeMap<String, String> {
    let named = |field: &FieldDefinition| (field.name.node.to_string(), field.ty.node.to_string());
    fields(definition).into_iter().map(named).collect()
}

/// The type of each argument of a field, by its name.
fn arguments(field: &FieldDefinition) -> BTreeMap<String, String> {
    let arguments = field.arguments.iter().map(|argument| &argument.node);
    arguments.map(|argument| (argument.name.node.to_string(), argument.ty.node.to_string())).collect()
}

fn inputs(definition: &TypeDefinition) -> Vec<&InputValueDefinition> {
    match &definition.kind {
        TypeKind::InputObject(input) => input.fields.iter().map(|field| &field.node).collect(),
        _ => fields(definition)
            .into_iter()
            .flat_map(|field| field.arguments.iter().map(|argument| &argument.node))
            .collect(),
    }
}

fn implements_node(definition: &TypeDefinition) -> bool {
    match &definition.kind {
        TypeKind::Object(object) => object.implements.iter().any(|name| name.node == "Node"),
        _ => false,
    }
}

#[track_caller]
fn none(what: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{what}:\n  {}", findings.join("\n  "));
}

#[test]
fn the_published_schema_is_current() {
    let published = fs::read_to_string(root().join("schema.graphql")).unwrap_or_default();
    assert!(
        published.trim_end() == api::schema::sdl().trim_end(),
        "schema.graphql is not what the code says: cargo run -- schema > schema.graphql"
    );
}

#[test]
fn everything_says_what_it_is() {
    let mut silent = Vec::new();
    let mut ask = |path: String, description: Option<&String>| {
        if description.is_none_or(|text| text.trim().is_empty()) {
            silent.push(path);
        }
    };
    for (name, definition) in &types() {
        ask(name.clone(), definition.description.as_ref().map(|text| &text.node));
        for field in fields(definition) {
            let path = format!("{name}.{}", field.name.node);
            ask(path.clone(), field.description.as_ref().map(|text| &text.node));
            for argument in field.arguments.iter().map(|argument| &argument.node) {
                let path = format!("{path}({})", argument.name.node);
                ask(path, argument.description.as_ref().map(|text| &text.node));
            }
        }
        match &definition.kind {
            TypeKind::InputObject(input) => input.fields.iter().map(|field| &field.node).for_each(|field| {
                let path = format!("{name}.{}", field.name.node);
                ask(path, field.description.as_ref().map(|text| &text.node));
            }),
            TypeKind::Enum(values) => values.values.iter().map(|value| &value.node).for_each(|value| {
                let path = format!("{name}.{}", value.value.node);
                ask(path, value.description.as_ref().map(|text| &text.node));
            }),
            _ => {}
        }
    }
    none("a doc comment (or `desc`) is missing", &silent);
}

#[test]
fn things_are_found_by_their_global_id() {
    let types = types();
    assert!(matches!(types["Node"].kind, TypeKind::Interface(_)));
    assert_eq!(shape(&types["Node"]), BTreeMap::from([("id".to_owned(), "ID!".to_owned())]));
    let query = fields(&types["Query"]);
    let takes = |name: &str| query.iter().find(|field| field.name.node == name).map(|field| arguments(field));
    assert_eq!(takes("node"), Some(BTreeMap::from([("id".to_owned(), "ID!".to_owned())])));
    assert_eq!(takes("nodes"), Some(BTreeMap::from([("ids".to_owned(), "[ID!]!".to_owned())])));
    let root = shape(&types["Query"]);
    assert_eq!((&*root["node"], &*root["nodes"]), ("Node", "[Node]!"));
    let nodes: Vec<_> = types.values().filter(|definition| implements_node(definition)).collect();
    assert!(nodes.len() > 5);
    for definition in nodes {
        let id = shape(definition).remove("id");
        assert_eq!(id.as_deref(), Some("ID!"), "{}", definition.name.node);
    }
}

#[test]
fn connections_are_relays() {
    let types = types();
    let page_info = shape(&types["PageInfo"]);
    let wanted = [
        ("endCursor", "String"),
        ("hasNextPage", "Boolean!"),
        ("hasPreviousPage", "Boolean!"),
        ("startCursor", "String"),
    ];
    assert_eq!(page_info, wanted.map(|(name, ty)| (name.to_owned(), ty.to_owned())).into());
    let connections: Vec<_> =
        types.iter().filter_map(|(name, ty)| Some((name.strip_suffix("Connection")?, shape(ty)))).collect();
    assert!(connections.len() > 3);
    for (name, connection) in connections {
        assert_eq!(connection["pageInfo"], "PageInfo!", "{name}");
        assert_eq!(connection["edges"], format!("[{name}Edge!]!"));
        let edge = shape(&types[&format!("{name}Edge")]);
        assert_eq!(edge["cursor"], "String!", "{name}");
        assert!(edge.contains_key("node"), "{name}");
    }
}

#[test]
fn a_connection_is_paged_from_both_ends() {
    let types = types();
    for definition in types.values() {
        for field in fields(definition) {
            let path = format!("{}.{}", definition.name.node, field.name.node);
            let taken = arguments(field);
            let takes =
                |name: &str, ty: &str| taken.get(name).is_some_and(|taken| taken.trim_end_matches('!') == ty);
            let paging = PAGING.iter().filter(|(name, ty)| takes(name, ty)).count();
            let is_connection = field.ty.node.to_string().trim_end_matches('!').ends_with("Connection");
            let wanted = match is_connection {
                false => 0,
                true if FORWARD_ONLY.contains(&&*path) => 2,
                true => PAGING.len(),
            };
            assert_eq!(paging, wanted, "{path} takes {taken:?}");
        }
    }
}

#[test]
fn a_change_answers_with_what_to_mend() {
    let types = types();
    for (name, payload) in shape(&types["Mutation"]) {
        assert!(!payload.ends_with('!'), "{name}: a fault must not take the other answers with it");
        assert!(payload.ends_with("Payload"), "{name} answers with {payload}");
        assert_eq!(shape(&types[&payload])["userErrors"], "[UserError!]!", "{name}");
    }
}

#[test]
fn an_id_is_never_a_personal_datum() {
    let personal = ["name", "civic", "number", "email", "phone", "birth", "user"];
    let mut found = Vec::new();
    for (owner, definition) in &types() {
        let fields = fields(definition).into_iter().map(|field| (&field.name.node, &field.ty.node));
        let inputs = inputs(definition).into_iter().map(|input| (&input.name.node, &input.ty.node));
        let ids = fields
            .chain(inputs)
            .filter(|(_, ty)| ty.to_string().trim_matches(|sign| matches!(sign, '[' | ']' | '!')) == "ID");
        found.extend(
            ids.map(|(name, _)| name.to_lowercase())
                .filter(|name| personal.iter().any(|word| name.contains(word)))
                .map(|name| format!("{owner}.{name}")),
        );
    }
    none("an ID is called like a personal datum", &found);
}

/// The library takes the first of two root fields of one name and says nothing.
#[test]
fn no_slice_hides_a_root_field_of_another() {
    let types = types();
    let schema = fs::read_to_string(root().join("api/src/schema.rs")).expect("the list of slices");
    let code = code_of_slices();
    for name in ["Query", "Mutation"] {
        let slices = merged(&schema, name).expect("a list");
        let written: Vec<_> = slices.iter().flat_map(|slice| resolvers(&code, slice)).collect();
        let distinct: BTreeSet<_> = written.iter().cloned().collect();
        assert_eq!(distinct.len(), written.len(), "two slices have one of {written:?}");
        assert_eq!(distinct, shape(&types[name]).into_keys().collect(), "of {name}");
    }
}

/// The slices that a root is merged of, groups of them taken apart; none of what is no group.
fn merged(schema: &str, name: &str) -> Option<Vec<String>> {
    let list = schema.split_once(&format!("pub struct {name}("))?.1.split_once(')')?.0;
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    Some(names.flat_map(|name| merged(schema, name).unwrap_or_else(|| vec![name.to_owned()])).collect())
}

/// All files that root fields are written in.
fn code_of_slices() -> Vec<String> {
    let mut folders = vec![root().join("api/src/domain")];
    let mut files = vec![root().join("api/src/schema/node.rs")];
    while let Some(folder) = folders.pop() {
        let inside = fs::read_dir(&folder).expect("a slice").filter_map(Result::ok).map(|entry| entry.path());
        folders.extend(inside.filter(|path| path.is_dir()));
        files.extend(["queries.rs", "mutations.rs", "mod.rs"].map(|file| folder.join(file)));
    }
    files.into_iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// The names of the root fields of a slice, as its source has them.
fn resolvers(code: &[String], slice: &str) -> Vec<String> {
    let start = format!("#[Object]\nimpl {slice} {{");
    let begin = code.iter().find_map(|file| Some(file.split_once(&start)?.1));
    let block = begin.unwrap_or_else(|| panic!("{slice} is not written where root fields are"));
    let block = block.split_once("\n}\n").map_or(block, |(block, _)| block);
    let names = block.lines().filter_map(|line| line.strip_prefix("    async fn "));
    names.map(|line| camel(line.split(['(', '<']).next().unwrap_or(line))).collect()
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}
