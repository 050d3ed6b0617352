//! The vocabularies of signals as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// What a signal (signal) is about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::SignalKind")]
pub enum SignalKind {
    /// Attendance (närvaro).
    Attendance,
    /// Results (betyg, F-varningar).
    Results,
    /// Behaviour (beteende).
    Behaviour,
    /// Wellbeing (mående).
    Wellbeing,
    /// Lessons of which attendance is not reported (orapporterad närvaro): an item for the head teacher about the school's
    /// reports, and no signal about the youth.
    ReportingIncomplete,
}

impl SignalKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Attendance => ("Närvaro", "Attendance"),
            Self::Results => ("Resultat", "Results"),
            Self::Behaviour => ("Beteende", "Behaviour"),
            Self::Wellbeing => ("Mående", "Wellbeing"),
            Self::ReportingIncomplete => ("Orapporterad närvaro", "Attendance not reported"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What a rule measures.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::SignalMeasure")]
pub enum SignalMeasure {
    /// Valid and invalid absence of the minutes offered (total frånvaro): a share.
    TotalAbsence,
    /// Invalid absence of the minutes offered (ogiltig frånvaro): a share.
    InvalidAbsence,
    /// Subjects with the grade F, no basis for a grade, or a warning (ämnen med F, streck eller varning): a count.
    FailedOrWarned,
    /// Observations by people (iakttagelser) of the rule's kind: a count.
    Observations,
}

impl SignalMeasure {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::TotalAbsence => ("Total frånvaro", "Total absence"),
            Self::InvalidAbsence => ("Ogiltig frånvaro", "Invalid absence"),
            Self::FailedOrWarned => ("Ämnen med F, streck eller varning", "Subjects failed or warned of"),
            Self::Observations => ("Iakttagelser", "Observations"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where a signal stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::SignalState")]
pub enum SignalState {
    /// Nobody has handled it (öppen).
    Open,
    /// Somebody has taken it on (omhändertagen).
    Attended,
    /// Somebody has looked and found nothing to do, for a reason (avfärdad); final.
    Dismissed,
    /// Handed to the head teacher, who answers for it (eskalerad).
    Escalated,
}

impl SignalState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Open => ("Öppen", "Open"),
            Self::Attended => ("Omhändertagen", "Attended"),
            Self::Dismissed => ("Avfärdad", "Dismissed"),
            Self::Escalated => ("Eskalerad till rektor", "Escalated to the head teacher"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where a signal comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::SignalSource")]
pub enum SignalSource {
    /// A rule of the municipality (regel).
    Rule,
    /// A member of staff who has seen something (iakttagelse).
    Staff,
    /// The youth's own word (den unges egna ord).
    Youth,
}

impl SignalSource {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Rule => ("Regel", "Rule"),
            Self::Staff => ("Iakttagelse av personal", "Observation by staff"),
            Self::Youth => ("Den unges egna ord", "The youth's own word"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What happened to a signal.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::SignalDeed")]
pub enum SignalDeed {
    /// It was raised (väckt).
    Raised,
    /// Somebody took it on (omhändertagen).
    Attended,
    /// Somebody dismissed it (avfärdad).
    Dismissed,
    /// Somebody handed it to the head teacher (eskalerad).
    Escalated,
    /// The figure fell below the threshold again, or the missing reports came (under gränsen igen).
    Cleared,
}

impl SignalDeed {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Raised => ("Väckt", "Raised"),
            Self::Attended => ("Omhändertagen", "Attended"),
            Self::Dismissed => ("Avfärdad", "Dismissed"),
            Self::Escalated => ("Eskalerad till rektor", "Escalated to the head teacher"),
            Self::Cleared => ("Under gränsen igen", "Below the threshold again"),
        };
        Language::current().pick(swedish, english)
    }
}
