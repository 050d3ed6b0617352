//! Words of the register of the municipal activity duty (KAA).

use sea_orm::entity::prelude::*;

/// A code list (kodlista) of the register; its codes are data that a municipality replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KaaList {
    /// Why a youth was registered (orsak till registrering).
    Reason,
    /// Occupation (sysselsättning): education, work, other service or activity.
    Occupation,
    /// The way of a contact (kontaktsätt).
    ContactWay,
    /// Kind of a measure (åtgärd).
    Measure,
    /// Why a measure ended.
    MeasureEnd,
    /// Why the duty ended (orsak till avregistrering).
    EndReason,
}

/// The answer to an offer of a measure; none while it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KaaAnswer {
    /// The youth said yes (tackade ja).
    Accepted,
    /// The youth said no (tackade nej).
    Declined,
}
