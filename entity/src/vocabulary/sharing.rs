//! Words of sharing.

use sea_orm::entity::prelude::*;

/// What kind of classified thing is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClassifiedKind {
    /// A note (anteckning).
    Note,
}
