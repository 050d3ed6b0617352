//! The drawing: a table of signs in Markdown, and its comparison with the one that is kept.

use std::path::Path;

use entity::vocabulary::Role;
use sea_orm::ActiveEnum;
use serde_json::Value;

const ROLES: [Role; 22] = api::access::policy::ROLES;

/// Heads of the columns, as in the policy table.
pub(crate) const HEADS: [&str; 22] = [
    "BOA", "DIR", "ARE", "PRI", "HEA", "NUR", "MEN", "TEA", "SYV", "KAA", "YAC", "HMO", "PLE", "POW", "STE",
    "DEV", "ADM", "AUD", "DPO", "INT", "SPS", "SAN",
];

const LEGEND: &str = "\
| sign | the answer |
| --- | --- |
| `yes` | what was asked for |
| `none` | an empty list |
| `null` | nothing, and no error |
| `-` | FORBIDDEN: no assignment gives it anywhere |
| `nf` | NOT_FOUND: out of reach, or not there |
| `nf*` | the same in `userErrors` |
| `err` | other `userErrors`: reached, and refused for what was wrong in the input |

`own` is the school where the roles of a school are held (for HMO a youth who studies under another authority),
`outside` another school of the municipality. Fields without a target stand under `own` only.
";

/// A section of the drawing.
#[derive(Debug)]
pub(super) struct Table {
    title: &'static str,
    rows: Vec<(String, &'static str, Vec<String>)>,
}

impl Table {
    /// Without rows.
    pub(super) fn new(title: &'static str) -> Self {
        Self { title, rows: Vec::new() }
    }

    /// Draws a sign. Signs come a role at a time, in the order of the columns.
    pub(super) fn set(&mut self, field: &str, place: &'static str, role: Role, sign: String) {
        let column = ROLES.iter().position(|other| *other == role).expect("a role of the table");
        let row = self.rows.iter_mut().find(|(name, at, _)| name == field && *at == place);
        match row {
            Some((.., signs)) => signs[column] = sign,
            None => {
                let mut signs = vec![String::new(); ROLES.len()];
                signs[column] = sign;
                let after = self.rows.iter().rposition(|(name, ..)| name == field);
                let at = after.map_or(self.rows.len(), |after| after + 1);
                self.rows.insert(at, (field.to_owned(), place, signs));
            }
        }
    }

    fn draw(&self) -> String {
        let mut text = format!("\n## {}\n\n| field | where | {} |\n", self.title, HEADS.join(" | "));
        text += &format!("|{}\n", " --- |".repeat(HEADS.len() + 2));
        for (field, place, signs) in &self.rows {
            text += &format!("| `{field}` | {place} | {} |\n", signs.join(" | "));
        }
        text
    }
}

/// The sign of an error.
pub(super) fn short(code: &str) -> String {
    match code {
        "FORBIDDEN" => "-",
        "NOT_FOUND" => "nf",
        other => other,
    }
    .to_owned()
}

/// The sign of a value: of a connection what its page holds, of a payload its first user error.
pub(super) fn of_value(value: &Value) -> String {
    let errors = value["userErrors"].as_array().and_then(|errors| errors.first());
    let list = value.as_array().or_else(|| value["nodes"].as_array());
    match (value, errors, list) {
        (Value::Null, ..) => "null",
        (_, Some(error), _) if error["code"] == "NOT_FOUND" => "nf*",
        (_, Some(_), _) => "err",
        (.., Some(list)) if list.is_empty() => "none",
        (.., Some(list)) if list.iter().all(Value::is_null) => "null",
        _ => "yes",
    }
    .to_owned()
}

/// Compares with the drawing that is kept, or keeps this one when told to.
pub(super) fn compare(tables: &[Table]) {
    accept("access_table", &draw(tables));
}

/// The same with any drawing, by the name of its file and of the test that draws it.
pub(crate) fn accept(name: &str, drawn: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = here.join(format!("{name}.md"));
    if std::env::var_os("UP2_ACCEPT").is_some() {
        std::fs::write(&kept, drawn).expect("the drawing is written");
    }
    if std::fs::read_to_string(&kept).is_ok_and(|kept| kept == drawn) {
        return;
    }
    let new = here.join(format!("../target/{name}.md"));
    std::fs::write(&new, drawn).expect("the drawing is written");
    panic!(
        "who reaches what has changed: compare {} with tests/{name}.md, and accept it by \
         UP2_ACCEPT=1 tests/run --test suite {name}",
        new.display()
    );
}

fn draw(tables: &[Table]) -> String {
    let names: Vec<_> =
        HEADS.iter().zip(ROLES).map(|(head, role)| format!("{head} {}", role.to_value())).collect();
    let sections: String = tables.iter().map(Table::draw).collect();
    format!(
        "# Who reaches what\n\nDrawn by `tests/suite/access_table.rs` from real answers, the same on both engines; not written by hand.\n\n\
         {LEGEND}\nRoles: {}.\n{sections}",
        names.join(", ")
    )
}
