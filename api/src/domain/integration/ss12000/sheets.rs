//! All documents of one import in memory, each row read or refused by itself.

use std::io::Read;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::documents::{
    Activity, AggregatedAttendance, Duty, Grade, Group, Organisation, Person, Resource, Syllabus,
};
use super::lenient::tellable;

/// More rows of one resource than this are refused: a guard of memory.
pub const MOST_ROWS: usize = 5_000_000;

/// How much of a resource is at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The source did not give it.
    #[default]
    Missing,
    /// Only what was changed since the last import.
    Changes,
    /// All of it: what is not there is gone.
    Whole,
}

/// The rows of one resource.
#[derive(Clone, Debug)]
pub struct Sheet<T> {
    /// How much of it this is.
    pub extent: Extent,
    /// The rows that could be read.
    pub rows: Vec<T>,
    /// The rows that could not.
    pub spoiled: Vec<Spoiled>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoiled {
    /// Its place in the document, from 0.
    pub index: usize,
    /// Its id, when that could be read.
    pub id: Option<String>,
    /// What is wrong, without any value of the row.
    pub reason: String,
}

impl<T> Default for Sheet<T> {
    fn default() -> Self {
        Self { extent: Extent::Missing, rows: Vec::new(), spoiled: Vec::new() }
    }
}

impl<T: Resource> Sheet<T> {
    /// Adds a row, or notes why it cannot be read.
    pub fn add(&mut self, row: Value) {
        let index = self.rows.len() + self.spoiled.len();
        let id = row.get("id").and_then(Value::as_str).map(str::to_owned);
        match serde_json::from_value::<T>(row) {
            Ok(mut row) => {
                row.shed();
                self.rows.push(row);
            }
            Err(error) => self.spoiled.push(Spoiled { index, id, reason: tellable(&error) }),
        }
    }

    /// Whether there is room for more.
    pub fn has_room(&self) -> bool {
        self.rows.len() + self.spoiled.len() < MOST_ROWS
    }

    /// The latest change in it.
    pub fn latest_change(&self) -> Option<DateTime<Utc>> {
        self.rows.iter().filter_map(Resource::modified).filter_map(instant).max()
    }
}

/// An instant; one without a zone is taken as the earliest that it can mean in Sweden, so that nothing is passed over.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let with_zone = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc));
    let without = || text.parse::<NaiveDateTime>().map(|at| at.and_utc() - TimeDelta::hours(2));
    with_zone.or_else(|_| without()).ok()
}

/// An object that the source has removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// Which resource, by the name of its document.
    pub resource: &'static str,
    /// Its id.
    pub id: String,
}

/// Everything that one import has read.
#[derive(Clone, Default)]
#[allow(missing_docs, reason = "one sheet a resource, by its name")]
pub struct Documents {
    pub organisations: Sheet<Organisation>,
    pub persons: Sheet<Person>,
    pub groups: Sheet<Group>,
    pub duties: Sheet<Duty>,
    pub activities: Sheet<Activity>,
    pub attendance: Sheet<AggregatedAttendance>,
    pub grades: Sheet<Grade>,
    pub syllabuses: Sheet<Syllabus>,
    pub deleted: Vec<Deleted>,
}

impl Documents {
    /// The latest change that was seen; the next import asks from a little before.
    pub fn latest_change(&self) -> Option<DateTime<Utc>> {
        [
            self.organisations.latest_change(),
            self.persons.latest_change(),
            self.groups.latest_change(),
            self.duties.latest_change(),
        ]
        .into_iter()
        .flatten()
        .max()
    }
}

