//! Published figures and their cells in GraphQL.

use async_graphql::{SimpleObject, Union};
use chrono::{DateTime, Utc};
use entity::vocabulary::CellState;

use super::super::catalogue::Dimension;
use super::store::{self, About, Found};
use crate::access::tenants::official;
use crate::domain::vocabulary_statistics::Rung;
use crate::support::scalars::Date;

/// A municipality, by the official list; nothing of it is behind this.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct MunicipalityName {
    /// Official code of four digits (kommunkod).
    pub code: String,
    /// Official name.
    pub name: String,
}

impl MunicipalityName {
    /// Those with these codes.
    pub fn all(codes: impl IntoIterator<Item = String>) -> Vec<Self> {
        let names: std::collections::BTreeMap<_, _> =
            official::all().map(|official| (official.code, official.name)).collect();
        let named = |code: String| Self { name: names.get(&code).unwrap_or(&code).clone(), code };
        codes.into_iter().map(named).collect()
    }
}

/// A figure (uppgift): an indicator of one municipality and period, or that it has not published it.
#[derive(SimpleObject, Clone, Debug)]
pub struct Figure {
    /// Whose.
    pub municipality: MunicipalityName,
    /// Of which period, as `indicators` says; of a pool the first and the last, as `2022/23–2024/25`.
    pub period: String,
    /// Whether it is published. When not, there are no cells, and nothing else is said of it.
    pub published: bool,
    /// Of which publication it is; null for official series, and where nothing is published.
    pub publication: Option<FigurePublication>,
    /// The breakdown asked for.
    pub breakdown: String,
    /// Its cells in that breakdown. Empty where it is published less finely: see `publication.rung`.
    pub cells: Vec<Cell>,
}

/// What must be known of a published figure to use it.
#[derive(SimpleObject, Clone, Debug)]
pub struct FigurePublication {
    /// Version of the definition that it was worked out by.
    pub definition_version: i32,
    /// The day that it was worked out for (uppgifterna avser).
    pub as_of: Date,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Youths with data of those in its population (täckning), in whole percent, rounded down.
    pub coverage: i32,
    /// How finely it is published.
    pub rung: Rung,
    /// Label of the rung, in the reader's language.
    pub rung_label: String,
    /// Fewer people than so many are never shown.
    pub floor: i32,
    /// Counts the publications of its municipality, period and basis, from 1: later ones are revisions.
    pub edition: i32,
    /// Keyed hash of what it was worked out from, in hexadecimal: the same hash is the same input. The key is the
    /// municipality's.
    pub input_hash: String,
}

/// A cell (cell): a value, or why there is none. A hidden cell says nothing more: not whether it was hidden in its own right
/// or to protect another.
#[derive(Union, Clone, Debug)]
pub enum Cell {
    /// A value.
    Value(CellValue),
    /// Hidden.
    Hidden(CellHidden),
    /// Not reported.
    Missing(CellMissing),
    /// Cannot exist.
    NotApplicable(CellNotApplicable),
}

/// A cell that is shown (värde).
#[derive(SimpleObject, Clone, Debug)]
pub struct CellValue {
    /// Where it stands, as `sex=K,year=9`; empty for the total.
    pub coordinate: String,
    /// The same, with names.
    pub categories: Vec<CellCategory>,
    /// Numerator; of a mean, how many it is of. Null for official series.
    pub n: Option<i64>,
    /// Denominator; null for a mean and for official series.
    pub total: Option<i64>,
    /// Share in whole percent, or mean to one decimal; of official series as the source has it.
    pub value: Option<f64>,
    /// Whether a later correction was too small to be shown, so that the earlier value stands.
    pub not_revised: bool,
}

/// A cell that is hidden so that nobody can be singled out (dold).
#[derive(SimpleObject, Clone, Debug)]
pub struct CellHidden {
    /// Where it stands, as `sex=K,year=9`; empty for the total.
    pub coordinate: String,
    /// The same, with names.
    pub categories: Vec<CellCategory>,
}

/// A cell that was not reported (uppgift saknas).
#[derive(SimpleObject, Clone, Debug)]
pub struct CellMissing {
    /// Where it stands, as `sex=K,year=9`; empty for the total.
    pub coordinate: String,
    /// The same, with names.
    pub categories: Vec<CellCategory>,
}

/// A cell that cannot exist (ej tillämpligt).
#[derive(SimpleObject, Clone, Debug)]
pub struct CellNotApplicable {
    /// Where it stands, as `sex=K,year=9`; empty for the total.
    pub coordinate: String,
    /// The same, with names.
    pub categories: Vec<CellCategory>,
}

/// A category that a cell stands in.
#[derive(SimpleObject, Clone, Debug)]
pub struct CellCategory {
    /// Code of the dimension.
    pub dimension: String,
    /// Code of the category.
    pub code: String,
    /// Name of the category, in the reader's language.
    pub name: String,
}

impl From<About> for FigurePublication {
    fn from(about: About) -> Self {
        let rung = Rung::from(about.rung);
        Self {
            definition_version: about.definition_version,
            as_of: Date(about.as_of),
            published_at: about.published_at,
            coverage: about.coverage,
            rung,
            rung_label: rung.label().to_owned(),
            floor: about.floor,
            edition: about.edition,
            input_hash: about.input_hash,
        }
    }
}

impl Cell {
    /// A cell, named by the dimensions of its indicator.
    pub fn of(cell: store::Cell, dimensions: &[Dimension]) -> Self {
        let categories = named(&cell.coordinate, dimensions);
        let coordinate = cell.coordinate;
        match cell.state {
            CellState::Value => Self::Value(CellValue {
                coordinate,
                categories,
                n: cell.n,
                total: cell.total,
                value: cell.value,
                not_revised: cell.not_revised,
            }),
            CellState::Suppressed => Self::Hidden(CellHidden { coordinate, categories }),
            CellState::Missing => Self::Missing(CellMissing { coordinate, categories }),
            CellState::NotApplicable => Self::NotApplicable(CellNotApplicable { coordinate, categories }),
        }
    }
}

fn named(coordinate: &str, dimensions: &[Dimension]) -> Vec<CellCategory> {
    let parts = coordinate.split(',').filter_map(|part| part.split_once('='));
    let named = parts.map(|(dimension, code)| {
        let declared = dimensions.iter().find(|declared| declared.code() == dimension);
        let category =
            declared.and_then(|declared| declared.categories().iter().find(|category| category.code == code));
        CellCategory {
            dimension: dimension.to_owned(),
            code: code.to_owned(),
            name: category.map_or(code, |category| category.name.pick()).to_owned(),
        }
    });
    named.collect()
}

impl Figure {
    /// A figure that is published.
    pub fn of(
        municipality: MunicipalityName,
        found: Found,
        breakdown: &str,
        dimensions: &[Dimension],
    ) -> Self {
        Self {
            municipality,
            period: found.period,
            published: true,
            publication: found.about.map(FigurePublication::from),
            breakdown: breakdown.to_owned(),
            cells: found.cells.into_iter().map(|cell| Cell::of(cell, dimensions)).collect(),
        }
    }

    /// That a municipality has not published a period.
    pub fn not_published(municipality: MunicipalityName, period: &str, breakdown: &str) -> Self {
        Self {
            municipality,
            period: period.to_owned(),
            published: false,
            publication: None,
            breakdown: breakdown.to_owned(),
            cells: Vec::new(),
        }
    }
}
