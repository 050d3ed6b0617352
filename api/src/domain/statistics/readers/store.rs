//! Reads published figures and official series as one kind of thing: a municipality's figure of a period, with its cells.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::registry::{official_series, official_value};
use entity::vocabulary::{CellState, Rung};

use super::super::catalogue::{self, Better, Dimension, Indicator};
use super::rules;
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::Wanted;
use crate::support::fault::Fault;

/// What figures are of.
#[derive(Clone, Debug)]
pub enum Measured {
    /// An indicator of the catalogue.
    Own(&'static Indicator),
    /// An official series, quoted.
    Quoted(official_series::Model),
}

/// Of which publication a figure is.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Version of the definition.
    pub definition_version: i32,
    /// The day that it was worked out for.
    pub as_of: NaiveDate,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Youths with data of those in the population, in whole percent.
    pub coverage: i32,
    /// How finely it is shown.
    pub rung: Rung,
    /// Fewer than so many are never shown.
    pub floor: i32,
    /// Which publication of its period.
    pub edition: i32,
    /// Keyed hash of its inputs.
    pub input_hash: String,
}

/// A cell of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands; empty for the total.
    pub coordinate: String,
    /// What it says.
    pub state: CellState,
    /// Numerator.
    pub n: Option<i64>,
    /// Denominator.
    pub total: Option<i64>,
    /// Share or mean.
    pub value: Option<f64>,
    /// Whether a later correction was too small to be shown.
    pub not_revised: bool,
}

/// A municipality's figure of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Code of the municipality.
    pub municipality: String,
    /// The period, as it is written.
    pub period: String,
    /// Of which publication; none of an official series.
    pub about: Option<About>,
    /// Its cells, by coordinate.
    pub cells: Vec<Cell>,
}

impl Found {
    /// The value of its first cell, if it is shown: where the total was asked for, that of the total.
    pub fn value(&self) -> Option<f64> {
        self.cells.first().filter(|cell| cell.state == CellState::Value)?.value
    }
}

/// What is asked of a measure; an empty list asks for all.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Codes of municipalities.
    pub municipalities: Vec<String>,
    /// Periods, as they are written.
    pub periods: Vec<String>,
    /// Dimensions, comma between; empty for the total.
    pub breakdown: String,
}

/// What has this code: an indicator of the catalogue or an official series.
pub async fn measured(registry: &RegistryDb, code: &str) -> Result<Measured, Fault> {
    if let Some(indicator) = catalogue::find(code) {
        return Ok(Measured::Own(indicator));
    }
    let series = registry.official_series_of(code).await?;
    series.map(Measured::Quoted).ok_or_else(rules::unknown_indicator)
}

impl Measured {
    /// Which way is better. Of an official series its source does not say.
    pub fn better(&self) -> Better {
        match self {
            Self::Own(indicator) => indicator.better(),
            Self::Quoted(_) => Better::Neither,
        }
    }

    /// Its dimensions.
    pub fn dimensions(&self) -> &'static [Dimension] {
        match self {
            Self::Own(indicator) => indicator.dimensions,
            Self::Quoted(series) if series.divided_by_gender => &[Dimension::Sex],
            Self::Quoted(_) => &[],
        }
    }

    /// The breakdowns that are declared.
    pub fn breakdowns(&self) -> Vec<String> {
        match self {
            Self::Own(indicator) => rules::breakdowns(indicator),
            Self::Quoted(series) if series.divided_by_gender => {
                vec![String::new(), Dimension::Sex.code().to_owned()]
            }
            Self::Quoted(_) => vec![String::new()],
        }
    }

    /// Checks that a text is a period of it.
    pub fn check_period(&self, text: &str) -> Result<(), Fault> {
        match self {
            Self::Own(indicator) => rules::check_period(text, indicator),
            Self::Quoted(_) => rules::year(text).map(|_| ()),
        }
    }

    /// The last year of a period of it.
    pub fn year(&self, period: &str) -> i32 {
        use chrono::Datelike;
        match self {
            Self::Own(_) => rules::days(period).map(|(_, last)| last.year()).unwrap_or_default(),
            Self::Quoted(_) => rules::year(period).unwrap_or_default(),
        }
    }

    /// Its figures, by municipality and period: of a constant number of statements, however many they are.
    pub async fn figures(&self, registry: &RegistryDb, asked: &Asked) -> Result<Vec<Found>, Fault> {
        match self {
            Self::Own(indicator) => of_catalogue(registry, indicator.code, asked).await,
            Self::Quoted(series) => of_series(registry, &series.id, asked).await,
        }
    }
}

async fn of_catalogue(registry: &RegistryDb, code: &str, asked: &Asked) -> Result<Vec<Found>, Fault> {
    let wanted = Wanted {
        indicators: vec![code.to_owned()],
        municipalities: asked.municipalities.clone(),
        periods: asked.periods.clone(),
        breakdown: Some(asked.breakdown.clone()),
    };
    let found = registry.published(&wanted).await?.into_iter().map(|found| Found {
        municipality: found.publication.municipality_code,
        period: found.figure.period,
        about: Some(About {
            definition_version: found.figure.definition_version,
            as_of: found.publication.as_of,
            published_at: found.publication.published_at,
            coverage: found.figure.coverage,
            rung: found.figure.rung,
            floor: found.publication.floor,
            edition: found.publication.edition,
            input_hash: found.figure.input_hash,
        }),
        cells: found
            .cells
            .into_iter()
            .map(|cell| Cell {
                coordinate: cell.coordinate,
                state: cell.state,
                n: cell.n,
                total: cell.total,
                value: cell.value,
                not_revised: cell.not_revised,
            })
            .collect(),
    });
    Ok(sorted(found.collect()))
}

async fn of_series(registry: &RegistryDb, series: &str, asked: &Asked) -> Result<Vec<Found>, Fault> {
    let years: Result<Vec<_>, _> = asked.periods.iter().map(|period| rules::year(period)).collect();
    let values = registry.official_values(series, &asked.municipalities, &years?).await?;
    let mut found: BTreeMap<(String, i32), Found> = BTreeMap::new();
    for value in values {
        let figure = found.entry((value.municipality_code.clone(), value.year)).or_insert_with(|| Found {
            municipality: value.municipality_code.clone(),
            period: value.year.to_string(),
            about: None,
            cells: Vec::new(),
        });
        figure.cells.extend(of_value(&value, &asked.breakdown));
    }
    Ok(sorted(found.into_values().filter(|figure| !figure.cells.is_empty()).collect()))
}

/// The cell of an official value, if it is of the breakdown asked for.
fn of_value(value: &official_value::Model, breakdown: &str) -> Option<Cell> {
    let is_total = value.gender == "T";
    (is_total == breakdown.is_empty()).then(|| Cell {
        coordinate: if is_total { String::new() } else { format!("{breakdown}={}", value.gender) },
        state: if value.value.is_some() { CellState::Value } else { CellState::Missing },
        n: None,
        total: None,
        value: value.value,
        not_revised: false,
    })
}

/// By municipality, then by time.
fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|one, other| {
        let key =
            |found: &Found| (found.municipality.clone(), rules::days(&found.period), found.period.clone());
        key(one).cmp(&key(other))
    });
    found
}
