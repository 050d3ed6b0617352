//! What a report is, read from what somebody typed or from a row of a file.

use chrono::NaiveDate;

use crate::support::civic::{self, CivicError, CivicNumber};
use crate::support::words::LONGEST;

/// What is wrong with a report. Never holds what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFault {
    /// A name is 1 to 200 characters.
    Name,
    /// No civic number.
    Civic,
    /// The check digit of the civic number is wrong.
    CheckDigit,
    /// A sender is at most 200 characters.
    Sender,
    /// A content is 1 to 4,000 characters.
    Content,
    /// A day is written 2025-11-24.
    Day,
    /// The last day is before the first.
    EndsBeforeStart,
    /// It came before it began, or after today.
    Arrival,
    /// `yes` or `no`.
    YesOrNo,
    /// It has been dealt with.
    Handled,
}

/// A report, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    /// Civic number, where it was given.
    pub civic_number: Option<CivicNumber>,
    /// Name.
    pub name: String,
    /// School or authority; none of a protected person.
    pub sender: Option<String>,
    /// First day of the absence.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// When it came.
    pub arrived_on: NaiveDate,
    /// What it says.
    pub content: String,
    /// Whether the person has protected data.
    pub protected: bool,
}

/// A report, as it was written.
#[derive(Clone, Default)]
pub struct Written {
    /// Civic number in twelve characters; may be blank.
    pub civic_number: String,
    /// Name.
    pub name: String,
    /// School or authority; may be blank.
    pub sender: String,
    /// First day of the absence.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// When it came; today when not said.
    pub arrived_on: Option<NaiveDate>,
    /// What it says.
    pub content: String,
    /// Whether the person has protected data.
    pub protected: bool,
}

impl Written {
    /// Checks it.
    pub fn check(self, today: NaiveDate) -> Result<Report, ReportFault> {
        let starts_on = self.starts_on.ok_or(ReportFault::Day)?;
        if self.ends_on.is_some_and(|end| end < starts_on) {
            return Err(ReportFault::EndsBeforeStart);
        }
        let arrived_on = self.arrived_on.unwrap_or(today);
        if arrived_on > today || starts_on > today {
            return Err(ReportFault::Arrival);
        }
        let sender = text(&self.sender, 0, 200).ok_or(ReportFault::Sender)?;
        Ok(Report {
            civic_number: number(&self.civic_number)?,
            name: text(&self.name, 1, 200).ok_or(ReportFault::Name)?,
            sender: Some(sender).filter(|sender| !sender.is_empty() && !self.protected),
            starts_on,
            ends_on: self.ends_on,
            arrived_on,
            content: text(&self.content, 1, LONGEST).ok_or(ReportFault::Content)?,
            protected: self.protected,
        })
    }
}

fn text(text: &str, least: usize, most: usize) -> Option<String> {
    let text = text.trim();
    (least..=most).contains(&text.chars().count()).then(|| text.to_owned())
}

fn number(text: &str) -> Result<Option<CivicNumber>, ReportFault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    civic::parse(text, None).map(Some).map_err(|error| match error {
        CivicError::CheckDigit => ReportFault::CheckDigit,
        CivicError::Form | CivicError::Date | CivicError::Century => ReportFault::Civic,
    })
}

/// Reads a day of a file; blank is none.
pub fn day(text: &str) -> Result<Option<NaiveDate>, ReportFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Some).map_err(|_| ReportFault::Day)
}

/// Reads `ja`, `nej`, `yes`, `no`; blank is no.
pub fn yes_or_no(text: &str) -> Result<bool, ReportFault> {
    match text.trim().to_lowercase().as_str() {
        "" | "nej" | "no" => Ok(false),
        "ja" | "yes" => Ok(true),
        _ => Err(ReportFault::YesOrNo),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn written() -> Written {
        Written {
            civic_number: "201202012389".to_owned(),
            name: "Ada Berg".to_owned(),
            sender: "Fria skolan".to_owned(),
            starts_on: on("2025-11-03"),
            content: "Borta".to_owned(),
            ..Written::default()
        }
    }

    fn today() -> NaiveDate {
        on("2025-11-24").unwrap_or_default()
    }

    #[test]
    fn a_report_says_who_when_and_what() {
        assert!(written().check(today()).is_ok_and(|report| report.arrived_on == today()));
        let fault = |written: Written| written.check(today()).err();
        assert_eq!(fault(Written { name: " ".to_owned(), ..written() }), Some(ReportFault::Name));
        assert_eq!(fault(Written { starts_on: None, ..written() }), Some(ReportFault::Day));
        let ends = Written { ends_on: on("2025-11-02"), ..written() };
        assert_eq!(fault(ends), Some(ReportFault::EndsBeforeStart));
        let tomorrow = Written { arrived_on: on("2025-11-25"), ..written() };
        assert_eq!(fault(tomorrow), Some(ReportFault::Arrival));
        let wrong = Written { civic_number: "201202012388".to_owned(), ..written() };
        assert_eq!(fault(wrong), Some(ReportFault::CheckDigit));
    }

    #[test]
    fn of_a_protected_person_no_school_is_kept() {
        let marked = Written { protected: true, ..written() };
        assert!(marked.check(today()).is_ok_and(|report| report.sender.is_none()));
    }

    proptest! {
        #[test]
        fn no_text_of_a_file_breaks_anything(text in "\\PC{0,30}") {
            let _ = (day(&text), yes_or_no(&text));
            let _ = Written { civic_number: text.clone(), name: text.clone(), content: text, ..written() }.check(today());
        }
    }
}
