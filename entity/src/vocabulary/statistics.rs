//! Words of statistics.

use sea_orm::entity::prelude::*;

/// Which youths a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UnitBasis {
    /// Those registered in the municipality, wherever they study (hemkommun).
    HomeMunicipality,
    /// Those whose school lies in the municipality, whoever runs it (skolans lägeskommun).
    SchoolLocation,
    /// Those at the schools that the municipality runs (huvudman).
    Authority,
}

/// What a cell (cell) of a published table says. One word for every hidden cell: never why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CellState {
    /// A value (värde).
    Value,
    /// Hidden so that nobody can be singled out (dold).
    Suppressed,
    /// Not reported (uppgift saknas).
    Missing,
    /// Cannot exist (ej tillämpligt).
    NotApplicable,
}

/// How finely a figure is published; the rung (steg) is kept from period to period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rung {
    /// By every declared dimension (full uppdelning).
    Full,
    /// By one dimension at a time (en dimension).
    OneDimension,
    /// The total alone (totalen).
    Total,
    /// The total of three years together (tre år tillsammans).
    Pool,
}

/// Where a draft of a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DraftState {
    /// Prepared, and waits for another person (förberedd).
    Draft,
    /// Published (publicerad).
    Published,
    /// Refused by the control of disclosure or by whoever decides (avvisad).
    Refused,
    /// Taken back by whoever prepared it (kasserad).
    Discarded,
}

/// A purpose of statistics that needs a legal ground of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatisticsPurpose {
    /// Figures from the register of the municipal activity duty (KAA).
    Kaa,
}

/// What upper secondary studies led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CompletionOutcome {
    /// A diploma (examen).
    Diploma,
    /// A study certificate: 2,500 points without a diploma (studiebevis).
    StudyCertificate,
    /// Broken off before either (avbrott).
    Interrupted,
}
