//! What an import did: counts by table, and for every row that was not simply taken, why.
//!
//! A reason names a row by the register's own id, and a text that is no UUID by its place only: an id may be anything,
//! even a civic number.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::lenient::shown;
use super::sheets::Spoiled;
use crate::support::language::Language;

/// Reasons kept at most; the rest is counted.
const MOST_REASONS: usize = 2_000;

/// The report of one import.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Counts by table, or by resource for what never reached a table.
    pub counts: BTreeMap<String, Counts>,
    /// Why rows were rejected or warned about.
    pub reasons: Vec<Reason>,
    /// How many reasons more there were.
    pub reasons_left_out: usize,
}

/// What happened to the rows of one table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows written for the first time.
    pub new: usize,
    /// Rows that differ from before.
    pub changed: usize,
    /// Rows that are as before.
    pub unchanged: usize,
    /// Rows ended because the source no longer has them.
    pub removed: usize,
    /// Rows of the source that were not taken.
    pub rejected: usize,
    /// Rows that were taken with something left out or noted.
    pub warned: usize,
}

/// How a reason weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Weight {
    /// The row was not taken.
    Rejected,
    /// The row was taken, with something left out or doubtful.
    Warned,
    /// Nothing is wrong; it is good to know.
    Noted,
}

/// Why one row was not simply taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Resource of the source.
    pub resource: &'static str,
    /// The register's id, or the place of the row.
    pub id: String,
    /// How it weighs.
    pub weight: Weight,
    /// The reason, for programs.
    pub code: &'static str,
    /// The reason in Swedish.
    pub sv: String,
    /// The reason in English.
    pub en: String,
}

/// A reason before it is tied to a row: code, Swedish, English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why(pub &'static str, pub &'static str, pub &'static str);

impl Report {
    /// Notes that a row was not taken.
    pub fn reject(&mut self, resource: &'static str, id: &str, why: Why) {
        self.counts_of(resource).rejected += 1;
        self.push(resource, id, Weight::Rejected, why, None);
    }

    /// Notes that a row was not taken because of a word that is not known here.
    pub fn reject_word(&mut self, resource: &'static str, id: &str, why: Why, raw: &str) {
        self.counts_of(resource).rejected += 1;
        self.push(resource, id, Weight::Rejected, why, Some(raw));
    }

    /// Notes that a row was taken with a doubt.
    pub fn warn(&mut self, resource: &'static str, id: &str, why: Why) {
        self.counts_of(resource).warned += 1;
        self.push(resource, id, Weight::Warned, why, None);
    }

    /// Notes a word that is not known here, as it stands.
    pub fn warn_word(&mut self, resource: &'static str, id: &str, why: Why, raw: &str) {
        self.counts_of(resource).warned += 1;
        self.push(resource, id, Weight::Warned, why, Some(raw));
    }

    /// Notes something that is not wrong.
    pub fn note(&mut self, resource: &'static str, id: &str, why: Why, raw: Option<&str>) {
        self.push(resource, id, Weight::Noted, why, raw);
    }

    /// Notes a row that could not be read.
    pub fn spoiled(&mut self, resource: &'static str, row: &Spoiled) {
        self.counts_of(resource).rejected += 1;
        let place = format!("row {}", row.index);
        let id = row.id.as_deref().filter(|id| tellable_id(id)).unwrap_or(&place).to_owned();
        let sv = format!("Raden (nr {}) går inte att läsa: {}.", row.index, row.reason);
        let en = format!("The row (no {}) cannot be read: {}.", row.index, row.reason);
        self.keep(Reason { resource, id, weight: Weight::Rejected, code: "UNREADABLE", sv, en });
    }

    /// The counts of a table.
    pub fn counts_of(&mut self, table: &str) -> &mut Counts {
        if !self.counts.contains_key(table) {
            self.counts.insert(table.to_owned(), Counts::default());
        }
        self.counts.entry(table.to_owned()).or_default()
    }

