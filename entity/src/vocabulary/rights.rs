//! Words of the youth's rights.

use sea_orm::entity::prelude::*;

/// What an erasure takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErasureKind {
    /// Everything about one person (radering).
    Person,
    /// What is older than the rules of retention (gallring).
    Retention,
}

/// Where an erasure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErasureState {
    /// Waits for a second person.
    Proposed,
    /// Approved; an operator carries it out.
    Approved,
    /// Refused by the second person.
    Refused,
    /// Done: nothing is left but counts and days.
    CarriedOut,
}
