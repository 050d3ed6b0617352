//! Why a publication is refused: a closed list, each with a code that a client can show in its own language.

use std::fmt;

use super::cube::Place;

/// Why nothing was published. Whatever the reason, the registry is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The threshold asked for is below its floor, which can be raised but never lowered.
    ThresholdBelowFloor {
        /// What was asked for.
        asked: u32,
        /// The lowest that is allowed.
        floor: u32,
    },
    /// A table, dimension, category or measure that is not declared, is declared twice, or has more than three axes.
    NotDeclared(String),
    /// A cell of a declared table has no entry, or the entry is of another kind than its measure.
    NoEntry(Place),
    /// The figures contradict themselves: a parent is not the sum of its children, or a part is larger than its whole.
    Contradiction(Place),
    /// Coverage (youths with data / youths in the population) is below 90 %.
    Coverage,
    /// What was already published, with the outside figures, cannot be protected whatever more is hidden.
    Unprotectable(Place),
    /// The solver did not finish within its limits.
    TimeOut,
    /// The solver failed, or gave an answer that does not hold.
    Solver(String),
    /// The independent audit found something; how many violations.
    AuditFailed(usize),
    /// More than 40 % of the leaf cells would be hidden, on the last rung of the ladder.
    TooLittleToShow,
}

impl Refusal {
    /// The code that clients see.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::ThresholdBelowFloor { .. } => "THRESHOLD_BELOW_FLOOR",
            Refusal::NotDeclared(_) => "BREAKDOWN_NOT_DECLARED",
            Refusal::NoEntry(_) => "ENTRY_MISSING",
            Refusal::Contradiction(_) => "FIGURES_CONTRADICT",
            Refusal::Coverage => "COVERAGE_TOO_LOW",
            Refusal::Unprotectable(_) => "UNPROTECTABLE",
            Refusal::TimeOut => "TIME_OUT",
            Refusal::Solver(_) => "SOLVER_FAILED",
            Refusal::AuditFailed(_) => "AUDIT_FAILED",
            Refusal::TooLittleToShow => "TOO_LITTLE_TO_SHOW",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code())?;
        match self {
            Refusal::ThresholdBelowFloor { asked, floor } => write!(f, ": {asked} is below {floor}"),
            Refusal::NotDeclared(what) => write!(f, ": {what}"),
            Refusal::NoEntry(place) | Refusal::Contradiction(place) | Refusal::Unprotectable(place) => {
                write!(f, ": {place}")
            }
            Refusal::Solver(why) => write!(f, ": {why}"),
            Refusal::AuditFailed(count) => write!(f, ": {count} violations"),
            Refusal::Coverage | Refusal::TimeOut | Refusal::TooLittleToShow => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}
