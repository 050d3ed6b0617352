//! Extracts and figures in GraphQL.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};

use super::extract::{Extract, Section};
use super::figures::Figure;
use super::html;
use crate::support::fault::Fault;
use crate::support::language::Language;

/// Everything that is kept about one person, and who has read it (registerutdrag).
#[derive(SimpleObject, Clone, Debug)]
pub struct SubjectExtract {
    /// Global id of the youth.
    pub youth: ID,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Whether something in it must be reviewed for secrecy before it is given out (menprövning).
    pub needs_review: bool,
    /// What it holds, table by table.
    pub sections: Vec<ExtractSection>,
    /// How many entries of the access log are in it.
    pub reads: i32,
    /// All of it as a JSON text, for machines.
    pub json: String,
    /// All of it as a document in HTML, for reading and printing; in the reader's language, with nothing from elsewhere.
    pub html: String,
}

/// What an extract holds of one table.
#[derive(SimpleObject, Clone, Debug)]
pub struct ExtractSection {
    /// The type of record.
    pub record_type: String,
    /// What it is called, in the reader's language.
    pub title: String,
    /// How many rows.
    pub rows: i32,
    /// How many of them must be reviewed for secrecy: of a class beyond GENERAL, or telling of others than the person.
    pub needs_review: i32,
}

impl SubjectExtract {
    /// From an extract.
    pub fn of(youth: ID, municipality: &str, extract: &Extract) -> Result<Self, Fault> {
        Ok(Self {
            youth,
            made_at: extract.made_at,
            needs_review: extract.needs_review(),
            sections: extract.sections.iter().map(ExtractSection::of).collect(),
            reads: count(extract.readers.len()),
            json: extract.json(municipality)?,
            html: html::document(extract),
        })
    }
}

impl ExtractSection {
    fn of(section: &Section) -> Self {
        Self {
            record_type: section.table.to_owned(),
            title: section.title.to_owned(),
            rows: count(section.records.len()),
            needs_review: count(section.to_review()),
        }
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// A count of what the process has done in a school year (läsår), in the whole municipality; the same after an erasure.
#[derive(SimpleObject, Clone, Debug)]
pub struct ProcessFigure {
    /// What is counted, such as CASES_OPENED.
    pub kind: String,
    /// What it is called, in the reader's language.
    pub title: String,
    /// The part of it, such as a track; null when it has none.
    pub label: Option<String>,
    /// How many; null when it is not shown, since it is small or would tell a small one.
    pub n: Option<i64>,
}

impl ProcessFigure {
    /// From one count of a figure.
    pub fn of(figure: &Figure, label: String, n: Option<i64>) -> Self {
        let (swedish, english) = figure.title;
        Self {
            kind: figure.kind.to_owned(),
            title: Language::current().pick(swedish, english).to_owned(),
            label: (!label.is_empty()).then_some(label),
            n,
        }
    }
}
