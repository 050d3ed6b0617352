//! The words of plans and measures as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// Where a goal (mål) stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::GoalState")]
pub enum GoalState {
    /// Being worked for (pågår).
    Open,
    /// Reached (uppnått).
    Reached,
    /// Partly reached (delvis uppnått).
    PartlyReached,
    /// Not reached (inte uppnått).
    NotReached,
    /// No longer wanted (utgått).
    Dropped,
}

impl GoalState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Open => ("Pågår", "Open"),
            Self::Reached => ("Uppnått", "Reached"),
            Self::PartlyReached => ("Delvis uppnått", "Partly reached"),
            Self::NotReached => ("Inte uppnått", "Not reached"),
            Self::Dropped => ("Utgått", "Dropped"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Level of a measure (insats).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::MeasureLevel")]
pub enum MeasureLevel {
    /// Promotes what is good, for all (främjande).
    Promote,
    /// Prevents what may come (förebyggande).
    Prevent,
    /// Remedies what has come (åtgärdande).
    Remedy,
}

impl MeasureLevel {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Promote => ("Främjande", "Promoting"),
            Self::Prevent => ("Förebyggande", "Preventing"),
            Self::Remedy => ("Åtgärdande", "Remedying"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where a measure (insats) stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::MeasureState")]
pub enum MeasureState {
    /// Offered, and not answered yet (erbjuden).
    Offered,
    /// Accepted, and not begun yet (accepterad).
    Accepted,
    /// Declined (avböjd).
    Declined,
    /// Goes on (pågår).
    Active,
    /// Carried through (genomförd).
    Completed,
    /// Broken off (avbruten).
    Discontinued,
}

impl MeasureState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Offered => ("Erbjuden", "Offered"),
            Self::Accepted => ("Accepterad", "Accepted"),
            Self::Declined => ("Avböjd", "Declined"),
            Self::Active => ("Pågår", "Active"),
            Self::Completed => ("Genomförd", "Completed"),
            Self::Discontinued => ("Avbruten", "Discontinued"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What became of it, graded (graderad förändring).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::GradedChange")]
pub enum GradedChange {
    /// Much better (mycket bättre).
    MuchBetter,
    /// Better (bättre).
    Better,
    /// As before (oförändrat).
    Unchanged,
    /// Worse (sämre).
    Worse,
    /// Much worse (mycket sämre).
    MuchWorse,
    /// Nobody can say (går inte att bedöma).
    NotKnown,
}

impl GradedChange {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::MuchBetter => ("Mycket bättre", "Much better"),
            Self::Better => ("Bättre", "Better"),
            Self::Unchanged => ("Oförändrat", "Unchanged"),
            Self::Worse => ("Sämre", "Worse"),
            Self::MuchWorse => ("Mycket sämre", "Much worse"),
            Self::NotKnown => ("Går inte att bedöma", "Not known"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What a follow-up (uppföljning) is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::FollowUpKind")]
pub enum FollowUpKind {
    /// Agreed in the plan (planerad).
    Planned,
    /// Where the youth is 6 months after the case was closed (varaktig etablering).
    #[graphql(name = "AFTER_6_MONTHS")]
    After6Months,
    /// The same 12 months after.
    #[graphql(name = "AFTER_12_MONTHS")]
    After12Months,
    /// The same 24 months after.
    #[graphql(name = "AFTER_24_MONTHS")]
    After24Months,
}

impl FollowUpKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Planned => ("Planerad", "Planned"),
            Self::After6Months => ("6 månader efter avslut", "6 months after closing"),
            Self::After12Months => ("12 månader efter avslut", "12 months after closing"),
            Self::After24Months => ("24 månader efter avslut", "24 months after closing"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What a youth does at a follow-up (sysselsättning).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::YouthStatus")]
pub enum YouthStatus {
    /// Studies (utbildning).
    Education,
    /// Works (arbete).
    Work,
    /// Takes part in another measure (annan insats).
    OtherMeasure,
    /// Neither works nor studies.
    Neither,
    /// Nobody knows (okänt).
    Unknown,
}

impl YouthStatus {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Education => ("Utbildning", "Education"),
            Self::Work => ("Arbete", "Work"),
            Self::OtherMeasure => ("Annan insats", "Other measure"),
            Self::Neither => ("Varken arbete eller studier", "Neither work nor studies"),
            Self::Unknown => ("Okänt", "Unknown"),
        };
        Language::current().pick(swedish, english)
    }
}
