//! The independent auditor: reads a published file and nothing else, and says what anybody could work out from it.
//!
//! It shares no code with the suppression: its own reading of the format, its own system, its own solver. For every
//! figure that was ever hidden, and its complement, it asks for the two ends of the interval, over everything that was
//! ever published: for each publication, all values as they stood then, and whatever was first shown later, as far as it
//! agrees. What outside figures alone tell is not the publication's doing and not held against it.

mod frame;
mod groups;
mod printed;
mod reading;
mod simplex;
mod unit;
mod world;

use std::collections::BTreeMap;
use std::fmt;

use reading::File;
pub use world::Interval;

/// What is wrong with a publication.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A hidden figure can be worked out.
    Exact,
    /// A hidden figure is known to be below k.
    BelowK,
    /// A sensitive figure is known to be more than 1: hidden, but with less room than it should have.
    Margin,
    /// A figure is shown that the primary rule hides.
    Primary,
    /// A share is printed of a figure that is hidden.
    ShareOfHidden,
    /// A shown figure was revised by fewer than k in n, N or c.
    SmallRevision,
    /// The figures contradict each other.
    Contradiction,
    /// A sum over municipalities includes a hidden figure, or is not the sum of those shown.
    Group,
    /// A municipality that knows its own figures can work out another's, or bound it below k, by a group's sum.
    Insider,
}

/// A violation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// What is wrong.
    pub kind: Kind,
    /// Municipality, period, basis, measure and coordinates, for people to read.
    pub place: String,
    /// It is the complement c = N − n that is told.
    pub complement: bool,
}

/// What the audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong; empty if nothing is.
    pub violations: Vec<Violation>,
    /// How many hidden figures and complements were asked after.
    pub asked: usize,
    /// How many interval programmes that took.
    pub programmes: usize,
}

/// Why there is no report: a publication without one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// Not the documented format.
    Unreadable,
    /// The programmes did not finish within their limits.
    TimeOut,
}

impl fmt::Display for AuditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AuditFault::Unreadable => "not the documented format",
            AuditFault::TimeOut => "the audit did not finish within its limits",
        })
    }
}

impl std::error::Error for AuditFault {}

/// What an insider knows: (period, basis, measure, coordinates) → value, of the own municipality.
pub type OwnFigures = BTreeMap<(String, String, String, BTreeMap<String, String>), i64>;

/// The exact figures of one unit: (measure, coordinates) → value.
pub type ExactFigures = BTreeMap<(String, BTreeMap<String, String>), i64>;

/// Audits a file as outsiders can.
pub fn audit(json: &str) -> Result<Report, AuditFault> {
    let file = read(json)?;
    let mut report = Report::default();
    for unit in &file.units {
        unit::audit(&file.dimensions, unit, &mut report)?;
    }
    groups::audit(&file, &mut report)?;
    report.violations.sort();
    report.violations.dedup();
    Ok(report)
}

/// Audits a publication before it is stored, with the exact figures at hand: beside all that outsiders can find, every
/// sensitive figure of a first publication may be as little as 1.
pub fn audit_before_storing(json: &str, exact: &ExactFigures) -> Result<Report, AuditFault> {
    let file = read(json)?;
    let mut report = Report::default();
    for unit in &file.units {
        unit::audit(&file.dimensions, unit, &mut report)?;
        if unit.publications.len() == 1 {
            unit::margins(&file.dimensions, unit, exact, &mut report)?;
        }
    }
    groups::audit(&file, &mut report)?;
    report.violations.sort();
    report.violations.dedup();
    Ok(report)
}

/// Audits the group figures of a file as one municipality can, which knows its own figures. What it knows says nothing
/// of others but through sums over several.
pub fn audit_as(json: &str, municipality: &str, own: &OwnFigures) -> Result<Report, AuditFault> {
    let file = read(json)?;
    let mut report = Report::default();
    groups::insider(&file, municipality, own, &mut report)?;
    Ok(report)
}

/// The interval of every hidden figure in the state that the file leaves: what a full audit prints. Place, whether it is
/// the complement, and the interval.
pub fn intervals(json: &str) -> Result<Vec<(String, bool, Interval)>, AuditFault> {
    let file = read(json)?;
    let mut all = Vec::new();
    for unit in &file.units {
        all.extend(unit::intervals(&file.dimensions, unit)?);
    }
    Ok(all)
}

fn read(json: &str) -> Result<File, AuditFault> {
    let file: File = serde_json::from_str(json).map_err(|_| AuditFault::Unreadable)?;
    if file.format == "up2-statistics-export/1" { Ok(file) } else { Err(AuditFault::Unreadable) }
}