/// Reads the removals of one answer, in both shapes: an object of ids by type, or a list of `{entityType, id}`.
pub fn read_deleted(data: &Value) -> Vec<Deleted> {
    match data {
        Value::Object(types) => types
            .iter()
            .flat_map(|(name, ids)| {
                ids.as_array().into_iter().flatten().map(move |id| (Some(name.as_str()), id))
            })
            .filter_map(|(name, id)| deleted(name?, id.as_str()?))
            .collect(),
        Value::Array(rows) => rows
            .iter()
            .filter_map(|row| deleted(row.get("entityType")?.as_str()?, row.get("id")?.as_str()?))
            .collect(),
        _ => Vec::new(),
    }
}

/// Types that are not imported give none; `activitites` is the standard's own misspelling.
fn deleted(kind: &str, id: &str) -> Option<Deleted> {
    let resource = match kind.trim().to_ascii_lowercase().as_str() {
        "person" | "persons" => Person::NAME,
        "organisation" | "organisations" => Organisation::NAME,
        "group" | "groups" => Group::NAME,
        "duty" | "duties" => Duty::NAME,
        "activity" | "activities" | "activitites" => Activity::NAME,
        "grade" | "grades" => Grade::NAME,
        _ => return None,
    };
    Some(Deleted { resource, id: id.to_owned() })
}

/// Reads `{"data": [ … ]}` row by row, handing each to `each`; answers whether there was such a list at all.
///
/// The whole document is never held at once.
pub fn stream(reader: impl Read, each: &mut dyn FnMut(Value) -> Result<(), String>) -> Result<bool, String> {
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    let found = deserializer.deserialize_map(Top { each }).map_err(|error| told(&error))?;
    deserializer.end().map_err(|error| told(&error))?;
    Ok(found)
}

fn told(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Eof => format!("it ends in the middle ({place})"),
        serde_json::error::Category::Syntax => format!("it is not JSON ({place})"),
        serde_json::error::Category::Io => "it cannot be read".to_owned(),
        serde_json::error::Category::Data => format!("{} ({place})", tellable(error)),
    }
}

struct Top<'a> {
    each: &'a mut dyn FnMut(Value) -> Result<(), String>,
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with a list `data`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "data" {
                map.next_value_seed(Rows { each: &mut *self.each })?;
                found = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

struct Rows<'a> {
    each: &'a mut dyn FnMut(Value) -> Result<(), String>,
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of rows under `data`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element::<Value>()? {
            (self.each)(row).map_err(|text| serde::de::Error::custom(format!("value, expected {text}")))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn removals_are_read_in_both_shapes_with_the_standards_misspelling() {
        let by_type = json!({"persons": ["p1"], "activitites": ["a1"], "absences": ["x"]});
        let flat = json!([{"entityType": "Person", "id": "p1", "deletedAt": "2025-11-20T08:00:00Z"},
            {"entityType": "activities", "id": "a1"}, {"entityType": "rooms", "id": "x"}]);
        for data in [by_type, flat] {
            let mut resources: Vec<_> =
                read_deleted(&data).into_iter().map(|gone| (gone.resource, gone.id)).collect();
            resources.sort();
            assert_eq!(resources, [("activities", "a1".to_owned()), ("persons", "p1".to_owned())]);
        }
    }

    #[test]
    fn a_change_without_a_zone_is_taken_as_the_earliest_it_can_mean() {
        assert_eq!(instant("2025-08-18T10:00:00.5"), instant("2025-08-18T08:00:00.5Z"));
        assert_eq!(instant("2025-08-18T10:00:00+02:00"), instant("2025-08-18T08:00:00Z"));
        assert_eq!(instant("yesterday"), None);
    }

    #[test]
    fn a_row_of_wrong_types_is_refused_without_its_value() {
        let mut sheet: Sheet<Group> = Sheet::default();
        sheet.add(json!({"id": "g1", "displayName": ["Anna, expected"]}));
        sheet.add(json!("text"));
        assert_eq!(sheet.spoiled.len(), 2);
        assert!(sheet.spoiled.iter().all(|row| !row.reason.contains("Anna")), "{:?}", sheet.spoiled);
        assert_eq!(sheet.spoiled[0].id.as_deref(), Some("g1"));
    }
}
