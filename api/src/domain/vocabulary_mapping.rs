//! The words of mappings as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// Who made a questionnaire.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::QuestionnaireOrigin")]
pub enum QuestionnaireOrigin {
    /// The municipality (kommunen).
    Municipality,
    /// The Swedish Association of Local Authorities and Regions (SKR).
    Skr,
    /// This system: a proposal, since there is no official list of contents.
    Shipped,
}

impl QuestionnaireOrigin {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Municipality => ("Kommunen", "The municipality"),
            Self::Skr => ("SKR", "SKR"),
            Self::Shipped => ("Systemets förslag", "The system's proposal"),
        };
        Language::current().pick(swedish, english)
    }
}

/// A domain of life (livsområde) that a mapping asks about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::LifeDomain")]
pub enum LifeDomain {
    /// Attendance at school (närvaro).
    Attendance,
    /// Learning (lärande).
    Learning,
    /// Health and wellbeing (mående).
    Wellbeing,
    /// Relations and safety (relationer och trygghet).
    RelationsAndSafety,
    /// Home and family (hem).
    Home,
    /// Leisure (fritid).
    Leisure,
    /// The future (framtid).
    Future,
    /// The youth's own voice (egen röst).
    OwnVoice,
}

impl LifeDomain {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Attendance => ("Närvaro", "Attendance"),
            Self::Learning => ("Lärande", "Learning"),
            Self::Wellbeing => ("Mående", "Wellbeing"),
            Self::RelationsAndSafety => ("Relationer och trygghet", "Relations and safety"),
            Self::Home => ("Hem", "Home"),
            Self::Leisure => ("Fritid", "Leisure"),
            Self::Future => ("Framtid", "Future"),
            Self::OwnVoice => ("Egen röst", "Own voice"),
        };
        Language::current().pick(swedish, english)
    }
}

/// How a question is answered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::AnswerKind")]
pub enum AnswerKind {
    /// In words (fritext).
    Text,
    /// A number of 1 to 5 (skala).
    #[graphql(name = "SCALE_1_5")]
    Scale15,
    /// Yes or no (ja eller nej).
    YesNo,
    /// One of some choices (val).
    Choice,
}

impl AnswerKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Text => ("Fritext", "Words"),
            Self::Scale15 => ("Skala 1–5", "Scale of 1 to 5"),
            Self::YesNo => ("Ja eller nej", "Yes or no"),
            Self::Choice => ("Val", "Choice"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Where a mapping (kartläggning) stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::MappingState")]
pub enum MappingState {
    /// Being written; its answers are seen by whoever wrote them alone (utkast).
    Draft,
    /// Done; it changes no more (klar).
    Completed,
}

impl MappingState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Draft => ("Utkast", "Draft"),
            Self::Completed => ("Klar", "Completed"),
        };
        Language::current().pick(swedish, english)
    }
}
