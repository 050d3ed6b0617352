//! Comparisons between municipalities in GraphQL.

use async_graphql::{Enum, SimpleObject};

use super::rules_compare::{self, Shown, rounded};
use super::types::{Cell, FigurePublication, MunicipalityName};
use super::types_indicator::Indicator;

/// In which part of all a value stands (färgsättning), the form that Öppna jämförelser uses; no judgement.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "rules_compare::Band")]
pub enum QuartileBand {
    /// Among the best 25 % (bästa fjärdedelen).
    Best,
    /// Between (mitten).
    Middle,
    /// Among the worst 25 % (sämsta fjärdedelen).
    Worst,
}

/// Services that municipalities are similar in.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimilarService {
    /// Compulsory school (grundskola).
    CompulsorySchool,
    /// Upper secondary school (gymnasieskola).
    UpperSecondarySchool,
}

impl SimilarService {
    /// As its rows are written.
    pub fn code(self) -> &'static str {
        match self {
            Self::CompulsorySchool => "GR",
            Self::UpperSecondarySchool => "GY",
        }
    }
}

/// How a municipality's figure stands among others (jämförelse). Everything is worked out from the cells that are shown.
#[derive(SimpleObject, Clone, Debug)]
pub struct Benchmark {
    /// What is compared.
    pub indicator: Indicator,
    /// Of which period.
    pub period: String,
    /// Whose figure is compared.
    pub municipality: MunicipalityName,
    /// Its total.
    pub cell: Cell,
    /// Of which publication it is; null for official series.
    pub publication: Option<FigurePublication>,
    /// Its place among those compared, 1 for the best; those that are equal share a place. Where neither way is better
    /// the highest is first. Null where its own cell is not shown.
    pub rank: Option<i32>,
    /// The quarter that it stands in; null where neither way is better, where fewer than four are compared, or where its own
    /// cell is not shown.
    pub band: Option<QuartileBand>,
    /// Label of the quarter, in the reader's language.
    pub band_label: Option<String>,
    /// Its value less the median of all compared; to one decimal.
    pub distance_to_median: Option<f64>,
    /// Its value less the median of similar municipalities; null where none of them is shown or known.
    pub distance_to_similar: Option<f64>,
    /// All that take part, together.
    pub group: GroupFigure,
    /// Similar municipalities (liknande kommuner), together; null where none are known.
    pub similar: Option<SimilarGroup>,
    /// The municipality's own earlier periods, the earliest first, at most 20.
    pub trend: Vec<TrendPoint>,
}

/// Several municipalities together. No sum contains a cell that is hidden: those are left out, and it is said how many.
#[derive(SimpleObject, Clone, Debug)]
pub struct GroupFigure {
    /// How many are included: those whose total is shown.
    pub included: i32,
    /// Of how many.
    pub of: i32,
    /// How many were left out, hidden or not published: `of` less `included`.
    pub left_out: i32,
    /// Numerators together; of a mean, how many people. Null for official series, which come without their numbers.
    pub n: Option<i64>,
    /// Denominators together; null for a mean and for official series.
    pub total: Option<i64>,
    /// Share or mean of all people included, each with the same weight; to one decimal. Null for official series.
    pub value: Option<f64>,
    /// Mean of the municipalities' values, each municipality with the same weight, as Kolada's figures of groups are; to
    /// one decimal. Null where none is included.
    pub unweighted_mean: Option<f64>,
    /// Median of the municipalities' values; to one decimal. Null where none is included.
    pub median: Option<f64>,
}

/// Similar municipalities, together.
#[derive(SimpleObject, Clone, Debug)]
pub struct SimilarGroup {
    /// The year that they are similar in.
    pub year: i32,
    /// Who says so.
    pub source: String,
    /// Which they are.
    pub municipalities: Vec<MunicipalityName>,
    /// Their figures together.
    pub group: GroupFigure,
}

/// One earlier period of a municipality.
#[derive(SimpleObject, Clone, Debug)]
pub struct TrendPoint {
    /// Which period.
    pub period: String,
    /// Its total.
    pub cell: Cell,
    /// Version of the definition that it was worked out by: another version is another measure. Null for official series.
    pub definition_version: Option<i32>,
    /// Its value less that of the point before it; to one decimal. Null where one of the two is not shown.
    pub change: Option<f64>,
}

impl GroupFigure {
    /// From the shown totals, of so many municipalities.
    pub fn together(shown: &[Shown], of: usize) -> Self {
        let values: Vec<_> = shown.iter().map(|cell| cell.value).collect();
        let together = rules_compare::together(shown);
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            included: count(shown.len()),
            of: count(of),
            left_out: count(of.saturating_sub(shown.len())),
            n: together.map(|(n, ..)| n),
            total: together.and_then(|(_, total, _)| total),
            value: together.map(|(.., value)| rounded(value)),
            unweighted_mean: rules_compare::unweighted_mean(&values).map(rounded),
            median: rules_compare::median(&values).map(rounded),
        }
    }
}

impl QuartileBand {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Best => ("Bästa 25 %", "Best 25 %"),
            Self::Middle => ("Mitten", "Middle"),
            Self::Worst => ("Sämsta 25 %", "Worst 25 %"),
        };
        crate::support::language::Language::current().pick(swedish, english)
    }
}
