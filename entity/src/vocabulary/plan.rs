//! Words of plans and measures (insatser).

use sea_orm::entity::prelude::*;

/// Where a goal (mål) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
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

/// Level of a measure (insats).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeasureLevel {
    /// Promotes what is good, for all (främjande).
    Promote,
    /// Prevents what may come (förebyggande).
    Prevent,
    /// Remedies what has come (åtgärdande).
    Remedy,
}

/// Where a measure (insats) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
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

/// What became of it, graded (graderad förändring).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
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

/// What a follow-up (uppföljning) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FollowUpKind {
    /// Agreed in the plan (planerad).
    Planned,
    /// Where the youth is 6 months after the case was closed (varaktig etablering).
    #[sea_orm(string_value = "AFTER_6_MONTHS")]
    After6Months,
    /// The same 12 months after.
    #[sea_orm(string_value = "AFTER_12_MONTHS")]
    After12Months,
    /// The same 24 months after.
    #[sea_orm(string_value = "AFTER_24_MONTHS")]
    After24Months,
}

/// What a youth does at a follow-up (sysselsättning).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
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
