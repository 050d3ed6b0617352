//! The extract (registerutdrag): every row of every listed table about one person, opened, and who has read it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use entity::municipality::{assignment, staff, student_group, unit, youth};
use entity::reach::Within;
use entity::vocabulary::{Protection, Secrecy};
use sea_orm::{ActiveEnum, ColumnTrait, ColumnType, QueryFilter, Value};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::tables::{self, Person, Row, Table};
use crate::access::Grant;
use crate::access::log::{Read, Reason};
use crate::support::crypto::Keys;
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;

/// Most bytes of an extract as JSON.
const MOST_BYTES: usize = 8 << 20;
/// Ids in one statement.
const IDS_A_STATEMENT: usize = 500;

/// Columns that say nothing about the person: what only the system reads.
const LEFT_OUT: [&str; 5] = ["civic_hash", "sort_name", "source_id", "source_ref", "version"];
/// Columns that are hidden of protected persons and their guardians: they could tell where the person is.
const HIDDEN_OF_PROTECTED: [&str; 6] =
    ["email", "phone", "home_municipality", "unit_id", "owner_unit_id", "group_id"];

/// One person's extract.
#[derive(Clone, Debug)]
pub struct Extract {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Tables that hold something.
    pub sections: Vec<Section>,
    /// Who has read or changed it, the oldest first.
    pub readers: Vec<Reader>,
    /// Names of staff, units and groups that ids stand for.
    pub names: BTreeMap<Uuid, String>,
}

/// The rows of one table.
#[derive(Clone, Debug)]
pub struct Section {
    /// The table.
    pub table: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Its rows.
    pub records: Vec<Record>,
}

/// One row, opened.
#[derive(Clone, Debug)]
pub struct Record {
    /// Why it must be reviewed before it is given out.
    pub review: Option<Review>,
    /// Columns and values.
    pub values: Vec<(&'static str, Held)>,
}

/// Why a row must be reviewed for secrecy before it is given out (menprövning).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// It is of a secrecy class beyond GENERAL.
    Secrecy(Secrecy),
    /// It tells of others than the person.
    OfOthers,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// As it is.
    Plain(Json),
    /// An id, which may stand for somebody or something with a name.
    Id(Uuid),
    /// Not shown, for the person's own protection.
    Hidden,
    /// Encrypted, and cannot be opened.
    Unreadable,
}

/// One entry of the access log.
#[derive(Clone, Debug)]
pub struct Reader {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a name, or that of a job.
    pub who: String,
    /// In which roles.
    pub roles: Vec<String>,
    /// What was done.
    pub action: String,
    /// Why, where a reason was asked for.
    pub reason: Option<String>,
}

/// Makes the extract of a subject that was found by the same grant.
pub async fn make(grant: &Grant, subject: &youth::Model) -> Result<Extract, Fault> {
    let person = Person::from(subject);
    let is_protected = subject.protection != Protection::None;
    let mut sections = Vec::new();
    for table in tables::all() {
        let rows = table.read(grant, &person).await?;
        let records: Vec<_> =
            rows.into_iter().map(|row| record(grant.keys(), &table, row, is_protected)).collect();
        if !records.is_empty() {
            let (swedish, english) = table.title;
            let title = Language::current().pick(swedish, english);
            sections.push(Section { table: table.name, title, records });
        }
    }
    let log = grant.log_of_subject(subject.id).await?;
    let mut ids: BTreeSet<Uuid> = sections.iter().flat_map(Section::ids).collect();
    ids.extend(log.iter().filter_map(|entry| Uuid::try_parse(&entry.actor).ok()));
    let names = names(grant, &ids, is_protected).await?;
    let readers = readers(grant, log, &names).await?;
    Ok(Extract { made_at: grant.clock().now(), sections, readers, names })
}

fn record(keys: &Keys, table: &Table, row: Row, is_protected: bool) -> Record {
    let review = secrecy_of(&row).filter(|class| *class != Secrecy::General).map(Review::Secrecy);
    let review = review.or_else(|| table.tells_of_others.then_some(Review::OfOthers));
    let shown = |(column, kind, value): (&'static str, ColumnType, Value)| {
        if LEFT_OUT.contains(&column) || column.ends_with("_hash") {
            return None;
        }
        let held = if is_protected && HIDDEN_OF_PROTECTED.contains(&column) {
            Held::Hidden
        } else {
            open(keys, table.name, column, &kind, value)
        };
        Some((column, held))
    };
    Record { review, values: row.into_iter().filter_map(shown).collect() }
}

fn secrecy_of(row: &Row) -> Option<Secrecy> {
    row.iter().find_map(|(column, _, value)| match value {
        Value::String(Some(text)) if *column == "secrecy" => Secrecy::try_from_value(text).ok(),
        _ => None,
    })
}

/// A value as it is told: sealed ones opened in their place, which is always `table.column`.
fn open(keys: &Keys, table: &str, column: &str, kind: &ColumnType, value: Value) -> Held {
    match value {
        Value::Bytes(Some(sealed)) if matches!(kind, ColumnType::VarBinary(_)) => {
            match keys.columns.open_text(&format!("{table}.{column}"), &sealed) {
                Ok(text) => Held::Plain(json!(text)),
                Err(_) => Held::Unreadable,
            }
        }
        Value::Uuid(Some(id)) => Held::Id(id),
        Value::Bool(Some(value)) => Held::Plain(json!(value)),
        Value::SmallInt(Some(value)) => Held::Plain(json!(value)),
        Value::Int(Some(value)) => Held::Plain(json!(value)),
        Value::BigInt(Some(value)) => Held::Plain(json!(value)),
        Value::Float(Some(value)) => Held::Plain(json!(value)),
        Value::Double(Some(value)) => Held::Plain(json!(value)),
        Value::String(Some(text)) => Held::Plain(json!(text)),
        Value::ChronoDate(Some(day)) => Held::Plain(json!(day.to_string())),
        Value::ChronoDateTimeUtc(Some(at)) => {
            Held::Plain(json!(at.to_rfc3339_opts(SecondsFormat::Secs, true)))
        }
        _ => Held::Plain(Json::Null),
    }
}