    /// How many reasons have this code.
    pub fn count(&self, code: &str) -> usize {
        self.reasons.iter().filter(|reason| reason.code == code).count()
    }

    fn push(
        &mut self,
        resource: &'static str,
        id: &str,
        weight: Weight,
        Why(code, sv, en): Why,
        raw: Option<&str>,
    ) {
        let id = tellable(id);
        let word = raw.map(|raw| format!(" (\"{}\")", shown(raw))).unwrap_or_default();
        self.keep(Reason {
            resource,
            id,
            weight,
            code,
            sv: format!("{sv}{word}"),
            en: format!("{en}{word}"),
        });
    }

    fn keep(&mut self, reason: Reason) {
        if self.reasons.len() < MOST_REASONS {
            self.reasons.push(reason);
        } else {
            self.reasons_left_out += 1;
        }
    }

    /// As JSON, for the row of the import and for programs.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As text for a person; reasons that are many are told once with their number and the first ids.
    pub fn to_text(&self, language: Language) -> String {
        let mut text = String::new();
        let head = language.pick(
            ["tabell", "nya", "ändrade", "lika", "borttagna", "avvisade", "varningar"],
            ["table", "new", "changed", "same", "removed", "rejected", "warned"],
        );
        line(&mut text, head.map(str::to_owned));
        for (table, c) in &self.counts {
            let figures =
                [c.new, c.changed, c.unchanged, c.removed, c.rejected, c.warned].map(|n| n.to_string());
            let [new, changed, same, removed, rejected, warned] = figures;
            line(&mut text, [table.clone(), new, changed, same, removed, rejected, warned]);
        }
        for ((resource, said), ids) in self.grouped(language) {
            let first = ids.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let more = if ids.len() > 3 { ", …" } else { "" };
            let _ = writeln!(text, "{resource}: {said} × {}: {first}{more}", ids.len());
        }
        if self.reasons_left_out > 0 {
            let also = language.pick("ytterligare orsaker utelämnade", "further reasons left out");
            let _ = writeln!(text, "{} {also}", self.reasons_left_out);
        }
        text
    }

    fn grouped(&self, language: Language) -> BTreeMap<(&str, &str), Vec<&str>> {
        let mut grouped: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for reason in &self.reasons {
            let said = language.pick(reason.sv.as_str(), reason.en.as_str());
            grouped.entry((reason.resource, said)).or_default().push(&reason.id);
        }
        grouped
    }
}

fn line(text: &mut String, [table, rest @ ..]: [String; 7]) {
    let _ = write!(text, "{table:<22}");
    for cell in rest {
        let _ = write!(text, "{cell:>11}");
    }
    text.push('\n');
}

/// An id or a key of several, with every part hidden that is neither a UUID nor a day.
fn tellable(id: &str) -> String {
    let part =
        |part| if tellable_id(part) || part.parse::<chrono::NaiveDate>().is_ok() { part } else { "…" };
    id.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn tellable_id(id: &str) -> bool {
    uuid::Uuid::parse_str(id).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHY: Why = Why("CODE", "därför", "because");

    #[test]
    fn an_id_that_is_no_uuid_is_not_repeated() {
        let mut report = Report::default();
        report.warn("persons", "20130101-1234", WHY);
        assert!(!report.to_json().contains("1234"));
    }

    #[test]
    fn digits_of_an_unknown_word_are_hidden() {
        let mut report = Report::default();
        report.warn_word("persons", "02631a69-7809-5dd2-8db1-1fea87e9f7f0", WHY, "070-123 45 67");
        assert!(report.to_text(Language::English).contains("###-### ## ##"));
    }

    #[test]
    fn reasons_are_bounded_and_the_rest_is_counted() {
        let mut report = Report::default();
        for _ in 0..MOST_REASONS + 5 {
            report.reject("groups", "x", WHY);
        }
        assert_eq!((report.reasons.len(), report.reasons_left_out), (MOST_REASONS, 5));
        assert_eq!(report.counts_of("groups").rejected, MOST_REASONS + 5);
    }
}
