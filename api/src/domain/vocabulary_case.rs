//! The words of cases and duties as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

pub use super::vocabulary_process::Track;
use crate::support::language::Language;

/// Where a case (ärende) stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::CaseState")]
pub enum CaseState {
    /// Somebody has seen that help may be needed (upptäckt).
    Detected,
    /// What lies behind is being found out (kartläggning).
    Mapping,
    /// Goals and measures are being agreed (planering).
    Planning,
    /// Measures go on (insats).
    Intervention,
    /// What they gave is being followed up (uppföljning).
    FollowUp,
    /// Closed (avslutat).
    Closed,
}

impl CaseState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Detected => ("Upptäckt", "Detected"),
            Self::Mapping => ("Kartläggning", "Mapping"),
            Self::Planning => ("Planering", "Planning"),
            Self::Intervention => ("Insats", "Intervention"),
            Self::FollowUp => ("Uppföljning", "Follow-up"),
            Self::Closed => ("Avslutat", "Closed"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What happened to a case.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::CaseEventKind")]
pub enum CaseEventKind {
    /// It was opened (öppnat).
    Opened,
    /// It was opened from a signal (signal upptagen).
    SignalTakenUp,
    /// Somebody became responsible (tilldelat).
    Assigned,
    /// It went from one state to another (flyttat).
    Moved,
    /// It was closed (avslutat).
    Closed,
    /// It was opened again (återöppnat).
    Reopened,
    /// It goes on under a new consent (nytt medgivande).
    ConsentRenewed,
}

impl CaseEventKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Opened => ("Öppnat", "Opened"),
            Self::SignalTakenUp => ("Signal upptagen i ärendet", "Signal taken up"),
            Self::Assigned => ("Tilldelat", "Assigned"),
            Self::Moved => ("Flyttat", "Moved"),
            Self::Closed => ("Avslutat", "Closed"),
            Self::Reopened => ("Återöppnat", "Reopened"),
            Self::ConsentRenewed => ("Nytt medgivande", "New consent"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Why a case was closed (avslutsorsak).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ClosingReason")]
pub enum ClosingReason {
    /// The goals were reached (målen nådda).
    GoalsReached,
    /// It turned out that no help was needed (behov saknas).
    NotNeeded,
    /// The youth declined (tackat nej).
    Declined,
    /// Another track or unit has taken over (överlämnat).
    HandedOver,
    /// The youth has moved out of the municipality (flyttat).
    MovedAway,
    /// The consent was withdrawn or has ended (medgivandet har upphört).
    ConsentEnded,
    /// The youth has passed the age of the track (åldersgräns).
    AgeLimit,
    /// Anything else (annat), said in words.
    Other,
}

impl ClosingReason {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::GoalsReached => ("Målen nådda", "Goals reached"),
            Self::NotNeeded => ("Behov saknas", "Not needed"),
            Self::Declined => ("Tackat nej", "Declined"),
            Self::HandedOver => ("Överlämnat", "Handed over"),
            Self::MovedAway => ("Flyttat", "Moved away"),
            Self::ConsentEnded => ("Medgivandet har upphört", "Consent ended"),
            Self::AgeLimit => ("Åldersgräns", "Age limit"),
            Self::Other => ("Annat", "Other"),
        };
        Language::current().pick(swedish, english)
    }
}

/// A duty that is timed: what is to be done before its clock runs out.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::DutyKind")]
pub enum DutyKind {
    /// Begin the mapping of a case that was opened (påbörja kartläggning).
    BeginMapping,
    /// Finish the mapping and begin to plan (avsluta kartläggning).
    FinishMapping,
    /// Agree on a plan and begin with it (enas om plan).
    AgreePlan,
    /// Follow up measures that go on (följa upp insatser).
    FollowUp,
    /// Decide after the follow-up: close, or go on (ta ställning efter uppföljning).
    Conclude,
    /// Attend to a signal (ta hand om signal).
    AttendSignal,
    /// Investigate absence (utreda frånvaro).
    InvestigateAbsence,
    /// Report the start of an investigation to the school authority (anmäla utredning till huvudmannen).
    ReportInvestigation,
    /// Tell the home municipality (informera hemkommunen).
    TellHomeMunicipality,
    /// A planned follow-up of one measure (planerad uppföljning av insats).
    FollowUpMeasure,
    /// The status again after closing (uppföljning av varaktig etablering).
    FollowUpEstablishment,
    /// Answer a referral or transfer (besvara remittering eller överlämning).
    AnswerTransfer,
    /// Reach a youth of the activity duty (kontakta ungdom i KAA).
    ContactKaa,
}

impl DutyKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::BeginMapping => ("Påbörja kartläggning", "Begin mapping"),
            Self::FinishMapping => ("Avsluta kartläggning", "Finish mapping"),
            Self::AgreePlan => ("Enas om plan", "Agree on a plan"),
            Self::FollowUp => ("Följa upp insatser", "Follow up measures"),
            Self::Conclude => ("Ta ställning efter uppföljning", "Decide after the follow-up"),
            Self::AttendSignal => ("Ta hand om signal", "Attend to a signal"),
            Self::InvestigateAbsence => ("Utreda frånvaro", "Investigate absence"),
            Self::ReportInvestigation => {
                ("Anmäla utredning till huvudmannen", "Report an investigation to the authority")
            }
            Self::TellHomeMunicipality => ("Informera hemkommunen", "Tell the home municipality"),
            Self::FollowUpMeasure => ("Planerad uppföljning av insats", "Planned follow-up of a measure"),
            Self::FollowUpEstablishment => ("Uppföljning av etablering", "Follow-up of establishment"),
            Self::AnswerTransfer => ("Besvara överlämning", "Answer a transfer"),
            Self::ContactKaa => ("Kontakta ungdom i KAA", "Contact a youth of the activity duty"),
        };
        Language::current().pick(swedish, english)
    }
}
