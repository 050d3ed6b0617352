//! Changes of absence reports: inputs, payloads and what is to be mended.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::{ReportFault, Written};
use super::types::AbsenceReport;
use crate::support::batch::{OnError, Outcome};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A report, typed in from a letter or a call.
#[derive(InputObject)]
pub struct RecordAbsenceReportInput {
    /// Civic number (personnummer, samordningsnummer) in twelve characters; left out when none was given.
    #[graphql(secret)]
    pub civic_number: Option<String>,
    /// Name, 1 to 200 characters.
    #[graphql(secret)]
    pub name: String,
    /// School or authority that sent it, at most 200 characters; not kept of a person with protected data.
    #[graphql(secret)]
    pub sender: Option<String>,
    /// First day of the absence, today or before.
    pub starts_on: Date,
    /// Last day; left out while it goes on.
    pub ends_on: Option<Date>,
    /// When it came, today or before; today when left out.
    pub arrived_on: Option<Date>,
    /// What it says, 1 to 4,000 characters. Of a person with protected data write no address and no school.
    #[graphql(secret)]
    pub content: String,
    /// Whether the person has protected data (skyddade personuppgifter), by what the sender says.
    #[graphql(default)]
    pub is_protected: bool,
}

impl RecordAbsenceReportInput {
    /// As it was written.
    pub fn written(self) -> Written {
        Written {
            civic_number: self.civic_number.unwrap_or_default(),
            name: self.name,
            sender: self.sender.unwrap_or_default(),
            starts_on: Some(self.starts_on.0),
            ends_on: self.ends_on.map(|day| day.0),
            arrived_on: self.arrived_on.map(|day| day.0),
            content: self.content,
            protected: self.is_protected,
        }
    }
}

/// A file of reports.
#[derive(InputObject)]
pub struct ImportAbsenceReportsInput {
    /// The file as text, with semicolons or commas, 1 to 1,000 rows after one that names the columns: civicNumber
    /// (personnummer; may be blank), name (namn), startsOn (från), content (innehåll), and perhaps endsOn (till), sender
    /// (avsändare), arrivedOn (ankom), protected (skyddad: ja or nej). Days are written 2025-11-24.
    #[graphql(secret)]
    pub csv: String,
    /// What becomes of the others when a row is refused.
    #[graphql(default)]
    pub on_error: OnError,
}

/// That a report was dealt with.
#[derive(InputObject)]
pub struct HandleAbsenceReportInput {
    /// The report.
    pub report: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// What was done, 1 to 4,000 characters.
    #[graphql(secret)]
    pub handling: String,
}

/// Answer to a change of an absence report.
#[derive(SimpleObject, Debug)]
pub struct AbsenceReportPayload {
    /// The report as it is now, also when somebody else changed it meanwhile; null when not recorded.
    pub report: Option<AbsenceReport>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Answer to `importAbsenceReports`.
#[derive(SimpleObject, Debug)]
pub struct ImportAbsenceReportsPayload {
    /// Rows stored.
    pub recorded: i32,
    /// Rows that were stored already.
    pub unchanged: i32,
    /// Rows refused.
    pub refused: i32,
    /// What to mend, each with the index of its row from 0, the row of names not counted; empty when all was done.
    pub user_errors: Vec<UserError>,
}

impl From<Outcome> for ImportAbsenceReportsPayload {
    fn from(outcome: Outcome) -> Self {
        Self {
            recorded: outcome.recorded,
            unchanged: outcome.unchanged,
            refused: outcome.refused,
            user_errors: outcome.errors,
        }
    }
}

impl From<ReportFault> for UserError {
    fn from(fault: ReportFault) -> Self {
        use UserErrorCode::{Closed, EndsBeforeStart, Invalid, OutOfRange, WrongCheckDigit};
        let (field, code, swedish, english) = match fault {
            ReportFault::Name => {
                ("input.name", OutOfRange, "Ett namn är 1 till 200 tecken.", "A name is 1 to 200 characters.")
            }
            ReportFault::Civic => (
                "input.civicNumber",
                Invalid,
                "Skriv personnumret eller samordningsnumret med tolv tecken.",
                "Write the civic number or coordination number in twelve characters.",
            ),
            ReportFault::CheckDigit => (
                "input.civicNumber",
                WrongCheckDigit,
                "Kontrollsiffran är fel: läs numret igen.",
                "The check digit is wrong: read the number again.",
            ),
            ReportFault::Sender => (
                "input.sender",
                OutOfRange,
                "Avsändaren är högst 200 tecken.",
                "The sender is at most 200 characters.",
            ),
            ReportFault::Content => {
                ("input.content", OutOfRange, "Skriv 1 till 4 000 tecken.", "Write 1 to 4,000 characters.")
            }
            ReportFault::Day => {
                ("input.startsOn", Invalid, "Skriv en dag som 2025-11-24.", "Write a day as 2025-11-24.")
            }
            ReportFault::EndsBeforeStart => (
                "input.endsOn",
                EndsBeforeStart,
                "Sista dagen ligger före den första: ändra en av dem.",
                "The last day is before the first: change one of them.",
            ),
            ReportFault::Arrival => (
                "input.arrivedOn",
                OutOfRange,
                "Frånvaron och anmälan ligger i dag eller tidigare.",
                "The absence and the report are of today or before.",
            ),
            ReportFault::YesOrNo => ("input.csv", Invalid, "Skriv ja eller nej.", "Write yes or no."),
            ReportFault::Handled => (
                "input.report",
                Closed,
                "Anmälan är redan hanterad.",
                "The report has been dealt with already.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