/// Names of what ids stand for. Where a protected person goes to school is not told.
async fn names(
    grant: &Grant,
    ids: &BTreeSet<Uuid>,
    is_protected: bool,
) -> Result<BTreeMap<Uuid, String>, Fault> {
    let mut names = BTreeMap::new();
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    for some in ids.chunks(IDS_A_STATEMENT) {
        let staff: Vec<staff::Model> = grant.colleagues(some.iter().copied()).await?.into_values().collect();
        names
            .extend(staff.into_iter().map(|row| (row.id, format!("{} {}", row.given_name, row.family_name))));
        if is_protected {
            continue;
        }
        let units = unit::Entity::within(grant.reach()).filter(unit::Column::Id.is_in(some.iter().copied()));
        names.extend(grant.all(units).await?.into_iter().map(|row| (row.id, row.name)));
        let groups = student_group::Entity::within(grant.reach())
            .filter(student_group::Column::Id.is_in(some.iter().copied()));
        names.extend(grant.all(groups).await?.into_iter().map(|row| (row.id, row.name)));
    }
    Ok(names)
}

async fn readers(
    grant: &Grant,
    log: Vec<Read>,
    names: &BTreeMap<Uuid, String>,
) -> Result<Vec<Reader>, Fault> {
    let held = |entry: &Read| -> Vec<Uuid> {
        entry.assignments.split(',').filter_map(|id| Uuid::try_parse(id).ok()).collect()
    };
    let ids: BTreeSet<Uuid> = log.iter().flat_map(held).collect();
    let mut roles: BTreeMap<Uuid, String> = BTreeMap::new();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    for some in ids.chunks(IDS_A_STATEMENT) {
        let rows = assignment::Entity::within(grant.reach())
            .filter(assignment::Column::Id.is_in(some.iter().copied()));
        roles.extend(grant.all(rows).await?.into_iter().map(|row| (row.id, row.role.to_value())));
    }
    let reader = |entry: Read| {
        let roles: BTreeSet<String> =
            held(&entry).iter().filter_map(|assignment| roles.get(assignment).cloned()).collect();
        let named = Uuid::try_parse(&entry.actor).ok().and_then(|id| names.get(&id).cloned());
        Reader {
            at: entry.at,
            who: named.unwrap_or(entry.actor),
            roles: roles.into_iter().collect(),
            action: entry.action,
            reason: match entry.reason {
                Reason::Given(text) => Some(text),
                Reason::None | Reason::Erased | Reason::Unreadable => None,
            },
        }
    };
    Ok(log.into_iter().map(reader).collect())
}

impl Section {
    fn ids(&self) -> Vec<Uuid> {
        let values = self.records.iter().flat_map(|record| &record.values);
        values.filter_map(|(_, held)| if let Held::Id(id) = held { Some(*id) } else { None }).collect()
    }

    /// How many of its rows must be reviewed.
    pub fn to_review(&self) -> usize {
        self.records.iter().filter(|record| record.review.is_some()).count()
    }
}

impl Review {
    /// Its code: the secrecy class, or `OTHERS`.
    pub fn code(self) -> String {
        match self {
            Self::Secrecy(class) => class.to_value(),
            Self::OfOthers => "OTHERS".to_owned(),
        }
    }
}

impl Extract {
    /// Whether anything must be reviewed before it is given out.
    pub fn needs_review(&self) -> bool {
        self.sections.iter().any(|section| section.to_review() > 0)
    }

    /// As JSON text; too large a one is refused, never cut.
    pub fn json(&self, municipality: &str) -> Result<String, Fault> {
        let text = json!({
            "municipality": municipality,
            "madeAt": self.made_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "needsReview": self.needs_review(),
            "records": self.sections.iter().map(|section| self.section(section)).collect::<Vec<_>>(),
            "readers": self.readers.iter().map(Reader::json).collect::<Vec<_>>(),
        })
        .to_string();
        if text.len() <= MOST_BYTES {
            return Ok(text);
        }
        Err(Fault::of(Code::LimitExceeded).saying(
            "Registerutdraget är större än vad som kan ges i ett svar: be driften om en export.",
            "The extract is larger than one answer can hold: ask the operator for an export.",
        ))
    }

    fn section(&self, section: &Section) -> Json {
        let row = |record: &Record| {
            let values = record.values.iter().map(|(column, held)| ((*column).to_owned(), self.value(held)));
            json!({
                "needsReview": record.review.map(Review::code),
                "values": values.collect::<Map<String, Json>>(),
            })
        };
        json!({
            "table": section.table,
            "title": section.title,
            "rows": section.records.iter().map(row).collect::<Vec<_>>(),
        })
    }

    fn value(&self, held: &Held) -> Json {
        match held {
            Held::Plain(value) => value.clone(),
            Held::Id(id) => match self.names.get(id) {
                Some(name) => json!({ "id": id, "name": name }),
                None => json!({ "id": id }),
            },
            Held::Hidden => json!({ "hidden": true }),
            Held::Unreadable => json!({ "unreadable": true }),
        }
    }
}

impl Reader {
    fn json(&self) -> Json {
        json!({
            "at": self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "who": self.who,
            "roles": self.roles,
            "action": self.action,
            "reason": self.reason,
        })
    }
}
