//! A live server that speaks SS 12000: a token by client credentials, pages, changes since the last time, removals.
//!
//! Blocking: call it from `spawn_blocking`. Bounded in every way: size of an answer, number of pages, tries, waits.

mod address;
mod http;

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Datelike, Days, NaiveDate, SecondsFormat, TimeDelta, Utc};
use entity::vocabulary::Dialect;
use serde_json::Value;

use super::documents::{AggregatedAttendance, Resource};
use super::plan::Secret;
use super::sheets::{self, Documents, Extent, Sheet};
pub use address::AddressError;
use http::Connection;

/// Changes are asked for from this much before the last one seen: registers differ on whether the bound belongs to it.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// More pages of one resource than this are refused.
const MOST_PAGES: usize = 100_000;

/// How to reach a server.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address under which the resources lie.
    pub base_url: String,
    /// Address that gives tokens.
    pub token_url: String,
    /// OAuth 2 client id.
    pub client_id: String,
    /// OAuth 2 client secret.
    pub client_secret: Secret,
    /// Which dialect it speaks.
    pub dialect: Dialect,
    /// Rows to ask for at a time.
    pub limit: u32,
}

/// What to ask for.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The last change seen before; none asks for everything.
    pub since: Option<DateTime<Utc>>,
    /// First and last day of the attendance to ask for.
    pub attendance: Option<(NaiveDate, NaiveDate)>,
}

/// Why a server cannot be imported from. Holds nothing that the server has said of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveError {
    /// The address may not be used.
    Address(AddressError),
    /// The server gives no token for these credentials; the status it answered.
    NoToken(u16),
    /// The server refuses a fresh token; the resource.
    Refused(String),
    /// The server wants to send us elsewhere, which is not followed with a token; the resource.
    Redirect(String),
    /// An answer that is no success: the resource and the status.
    Status(String, u16),
    /// It goes on saying that it has no time; the resource.
    Busy(String),
    /// It cannot be reached, or the answer broke off; the resource.
    Unreachable(String),
    /// The answer is not what SS 12000 says, or too large; the resource.
    Malformed(String),
    /// A page points to a page already seen: it would never end.
    Repeats(String),
    /// A resource without which nothing can be imported is not there.
    Lacks(String),
}

impl std::fmt::Display for LiveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(error) => write!(f, "{error}"),
            Self::NoToken(status) => {
                write!(f, "the token address gives no token for these credentials (status {status})")
            }
            Self::Refused(of) => write!(f, "{of}: the server refuses a fresh token"),
            Self::Redirect(of) => {
                write!(f, "{of}: the server redirects; register the address it points to instead")
            }
            Self::Status(of, status) => write!(f, "{of}: the server answers with status {status}"),
            Self::Busy(of) => write!(f, "{of}: the server has no time; try again later"),
            Self::Unreachable(of) => {
                write!(f, "{of}: the server cannot be reached, or its answer breaks off")
            }
            Self::Malformed(of) => {
                write!(f, "{of}: the answer is no SS 12000 document, or larger than 64 MiB")
            }
            Self::Repeats(of) => write!(f, "{of}: the server gives the same page again and again"),
            Self::Lacks(of) => write!(f, "{of}: the server does not have it"),
        }
    }
}

impl std::error::Error for LiveError {}

/// A server, with a token once it was needed.
pub struct Live {
    connection: Connection,
    dialect: Dialect,
    limit: u32,
}

impl Live {
    /// Checks the addresses; asks nothing yet.
    pub fn new(settings: Settings) -> Result<Self, LiveError> {
        Self::pausing(settings, std::thread::sleep)
    }

    fn pausing(settings: Settings, pause: fn(Duration)) -> Result<Self, LiveError> {
        let (dialect, limit) = (settings.dialect, settings.limit.max(1));
        Ok(Self { connection: Connection::new(settings, pause)?, dialect, limit })
    }

    /// Reads what is wished for; `progress` is told the resource and how many rows of it have come.
    pub fn fetch(
        &mut self,
        wish: &Wish,
        progress: &mut dyn FnMut(&str, usize),
    ) -> Result<Documents, LiveError> {
        let documents = Documents {
            organisations: self.required(wish, progress)?,
            persons: self.required(wish, progress)?,
            groups: self.sheet(wish.since, progress)?,
            duties: self.sheet(wish.since, progress)?,
            // Activities and syllabuses are not kept here, so they are always needed whole.
            activities: self.sheet(None, progress)?,
            syllabuses: self.sheet(None, progress)?,
            grades: self.sheet(wish.since, progress)?,
            attendance: self.attendance(wish, progress)?,
            deleted: self.deleted(wish.since)?,
        };
        Ok(documents)
    }

