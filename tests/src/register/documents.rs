//! The register's documents, what has been removed, and which of them a question asks for.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::{Value, json};

use super::Dialect;

/// All documents by resource, and the removals.
#[derive(Debug, Default)]
pub(super) struct Documents {
    by_resource: BTreeMap<String, Vec<Value>>,
    removed: Vec<Removal>,
}

#[derive(Clone, Debug)]
struct Removal {
    resource: String,
    id: String,
    at: DateTime<Utc>,
}

impl Documents {
    pub(super) fn read(folder: &Path) -> Self {
        let entries =
            std::fs::read_dir(folder).unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let by_resource = paths
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), read_data(&path)))
            .collect();
        Self { by_resource, removed: Vec::new() }
    }

    pub(super) fn put(&mut self, resource: &str, document: Value) {
        let documents = self.by_resource.entry(resource.to_owned()).or_default();
        match documents.iter_mut().find(|given| given["id"] == document["id"]) {
            Some(given) => *given = document,
            None => documents.push(document),
        }
    }

    pub(super) fn remove(&mut self, resource: &str, id: &str, at: DateTime<Utc>) {
        if let Some(documents) = self.by_resource.get_mut(resource) {
            documents.retain(|document| document["id"] != id);
        }
        self.removed.push(Removal { resource: resource.to_owned(), id: id.to_owned(), at });
    }

    /// The documents of a resource, those modified after an instant where one is given; none: no such resource.
    pub(super) fn list(
        &self,
        dialect: Dialect,
        resource: &str,
        after: Option<DateTime<Utc>>,
    ) -> Option<Vec<Value>> {
        let documents = self.by_resource.get(resource)?;
        Some(documents.iter().filter(|document| is_asked_for(dialect, document, after)).cloned().collect())
    }

    pub(super) fn one(&self, resource: &str, id: &str) -> Option<Value> {
        self.by_resource.get(resource)?.iter().find(|document| document["id"] == id).cloned()
    }

    /// Removals as the flat list of dialect C.
    pub(super) fn removed_as_list(&self, after: Option<DateTime<Utc>>, kinds: &[String]) -> Vec<Value> {
        self.removed_after(after)
            .map(|removal| (kind_of(&removal.resource), removal))
            .filter(|(kind, _)| kinds.is_empty() || kinds.contains(kind))
            .map(|(kind, removal)| json!({ "entityType": kind, "id": removal.id, "deletedAt": removal.at.to_rfc3339() }))
            .collect()
    }

    /// Removals by kind, as dialects A and B have them, with the misspelling of their documents.
    pub(super) fn removed_by_kind(&self, after: Option<DateTime<Utc>>, kinds: &[String]) -> Value {
        let mut by_kind = BTreeMap::<&str, Vec<&str>>::new();
        for removal in self.removed_after(after) {
            let kind = if removal.resource == "activities" { "activitites" } else { &removal.resource };
            if kinds.is_empty()
                || kinds.contains(&removal.resource)
                || kinds.iter().any(|asked| asked == kind)
            {
                by_kind.entry(kind).or_default().push(&removal.id);
            }
        }
        json!(by_kind)
    }

    fn removed_after(&self, after: Option<DateTime<Utc>>) -> impl Iterator<Item = &Removal> {
        self.removed.iter().filter(move |removal| after.is_none_or(|after| removal.at > after))
    }
}

fn read_data(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("a document that can be read");
    let mut document: Value = serde_json::from_str(&text).expect("a document of JSON");
    match document["data"].take() {
        Value::Array(data) => data,
        _ => panic!("{} has no data", path.display()),
    }
}

/// A document that does not say when it was modified is always asked for.
fn is_asked_for(dialect: Dialect, document: &Value, after: Option<DateTime<Utc>>) -> bool {
    let modified = document["meta"]["modified"].as_str().and_then(instant);
    let (Some(after), Some(modified)) = (after, modified) else { return true };
    modified > after || (dialect == Dialect::B && modified == after)
}

/// An instant with an offset, or without one as the sample writes it: then it is UTC.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    let with_offset = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    with_offset.or_else(|_| text.parse::<NaiveDateTime>().map(|at| at.and_utc())).ok()
}

/// `persons` is of the kind `Person`, `activities` of `Activity`.
fn kind_of(resource: &str) -> String {
    let one = match resource.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => resource.trim_end_matches('s').to_owned(),
    };
    let mut letters = one.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
