//! What is prepared: kept sealed until another person decides, and then stored as it stands.

use std::collections::BTreeMap;

use entity::registry::{publication, published_cell, published_figure};
use entity::vocabulary::{CellState, Rung};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

/// A prepared publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The edition of the unit that it would become; another publication in between makes it void.
    pub edition: i32,
    /// Its figures, by code.
    pub figures: Vec<DraftFigure>,
}

/// One indicator of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftFigure {
    /// Code of the indicator.
    pub indicator: String,
    /// Period; of a pool the first and the last.
    pub period: String,
    /// Version of the definition.
    pub version: i32,
    /// How finely it is shown: `FULL`, `ONE_DIMENSION`, `TOTAL`, `POOL`.
    pub rung: String,
    /// Youths with data of those in the population, in whole percent, rounded down.
    pub coverage: i32,
    /// Keyed hash of what it was worked out from.
    pub input_hash: String,
    /// Its cells.
    pub cells: Vec<DraftCell>,
}

/// One cell, with what readers would see and what only the preparer does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftCell {
    /// Breakdown.
    pub breakdown: String,
    /// Coordinate.
    pub coordinate: String,
    /// What readers would see: `VALUE`, `SUPPRESSED`, `MISSING`, `NOT_APPLICABLE`.
    pub state: String,
    /// Numerator as shown, or how many a mean is of.
    pub n: Option<i64>,
    /// Denominator as shown; null for a mean.
    pub total: Option<i64>,
    /// Of a mean that is shown, what the values add up to.
    pub sum: Option<i64>,
    /// Share in whole percent or mean to one decimal, as shown.
    pub value: Option<f64>,
    /// Whether a correction is too small to be told.
    pub not_revised: bool,
    /// The exact numerator (of a mean, how many it is of).
    pub exact_n: i64,
    /// The exact denominator (of a mean, what the values add up to).
    pub exact_total: i64,
    /// Why it is hidden: `PRIMARY` for its own sake, `SECONDARY` for the sake of others; null where it is shown.
    pub why: Option<String>,
}

/// A state by its name; what is not known is hidden.
pub(super) fn state(name: &str) -> CellState {
    CellState::try_from_value(&name.to_owned()).unwrap_or(CellState::Suppressed)
}

fn rung(name: &str) -> Rung {
    Rung::try_from_value(&name.to_owned()).unwrap_or(Rung::Total)
}

impl Draft {
    /// The rows that it becomes in the registry.
    pub(super) fn rows(
        &self,
        publication: &publication::Model,
    ) -> (Vec<published_figure::Model>, Vec<published_cell::Model>) {
        let figures = self.figures.iter().map(|figure| published_figure::Model {
            publication_id: publication.id,
            indicator: figure.indicator.clone(),
            period: figure.period.clone(),
            definition_version: figure.version,
            rung: rung(&figure.rung),
            coverage: figure.coverage,
            input_hash: figure.input_hash.clone(),
        });
        let cells = self.figures.iter().flat_map(|figure| {
            figure.cells.iter().map(|cell| published_cell::Model {
                publication_id: publication.id,
                indicator: figure.indicator.clone(),
                period: figure.period.clone(),
                breakdown: cell.breakdown.clone(),
                coordinate: cell.coordinate.clone(),
                state: state(&cell.state),
                n: cell.n,
                total: cell.total,
                sum: cell.sum,
                value: cell.value,
                not_revised: cell.not_revised,
            })
        });
        (figures.collect(), cells.collect())
    }

    /// How many cells are shown, hidden for their own sake, and hidden for the sake of others.
    pub(super) fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::from([("SHOWN", 0), ("PRIMARY", 0), ("SECONDARY", 0)]);
        for cell in self.figures.iter().flat_map(|figure| &figure.cells) {
            let key = match cell.why.as_deref() {
                Some("PRIMARY") => "PRIMARY",
                Some(_) => "SECONDARY",
                None => "SHOWN",
            };
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}
