//! The export as the auditor reads it: its own types, from the documented format alone.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The file.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) format: String,
    pub(super) dimensions: Vec<Tree>,
    pub(super) units: Vec<Unit>,
    pub(super) groups: Vec<Group>,
}

/// A dimension.
#[derive(Debug, Deserialize)]
pub(super) struct Tree {
    pub(super) code: String,
    pub(super) root: Node,
}

/// A category.
#[derive(Debug, Deserialize)]
pub(super) struct Node {
    pub(super) code: String,
    pub(super) children: Vec<Node>,
}

/// A safety unit.
#[derive(Debug, Deserialize)]
pub(super) struct Unit {
    pub(super) municipality: String,
    pub(super) period: String,
    pub(super) basis: String,
    pub(super) measures: Vec<Measure>,
    pub(super) subsets: Vec<Subset>,
    pub(super) tables: Vec<Table>,
    pub(super) publications: Vec<Publication>,
    pub(super) official: Vec<Official>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Kind {
    Whole,
    Part,
    Sum,
}

#[derive(Debug, Deserialize)]
pub(super) struct Measure {
    pub(super) code: String,
    pub(super) counts: Kind,
    pub(super) of: Option<String>,
    pub(super) k: i64,
    pub(super) harmless: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Subset {
    pub(super) small: String,
    pub(super) large: String,
    pub(super) same_where_applicable: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Table {
    pub(super) measures: Vec<String>,
    pub(super) axes: Vec<Along>,
    pub(super) published: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Along {
    pub(super) dimension: String,
    pub(super) top: Option<String>,
    pub(super) top_only: bool,
}

/// Withdrawn or not: it was known.
#[derive(Debug, Deserialize)]
pub(super) struct Publication {
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum State {
    Value,
    Suppressed,
    Missing,
    NotApplicable,
}

#[derive(Debug, Deserialize)]
pub(super) struct Cell {
    pub(super) measure: String,
    pub(super) coordinates: BTreeMap<String, String>,
    pub(super) state: State,
    pub(super) value: Option<i64>,
    pub(super) share: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Official {
    pub(super) measure: String,
    pub(super) coordinates: BTreeMap<String, String>,
    pub(super) value: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Group {
    pub(super) period: String,
    pub(super) basis: String,
    pub(super) measure: String,
    pub(super) coordinates: BTreeMap<String, String>,
    pub(super) value: i64,
    pub(super) included: Vec<String>,
}
