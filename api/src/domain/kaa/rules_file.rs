//! The half-year file for SCB: what stands in it, in five blocks, and what is wrong with the rows before they are sent.
//!
//! SCB's own layout and code lists are not known here, so this layout is our own: one record a line, fields divided by
//! semicolons, the number of the block first, the civic number second; no name and no address. A code stands as the
//! official one where the list has it, and as our own otherwise, which is told.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, kaa_occupation};
use entity::vocabulary::{KaaAnswer, KaaList};
use uuid::Uuid;

use super::rules::twentieth_birthday;
use super::rules_codes::Codes;

/// Version of our own layout.
const LAYOUT: u8 = 1;

/// A half-year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl Period {
    /// The first or second half of a year; none for a year that cannot be meant.
    pub fn of(year: i32, half: i32) -> Option<Self> {
        let (from, to) = match half {
            1 => ((1, 1), (6, 30)),
            2 => ((7, 1), (12, 31)),
            _ => return None,
        };
        if !(2015..=2100).contains(&year) {
            return None;
        }
        Some(Self {
            first: NaiveDate::from_ymd_opt(year, from.0, from.1)?,
            last: NaiveDate::from_ymd_opt(year, to.0, to.1)?,
        })
    }

    /// Whether a day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    fn name(&self) -> String {
        format!("{}-{}", self.first.year(), if self.first.month() == 1 { 1 } else { 2 })
    }
}

/// One entry with what hangs on it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The entry.
    pub entry: kaa_entry::Model,
    /// The civic number; none when unknown.
    pub civic_number: Option<String>,
    /// Date of birth; none when unknown.
    pub birth_date: Option<NaiveDate>,
    /// Contacts.
    pub contacts: Vec<kaa_contact::Model>,
    /// Measures.
    pub measures: Vec<kaa_measure::Model>,
    /// Occupations.
    pub occupations: Vec<kaa_occupation::Model>,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// No civic number: the person is left out of the file.
    NoCivicNumber,
    /// A reason that nobody has found out.
    ReasonUnknown,
    /// Days that are not in order.
    OutOfOrder,
    /// A day before the registration.
    BeforeRegistration,
    /// A day after today.
    Future,
    /// Ended, and never started.
    EndedWithoutStart,
    /// Ended without a reason.
    EndedWithoutReason,
    /// Started without having been accepted.
    NotAccepted,
    /// Goes on after the duty has ended.
    OpenAfterEnd,
    /// Still open on the 20th birthday.
    OpenAtTwenty,
    /// A code that its list does not have, or not on that day.
    Code,
    /// Reached, and no occupation told.
    NoOccupation,
}

/// A flaw of one person's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The entry.
    pub entry: Uuid,
    /// The youth.
    pub youth: Uuid,
    /// The block, 1 to 5.
    pub block: u8,
    /// What is wrong.
    pub flaw: Flaw,
}

/// A file, and what was found while it was made.
#[derive(Clone, Debug)]
pub struct HalfYear {
    /// Its text.
    pub text: String,
    /// How many persons are in it.
    pub people: usize,
    /// What is wrong with rows.
    pub problems: Vec<Problem>,
    /// Codes of the file that have no official one.
    pub without_official: BTreeSet<(KaaList, String)>,
}

/// Makes the file of a half-year.
pub fn make(
    records: &[Record],
    period: Period,
    codes: &Codes,
    municipality: &str,
    today: NaiveDate,
) -> HalfYear {
    let mut file =
        Writer { period, codes, text: header(municipality, period, today), missing: BTreeSet::new() };
    let mut people = BTreeSet::new();
    let mut problems = Vec::new();
    for record in records {
        check(record, period, codes, today, &mut problems);
        if let Some(number) = &record.civic_number {
            people.insert(record.entry.youth_id);
            file.person(number, record);
        }
    }
    problems.sort_unstable();
    problems.dedup();
    HalfYear { text: file.text, people: people.len(), problems, without_official: file.missing }
}

