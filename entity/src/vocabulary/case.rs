//! Words of cases and of the duties that are timed.

use sea_orm::entity::prelude::*;

/// What happened to a case (ärende).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CaseEventKind {
    /// It was opened.
    Opened,
    /// It was opened from a signal.
    SignalTakenUp,
    /// Somebody became responsible.
    Assigned,
    /// It went from one state to another.
    Moved,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// It goes on under a new consent.
    ConsentRenewed,
}

/// Why a case was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClosingReason {
    /// The goals were reached.
    GoalsReached,
    /// It turned out that no help was needed.
    NotNeeded,
    /// The youth declined.
    Declined,
    /// Another track or unit has taken over.
    HandedOver,
    /// The youth has moved out of the municipality.
    MovedAway,
    /// The consent was withdrawn or has ended.
    ConsentEnded,
    /// The youth has passed the age of the track.
    AgeLimit,
    /// Anything else, said in words.
    Other,
}

/// A duty that is timed: what is to be done before its clock runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DutyKind {
    /// Begin the mapping of a case that was opened.
    BeginMapping,
    /// Finish the mapping and begin to plan.
    FinishMapping,
    /// Agree on a plan and begin with it.
    AgreePlan,
    /// Follow up measures that go on.
    FollowUp,
    /// Decide after the follow-up: close, or go on.
    Conclude,
    /// Attend to a signal.
    AttendSignal,
    /// Investigate absence.
    InvestigateAbsence,
    /// Report the start of an investigation to the school authority.
    ReportInvestigation,
    /// Tell the home municipality.
    TellHomeMunicipality,
    /// A planned follow-up of one measure.
    FollowUpMeasure,
    /// The status again after closing.
    FollowUpEstablishment,
    /// Answer a referral or transfer.
    AnswerTransfer,
    /// Reach a youth of the activity duty.
    ContactKaa,
}

impl DutyKind {
    /// Those that wait for a follow-up, which has a secrecy class.
    pub const OF_FOLLOW_UPS: [Self; 2] = [Self::FollowUpMeasure, Self::FollowUpEstablishment];
}
