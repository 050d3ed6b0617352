//! The vocabularies of investigations, reports, transfers and hand-overs as GraphQL enums, labelled in two languages.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// How a youth moves.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::TransferKind")]
pub enum TransferKind {
    /// Another takes part; the sender keeps the case (remittering).
    Referral,
    /// Another takes over (överlämning).
    Transfer,
}

impl TransferKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Referral => ("Remittering", "Referral"),
            Self::Transfer => ("Överlämning", "Transfer"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where a referral or transfer stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::TransferState")]
pub enum TransferState {
    /// Waits for the receiver (pågår).
    InProgress,
    /// The receiver has said yes (mottagen).
    Accepted,
    /// The receiver has said no (avböjd).
    Rejected,
    /// Handed over (genomförd).
    Done,
    /// Taken back by the sender (återkallad).
    Revoked,
}

impl TransferState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::InProgress => ("Pågår", "In progress"),
            Self::Accepted => ("Mottagen", "Accepted"),
            Self::Rejected => ("Avböjd", "Rejected"),
            Self::Done => ("Genomförd", "Done"),
            Self::Revoked => ("Återkallad", "Revoked"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where an absence investigation (utredning) stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::InvestigationState")]
pub enum InvestigationState {
    /// Goes on (pågår).
    Open,
    /// Concluded (avslutad).
    Closed,
    /// Clearly needless, as the head teacher has found (obehövlig).
    NotNeeded,
}

impl InvestigationState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Open => ("Pågår", "Open"),
            Self::Closed => ("Avslutad", "Closed"),
            Self::NotNeeded => ("Obehövlig", "Not needed"),
        };
        Language::current().pick(swedish, english)
    }
}

/// How an absence report came here.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ReportArrival")]
pub enum AbsenceReportArrival {
    /// By a sealed hand-over from another municipality of this system.
    HandOver,
    /// In a file.
    Csv,
    /// Typed in from a letter or a call.
    Letter,
}

impl AbsenceReportArrival {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::HandOver => ("Överlämning", "Hand-over"),
            Self::Csv => ("Fil", "File"),
            Self::Letter => ("Brev eller samtal", "Letter or call"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where an absence report stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ReportState")]
pub enum AbsenceReportState {
    /// Nobody has dealt with it (ny).
    New,
    /// Dealt with (hanterad).
    Handled,
}

impl AbsenceReportState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::New => ("Ny", "New"),
            Self::Handled => ("Hanterad", "Handled"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where a hand-over from another municipality stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::HandOverState")]
pub enum HandOverState {
    /// Waits for an answer (väntar på svar).
    Arrived,
    /// Taken over (mottagen).
    Accepted,
    /// Declined; what it carried is gone (avböjd).
    Rejected,
}

impl HandOverState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Arrived => ("Väntar på svar", "Waits for an answer"),
            Self::Accepted => ("Mottagen", "Accepted"),
            Self::Rejected => ("Avböjd", "Rejected"),
        };
        Language::current().pick(swedish, english)
    }
}
