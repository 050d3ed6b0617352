//! The drawn access table: every role tries every root field and every personal field of a youth, in its own reach,
//! outside it, and in another municipality. What the server answers is compared with the committed picture.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use tests::chain::ROLE_NAMES;
use tests::{Chain, Client, on_both_engines};

use crate::access_table_probes::{NOT_PROBED, PERSONAL_FIELDS, Place, probes};

const HEAD: &str = "\
Who gets what, as the server answers. Rows: a field, and where it was tried: own reach, outside it, another municipality.
yes: let in (a change that is only tried is then refused for its input); -: FORBIDDEN; nf: NOT_FOUND;
why: REASON_REQUIRED; null: nothing, without an error; else the code.
The roles of SKR have no account in a municipality, and no sign-in: they reach nothing here.
";

on_both_engines! {
    fn the_access_table_is_as_drawn(world: &World) {
        let (home, away) = (world.municipality(), world.municipality());
        let drawn = draw(&home, &away);
        let committed = root().join("tests/access_table.txt");
        if std::env::var_os("UP2_ACCEPT").is_some() {
            std::fs::write(&committed, &drawn).unwrap();
        }
        if std::fs::read_to_string(&committed).unwrap_or_default() != drawn {
            let new = root().join("target/access_table.txt");
            std::fs::write(&new, &drawn).unwrap();
            panic!(
                "who may do what has changed: compare tests/access_table.txt with target/access_table.txt, \
                 and accept it by UP2_ACCEPT=1 tests/run access_table"
            );
        }
    }

    fn every_root_field_has_a_row(world: &World) {
        let asked = "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }";
        let schema = world.client().data(asked, json!({}))["__schema"].take();
        let chain = world.municipality();
        let place = Place::of(&chain, "PRINCIPAL", true);
        let tried: Vec<_> = probes(&place).into_iter().map(|probe| probe.field).chain(NOT_PROBED).collect();
        for kind in ["queryType", "mutationType"] {
            for field in schema[kind]["fields"].as_array().unwrap() {
                let name = field["name"].as_str().unwrap();
                assert!(tried.contains(&name), "{name} has no row in the access table: add a probe");
            }
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn roles() -> impl Iterator<Item = &'static str> {
    ROLE_NAMES.into_iter().filter(|role| *role != "OTHER_PRINCIPAL")
}

fn draw(home: &Chain<'_>, away: &Chain<'_>) -> String {
    let columns: Vec<_> = roles().map(|role| column(home, away, role)).collect();
    let mut text = format!("{HEAD}\n{:<34}", "");
    for role in roles() {
        let _ = write!(text, " {:<4}", short(role));
    }
    for (at, (label, _)) in columns[0].iter().enumerate() {
        let _ = write!(text, "\n{label:<34}");
        for column in &columns {
            let _ = write!(text, " {:<4}", column[at].1);
        }
    }
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    format!("{}\n\n{}\n", lines.join("\n"), legend())
}

/// Initials: `DATA_PROTECTION_OFFICER` is `DPO`; one word is its first three letters.
fn short(role: &str) -> String {
    if role.contains('_') {
        role.split('_').filter_map(|word| word.chars().next()).collect()
    } else {
        role.chars().take(3).collect()
    }
}

fn legend() -> String {
    roles().map(|role| format!("{} {role}", short(role))).collect::<Vec<_>>().join(", ")
}

/// All that one role is answered: the label of the row, and the sign.
fn column(home: &Chain<'_>, away: &Chain<'_>, role: &str) -> Vec<(String, String)> {
    let client = home.signed_in(role);
    let places = [
        ("own", Place::of(home, role, true)),
        ("outside", Place::of(home, role, false)),
        ("other", Place::of(away, role, true)),
    ];
    let mut signs = Vec::new();
    for at in 0..probes(&places[0].1).len() {
        for (name, place) in &places {
            let probe = &probes(place)[at];
            let answer = client.graphql(&probe.document, probe.variables.clone());
            signs.push((format!("{} {name}", probe.field), sign(&answer, probe.field)));
        }
    }
    for field in PERSONAL_FIELDS {
        for (name, place) in &places {
            signs.push((format!("Youth.{} {name}", first_word(field)), field_sign(&client, field, place)));
        }
    }
    signs
}

fn first_word(field: &str) -> &str {
    field.split(['(', ' ']).next().unwrap_or(field)
}

fn field_sign(client: &Client, field: &str, place: &Place) -> String {
    let document = format!("query One($id: ID!) {{ youth(id: $id) {{ {field} }} }}");
    let answer = client.graphql(&document, json!({ "id": place.youth }));
    match &answer["data"]["youth"] {
        Value::Object(_) if answer["errors"].is_null() => "yes".to_owned(),
        _ => code(&answer),
    }
}

fn sign(answer: &Value, field: &str) -> String {
    let value = &answer["data"][field];
    match value["userErrors"][0]["code"].as_str() {
        _ if !answer["errors"].is_null() => code(answer),
        Some(refused @ ("NOT_FOUND" | "FORBIDDEN" | "REASON_REQUIRED")) => short_code(refused),
        None if value.is_null() || *value == json!([null]) => "null".to_owned(),
        _ => "yes".to_owned(),
    }
}

fn code(answer: &Value) -> String {
    short_code(answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("?"))
}

fn short_code(code: &str) -> String {
    match code {
        "FORBIDDEN" => "-",
        "NOT_FOUND" => "nf",
        "REASON_REQUIRED" => "why",
        other => other,
    }
    .to_owned()
}
