//! The vocabularies of statistics as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// Which youths a figure counts (redovisningsgrund).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::UnitBasis")]
pub enum UnitBasis {
    /// Those registered in the municipality, wherever they study (hemkommun).
    HomeMunicipality,
    /// Those whose school lies in the municipality, whoever runs it (skolans lägeskommun).
    SchoolLocation,
    /// Those at the schools that the municipality runs (huvudman).
    Authority,
}

impl UnitBasis {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::HomeMunicipality => ("Hemkommun", "Home municipality"),
            Self::SchoolLocation => ("Skolans lägeskommun", "Where the school is"),
            Self::Authority => ("Kommunens egna skolor", "The municipality's own schools"),
        };
        Language::current().pick(swedish, english)
    }
}

/// How finely a figure is published (redovisningsnivå). The rung is kept from period to period.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Rung")]
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

impl Rung {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Full => ("Full uppdelning", "Every dimension"),
            Self::OneDimension => ("En indelning i taget", "One dimension at a time"),
            Self::Total => ("Endast totalen", "The total alone"),
            Self::Pool => ("Tre år tillsammans", "Three years together"),
        };
        Language::current().pick(swedish, english)
    }
}
