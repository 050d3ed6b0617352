//! Words of the process around one youth that several tables share.

use sea_orm::entity::prelude::*;

use super::Role;

/// Secrecy class (sekretessklass) of a note, an answer of a mapping or a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Secrecy {
    /// For everyone who works with the youth (allmän).
    General,
    /// Support at school (elevstödjande verksamhet).
    StudentSupport,
    /// Counsellor, psychologist, special educator (elevhälsans psykosociala del).
    StudentHealthPsychosocial,
    /// What medical student health has chosen to share (elevhälsans medicinska insats, EMI).
    StudentHealthMedical,
    /// From or about social services (socialtjänst); its readers are named one by one.
    SocialServices,
    /// The municipal activity duty (KAA).
    Kaa,
}

/// The track (spår) that work around a youth follows; each is a business of its own, and secrecy applies between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Track {
    /// Compulsory school (grundskola).
    Compulsory,
    /// Upper secondary school (gymnasieskola).
    UpperSecondary,
    /// The municipal activity duty (kommunalt aktivitetsansvar, KAA).
    Kaa,
    /// Young adults of 20 to 24, with their consent (unga vuxna).
    YoungAdult,
}

impl Track {
    /// The role that leads the work on it: assigns, closes, opens again, and sees what is late.
    pub fn lead(self) -> Role {
        match self {
            Self::Compulsory | Self::UpperSecondary => Role::Principal,
            Self::Kaa => Role::KaaOfficer,
            Self::YoungAdult => Role::YoungAdultCoach,
        }
    }

    /// Whether it is one of the schools'.
    pub fn is_of_school(self) -> bool {
        matches!(self, Self::Compulsory | Self::UpperSecondary)
    }

    /// The track of a school form (skolform) as SS 12000 names it; none for forms that are no school for the young.
    pub fn of_school(school_type: &str) -> Option<Self> {
        match school_type {
            "FS" | "FSK" | "FKLASS" | "SP" | "SAM" | "TR" => Some(Self::Compulsory),
            _ if school_type.starts_with("GR") => Some(Self::Compulsory),
            _ if school_type.starts_with("GY") => Some(Self::UpperSecondary),
            _ => None,
        }
    }
}

/// Where a case (ärende) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
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

/// What a consent (medgivande) permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConsentPurpose {
    /// Support as a young adult of 20 to 24.
    YoungAdultSupport,
    /// That named information is shared with a named receiver.
    ShareInformation,
    /// A referral or transfer to another unit or municipality.
    Transfer,
    /// Work together with another authority or organisation (samverkan).
    Collaboration,
}

/// Who gave a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConsentGiver {
    /// The youth.
    Youth,
    /// A guardian (vårdnadshavare), for a youth under 18.
    Guardian,
}

/// On what ground something leaves its secrecy class or its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Ground {
    /// A recorded consent.
    Consent,
    /// A provision of law, named in words.
    Law,
}

/// How a youth moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransferKind {
    /// Another takes part; the sender keeps the case (remittering).
    Referral,
    /// Another takes over (överlämning).
    Transfer,
}

/// Where a referral or transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransferState {
    /// Waits for the receiver.
    InProgress,
    /// The receiver has said yes.
    Accepted,
    /// The receiver has said no.
    Rejected,
    /// Handed over.
    Done,
    /// Taken back by the sender.
    Revoked,
}
