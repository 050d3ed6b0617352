//! Words of absence investigations, absence reports and hand-overs between municipalities.

use sea_orm::entity::prelude::*;

/// Where an absence investigation (utredning av frånvaro) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InvestigationState {
    /// Goes on.
    Open,
    /// Concluded.
    Closed,
    /// Clearly needless, as the head teacher has found.
    NotNeeded,
}

/// How an absence report came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportArrival {
    /// By a sealed hand-over from another municipality of this system.
    HandOver,
    /// In a file.
    Csv,
    /// Typed in from a letter or a call.
    Letter,
}

/// Where an absence report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportState {
    /// Nobody has dealt with it.
    New,
    /// Dealt with.
    Handled,
}

/// What a hand-over to another municipality carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandOverKind {
    /// A referral or transfer, which the receiver answers.
    Transfer,
    /// An absence report.
    AbsenceReport,
}

/// Where a hand-over that came from another municipality stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandOverState {
    /// Waits for an answer.
    Arrived,
    /// Taken over.
    Accepted,
    /// Declined; what it carried is gone.
    Rejected,
}