fn header(municipality: &str, period: Period, today: NaiveDate) -> String {
    format!(
        "# UP2 KAA;{LAYOUT};{municipality};{};{today}\n\
         # Replaces every earlier file of the half-year. Own layout: the official one is not known.\n\
         # 1;civic number;registered on;reason;occupation at the end of the half-year\n\
         # 2;civic number;contact on;way;reached (1) or not (0);occupation\n\
         # 3;civic number;offered on;measure started on;measure;hours a week\n\
         # 4;civic number;measure started on;measure ended on;measure;reason;occupation after\n\
         # 5;civic number;last day of the duty;reason\n",
        period.name(),
    )
}

struct Writer<'a> {
    period: Period,
    codes: &'a Codes,
    text: String,
    missing: BTreeSet<(KaaList, String)>,
}

impl Writer<'_> {
    fn person(&mut self, number: &str, record: &Record) {
        let (entry, period) = (&record.entry, self.period);
        let occupation = occupation_on(record, period.last);
        let reason = self.code(KaaList::Reason, Some(&entry.reason));
        let occupation = self.code(KaaList::Occupation, occupation);
        self.line(&["1", number, &entry.registered_on.to_string(), &reason, &occupation]);
        for row in record.contacts.iter().filter(|row| period.holds(row.contacted_on)) {
            let way = self.code(KaaList::ContactWay, Some(&row.way));
            let occupation = self.code(KaaList::Occupation, row.occupation.as_deref());
            let reached = if row.reached { "1" } else { "0" };
            self.line(&["2", number, &row.contacted_on.to_string(), &way, reached, &occupation]);
        }
        for row in &record.measures {
            let kind = self.code(KaaList::Measure, Some(&row.kind));
            let Some(starts_on) = row.starts_on.map(|day| (day, day.to_string())) else { continue };
            if period.holds(starts_on.0) {
                let hours = row.hours_per_week.map_or_else(String::new, |hours| hours.to_string());
                self.line(&["3", number, &row.offered_on.to_string(), &starts_on.1, &kind, &hours]);
            }
            if let Some(last) = row.ends_on.filter(|day| period.holds(*day)) {
                let reason = self.code(KaaList::MeasureEnd, row.end_reason.as_deref());
                let after = self.code(KaaList::Occupation, row.occupation_after.as_deref());
                self.line(&["4", number, &starts_on.1, &last.to_string(), &kind, &reason, &after]);
            }
        }
        if let Some(last) = entry.ended_on.filter(|day| period.holds(*day)) {
            let reason = self.code(KaaList::EndReason, entry.end_reason.as_deref());
            self.line(&["5", number, &last.to_string(), &reason]);
        }
    }

    /// The official code, or our own, which is noted; empty for none.
    fn code(&mut self, list: KaaList, code: Option<&str>) -> String {
        let Some(code) = code else { return String::new() };
        if let Some(official) = self.codes.get(list, code).and_then(|row| row.scb_code.clone()) {
            return official;
        }
        self.missing.insert((list, code.to_owned()));
        code.to_owned()
    }

    fn line(&mut self, fields: &[&str]) {
        // Writing to a text does not fail.
        let _ = writeln!(self.text, "{}", fields.join(";"));
    }
}

/// The latest occupation that had begun and not ended on a day.
fn occupation_on(record: &Record, day: NaiveDate) -> Option<&str> {
    let told = record.occupations.iter();
    let then = told.filter(|row| row.starts_on <= day && row.ends_on.is_none_or(|last| last >= day));
    then.max_by_key(|row| row.starts_on).map(|row| row.code.as_str())
}

