//! Words of mappings (kartläggning).

use sea_orm::entity::prelude::*;

/// Who made a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QuestionnaireOrigin {
    /// The municipality (kommunen).
    Municipality,
    /// The Swedish Association of Local Authorities and Regions (SKR).
    Skr,
    /// This system: a proposal, since there is no official list of contents.
    Shipped,
}

/// A domain of life (livsområde) that a mapping asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
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

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnswerKind {
    /// In words (fritext).
    Text,
    /// A number of 1 to 5 (skala).
    #[sea_orm(string_value = "SCALE_1_5")]
    Scale15,
    /// Yes or no (ja eller nej).
    YesNo,
    /// One of some choices (val).
    Choice,
}

/// Where a mapping (kartläggning) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MappingState {
    /// Being written; its answers are seen by whoever wrote them alone (utkast).
    Draft,
    /// Done; it changes no more (klar).
    Completed,
}
