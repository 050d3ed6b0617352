//! The vocabularies of the process around one youth as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// Secrecy class (sekretessklass): who reads and writes by role. No role has a class by being higher up.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Secrecy")]
pub enum Secrecy {
    /// For everyone who works with the youth (allmän).
    General,
    /// Support at school (elevstödjande verksamhet).
    StudentSupport,
    /// Counsellor, psychologist, special educator (elevhälsans psykosociala del).
    StudentHealthPsychosocial,
    /// What medical student health has chosen to share (elevhälsans medicinska insats, EMI). No patient record.
    StudentHealthMedical,
    /// From or about social services (socialtjänst); its readers are named one by one.
    SocialServices,
    /// The municipal activity duty (kommunalt aktivitetsansvar, KAA).
    Kaa,
}

impl Secrecy {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::General => ("Allmän", "General"),
            Self::StudentSupport => ("Elevstöd", "Student support"),
            Self::StudentHealthPsychosocial => ("Elevhälsa, psykosocial", "Student health, psychosocial"),
            Self::StudentHealthMedical => ("Elevhälsa, medicinsk", "Student health, medical"),
            Self::SocialServices => ("Socialtjänst", "Social services"),
            Self::Kaa => ("Aktivitetsansvar", "Activity duty"),
        };
        Language::current().pick(swedish, english)
    }
}

/// The track (spår) that work around a youth follows. Each is a business of its own, and secrecy applies between them.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Track")]
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
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Compulsory => ("Grundskola", "Compulsory school"),
            Self::UpperSecondary => ("Gymnasieskola", "Upper secondary school"),
            Self::Kaa => ("Aktivitetsansvar", "Activity duty"),
            Self::YoungAdult => ("Unga vuxna", "Young adults"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What a consent (medgivande) permits.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ConsentPurpose")]
pub enum ConsentPurpose {
    /// Support as a young adult of 20 to 24; the youth's own consent alone.
    YoungAdultSupport,
    /// That named information is shared with a named receiver (sekretessbrytande).
    ShareInformation,
    /// A referral or transfer to another unit or municipality (remittering, överlämning).
    Transfer,
    /// Work together with another authority or organisation (samverkan).
    Collaboration,
}

impl ConsentPurpose {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::YoungAdultSupport => ("Stöd som ung vuxen", "Support as a young adult"),
            Self::ShareInformation => ("Dela uppgifter", "Share information"),
            Self::Transfer => ("Överlämning", "Transfer"),
            Self::Collaboration => ("Samverkan", "Collaboration"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Who gave a consent.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ConsentGiver")]
pub enum ConsentGiver {
    /// The youth (den unge).
    Youth,
    /// A guardian (vårdnadshavare), for a youth under 18.
    Guardian,
}

impl ConsentGiver {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Youth => ("Den unge", "The youth"),
            Self::Guardian => ("Vårdnadshavare", "Guardian"),
        };
        Language::current().pick(swedish, english)
    }
}

/// On what ground something leaves its secrecy class or its unit.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Ground")]
pub enum Ground {
    /// A recorded consent (medgivande).
    Consent,
    /// A provision of law (lagrum), named in words.
    Law,
}

impl Ground {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Consent => ("Medgivande", "Consent"),
            Self::Law => ("Lagrum", "Provision of law"),
        };
        Language::current().pick(swedish, english)
    }
}