/// Notes what is wrong with the rows of one entry, as far as they belong to the half-year or before.
fn check(record: &Record, period: Period, codes: &Codes, today: NaiveDate, problems: &mut Vec<Problem>) {
    let entry = &record.entry;
    let mut say = |block, flaw| {
        problems.push(Problem { entry: entry.id, youth: entry.youth_id, block, flaw });
    };
    let valid = |list, code: Option<&str>, on| code.is_none_or(|code| codes.is_valid(list, code, on));
    if record.civic_number.is_none() {
        say(1, Flaw::NoCivicNumber);
    }
    if entry.reason == super::rules_codes::UNKNOWN {
        say(1, Flaw::ReasonUnknown);
    }
    if !valid(KaaList::Reason, Some(&entry.reason), entry.registered_on) {
        say(1, Flaw::Code);
    }
    let twenty = record.birth_date.map(twentieth_birthday).filter(|birthday| *birthday <= today);
    if twenty.is_some_and(|birthday| entry.ended_on.is_none_or(|last| last >= birthday)) {
        say(5, Flaw::OpenAtTwenty);
    }
    for row in record.contacts.iter().filter(|row| row.contacted_on <= period.last) {
        days(&[Some(row.contacted_on)], entry, today, |flaw| say(2, flaw));
        let occupation = row.occupation.as_deref();
        if !valid(KaaList::ContactWay, Some(&row.way), row.contacted_on)
            || !valid(KaaList::Occupation, occupation, row.contacted_on)
        {
            say(2, Flaw::Code);
        }
        if row.reached && occupation.is_none() {
            say(2, Flaw::NoOccupation);
        }
    }
    for row in record.measures.iter().filter(|row| row.offered_on <= period.last) {
        days(&[Some(row.offered_on), row.answered_on, row.starts_on], entry, today, |flaw| say(3, flaw));
        if !valid(KaaList::Measure, Some(&row.kind), row.offered_on) {
            say(3, Flaw::Code);
        }
        if row.starts_on.is_some() && row.answer != Some(KaaAnswer::Accepted) {
            say(3, Flaw::NotAccepted);
        }
        match (row.starts_on, row.ends_on) {
            (None, Some(_)) => say(4, Flaw::EndedWithoutStart),
            (Some(_), None) if entry.ended_on.is_some() => say(4, Flaw::OpenAfterEnd),
            (Some(_), Some(last)) => {
                days(&[row.starts_on, Some(last)], entry, today, |flaw| say(4, flaw));
                if row.end_reason.is_none() {
                    say(4, Flaw::EndedWithoutReason);
                }
                if !valid(KaaList::MeasureEnd, row.end_reason.as_deref(), last)
                    || !valid(KaaList::Occupation, row.occupation_after.as_deref(), last)
                {
                    say(4, Flaw::Code);
                }
            }
            _ => {}
        }
    }
    if let Some(last) = entry.ended_on.filter(|day| *day <= period.last) {
        days(&[Some(last)], entry, today, |flaw| say(5, flaw));
        match entry.end_reason.as_deref() {
            None => say(5, Flaw::EndedWithoutReason),
            Some(code) if !codes.is_valid(KaaList::EndReason, code, last) => say(5, Flaw::Code),
            Some(_) => {}
        }
    }
}

/// Checks that days are in order, not before the registration and not after today.
fn days(days: &[Option<NaiveDate>], entry: &kaa_entry::Model, today: NaiveDate, mut say: impl FnMut(Flaw)) {
    let known: Vec<_> = days.iter().flatten().copied().collect();
    if !known.is_sorted() {
        say(Flaw::OutOfOrder);
    }
    if known.iter().any(|day| *day < entry.registered_on) {
        say(Flaw::BeforeRegistration);
    }
    if known.iter().any(|day| *day > today) {
        say(Flaw::Future);
    }
}

/// The share in per cent of a part in a whole, with one decimal; none of nothing.
#[allow(clippy::cast_precision_loss, reason = "counts of people in one municipality")]
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 * 1_000.0 / whole as f64).round() / 10.0)
}

#[cfg(test)]
mod tests;
