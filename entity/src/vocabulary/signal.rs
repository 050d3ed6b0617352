//! Words of signals: what a rule looks at, and where a signal stands.

use sea_orm::entity::prelude::*;

/// What a signal (signal) is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalKind {
    /// Attendance (närvaro).
    Attendance,
    /// Results (betyg, F-varningar).
    Results,
    /// Behaviour (beteende).
    Behaviour,
    /// Wellbeing (mående).
    Wellbeing,
    /// Lessons of which attendance is not reported (orapporterad närvaro): about the school, not the youth.
    ReportingIncomplete,
}

/// What a rule measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalMeasure {
    /// Valid and invalid absence of the minutes offered (total frånvaro).
    TotalAbsence,
    /// Invalid absence of the minutes offered (ogiltig frånvaro).
    InvalidAbsence,
    /// Subjects with the grade F, no basis for a grade, or a warning (underkända eller varnade ämnen).
    FailedOrWarned,
    /// Observations by people (observationer).
    Observations,
}

/// Where a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalState {
    /// Nobody has said anything to it (öppen).
    Open,
    /// Somebody has taken it on (omhändertagen).
    Attended,
    /// Somebody has looked and found nothing to do, for a reason (avfärdad).
    Dismissed,
    /// Handed to the head teacher (eskalerad).
    Escalated,
}

/// Where a signal comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalSource {
    /// A rule of the municipality.
    Rule,
    /// A member of staff who has seen something (iakttagelse).
    Staff,
    /// The youth's own word (den unges egna ord).
    Youth,
}

/// What happened to a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalDeed {
    /// It was raised.
    Raised,
    /// Somebody took it on.
    Attended,
    /// Somebody dismissed it.
    Dismissed,
    /// Somebody handed it to the head teacher.
    Escalated,
    /// The figure fell below the threshold again.
    Cleared,
}