    fn required<T: Resource>(
        &mut self,
        wish: &Wish,
        progress: &mut dyn FnMut(&str, usize),
    ) -> Result<Sheet<T>, LiveError> {
        let sheet = self.sheet::<T>(wish.since, progress)?;
        if sheet.extent == Extent::Missing { Err(LiveError::Lacks(T::NAME.to_owned())) } else { Ok(sheet) }
    }

    /// One resource: its changes, or all of it when the server cannot tell the changes.
    fn sheet<T: Resource>(
        &mut self,
        since: Option<DateTime<Utc>>,
        progress: &mut dyn FnMut(&str, usize),
    ) -> Result<Sheet<T>, LiveError> {
        let filters: Vec<(&str, String)> =
            since.map(|at| ("meta.modified.after", overlapped(at))).into_iter().collect();
        let mut sheet = Sheet::default();
        match self.rows(&filters, &mut sheet, progress) {
            Ok(false) => {}
            Ok(true) => sheet.extent = if since.is_some() { Extent::Changes } else { Extent::Whole },
            Err(LiveError::Status(_, 400)) if since.is_some() => return self.sheet(None, progress),
            Err(error) => return Err(error),
        }
        Ok(sheet)
    }

    /// Sums are given for the days that are asked for, so each ISO week is asked for by itself.
    fn attendance(
        &mut self,
        wish: &Wish,
        progress: &mut dyn FnMut(&str, usize),
    ) -> Result<Sheet<AggregatedAttendance>, LiveError> {
        let mut sheet = Sheet::default();
        let Some((first, last)) = wish.attendance else { return Ok(sheet) };
        let back = Days::new(first.weekday().num_days_from_monday().into());
        let mondays = first.checked_sub_days(back).unwrap_or(first).iter_weeks();
        for monday in mondays.take_while(|monday| *monday <= last) {
            let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
            let filters = [("startDate", monday.to_string()), ("endDate", sunday.to_string())];
            if !self.rows(&filters, &mut sheet, progress)? {
                return Ok(sheet);
            }
            sheet.extent = Extent::Changes;
        }
        Ok(sheet)
    }

    fn deleted(&mut self, since: Option<DateTime<Utc>>) -> Result<Vec<sheets::Deleted>, LiveError> {
        let Some(since) = since else { return Ok(Vec::new()) };
        let mut deleted = Vec::new();
        self.pages("deletedEntities", &[("after", overlapped(since))], &mut |data| {
            deleted.extend(sheets::read_deleted(&data));
            Ok(())
        })?;
        Ok(deleted)
    }

    fn rows<T: Resource>(
        &mut self,
        filters: &[(&str, String)],
        sheet: &mut Sheet<T>,
        progress: &mut dyn FnMut(&str, usize),
    ) -> Result<bool, LiveError> {
        let malformed = || LiveError::Malformed(T::NAME.to_owned());
        self.pages(T::NAME, filters, &mut |data| {
            let Value::Array(rows) = data else { return Err(malformed()) };
            for row in rows {
                if !sheet.has_room() {
                    return Err(malformed());
                }
                sheet.add(row);
            }
            progress(T::NAME, sheet.rows.len());
            Ok(())
        })
    }

    /// Hands every page to `each`; answers false when the server does not have the resource.
    fn pages(
        &mut self,
        resource: &str,
        filters: &[(&str, String)],
        each: &mut dyn FnMut(Value) -> Result<(), LiveError>,
    ) -> Result<bool, LiveError> {
        let mut seen = HashSet::new();
        let mut page_token: Option<String> = None;
        loop {
            let query = self.query(filters, page_token.as_deref());
            let Some(mut page) = self.connection.get(resource, &query)? else { return Ok(false) };
            let data = page.get_mut("data").map(Value::take);
            each(data.ok_or_else(|| LiveError::Malformed(resource.to_owned()))?)?;
            let Some(next) = page.get("pageToken").and_then(token_text) else { return Ok(true) };
            if seen.len() >= MOST_PAGES || !seen.insert(next.clone()) {
                return Err(LiveError::Repeats(resource.to_owned()));
            }
            page_token = Some(next);
        }
    }

    /// In dialect A a page token carries its filters and may not stand beside others; the other two want them repeated.
    fn query(&self, filters: &[(&str, String)], page_token: Option<&str>) -> Vec<(String, String)> {
        let mut query = vec![("limit".to_owned(), self.limit.to_string())];
        if page_token.is_none() || self.dialect != Dialect::A {
            query.extend(filters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        }
        query.extend(page_token.map(|token| ("pageToken".to_owned(), token.to_owned())));
        query
    }
}

fn token_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn overlapped(at: DateTime<Utc>) -> String {
    (at - OVERLAP).to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests;
