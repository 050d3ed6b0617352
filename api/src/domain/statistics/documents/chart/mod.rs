//! Charts as SVG: an indicator over time, and across municipalities.
//!
//! A hidden value is drawn as hidden, hatched, and never as a nought or a gap that could be one; lines do not bridge it.
//! Nothing is told by colour alone. Each chart says in words what it shows (`title`, `desc`).

mod across;
mod over_time;
mod pen;

use entity::registry::published_cell;
use entity::vocabulary::CellState;

pub(super) use across::{Across, Bar};
pub(super) use over_time::{Line, MOST_LINES, OverTime};

use super::choice::{self, Names};
use super::words;
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::Figure;
use crate::domain::statistics::catalogue::Indicator;
use crate::support::document::{Asked, Document};
use crate::support::fault::Fault;

/// What stands in one place of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mark {
    /// A value.
    Value(f64),
    /// A cell that shows none.
    Without(CellState),
}

impl Mark {
    /// What a cell is drawn as.
    pub(super) fn of(cell: &published_cell::Model) -> Self {
        match (cell.state, cell.value) {
            (CellState::Value, Some(value)) => Self::Value(value),
            (CellState::Value, None) => Self::Without(CellState::Suppressed),
            (other, _) => Self::Without(other),
        }
    }

    /// The value, if it shows one.
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Without(_) => None,
        }
    }

    /// In words.
    fn said(self, indicator: &Indicator) -> String {
        match self {
            Self::Value(value) => {
                let unit = words::unit(indicator);
                format!("{}\u{a0}{unit}", words::number(indicator, value))
            }
            Self::Without(state) => words::state(state).to_owned(),
        }
    }
}

/// The chart that is asked for: `over=time` (the usual), or `over=municipalities` of one period.
pub(super) async fn read(registry: &RegistryDb, asked: &Asked) -> Result<Document, Fault> {
    let code = asked.one("indicator").ok_or_else(|| {
        Fault::bad_input("Ange ett nyckeltal (indicator).", "Give an indicator (indicator).")
    })?;
    let indicator = choice::indicator(code)?;
    let across = match asked.one("over") {
        None | Some("time") => false,
        Some("municipalities") => true,
        Some(_) => {
            return Err(Fault::bad_input(
                "Ange over som time eller municipalities.",
                "Give over as time or municipalities.",
            ));
        }
    };
    let figures = choice::figures(registry, asked, &[indicator], Some("")).await?;
    let names = Names::read(registry).await?;
    let body = if across {
        let latest = choice::in_order(figures.iter().map(|figure| figure.figure.period.as_str())).pop();
        let period = asked.one("period").map(str::to_owned).or(latest).unwrap_or_default();
        across_of(indicator, &figures, &names, &period, &[]).svg()?
    } else {
        over_time_of(indicator, &figures, &names).svg()?
    };
    Ok(Document { media: "image/svg+xml", name: None, body })
}

/// The municipalities of one period, with those that the reader looks for.
pub(super) fn across_of(
    indicator: &'static Indicator,
    figures: &[Figure],
    names: &Names,
    period: &str,
    chosen: &[String],
) -> Across {
    let of_period = figures.iter().filter(|figure| figure.figure.period == period);
    let bars = of_period.filter_map(|figure| {
        let (cell, code) = (choice::total(figure)?, &figure.publication.municipality_code);
        Some(Bar { name: names.of(code), mark: Mark::of(cell), chosen: chosen.contains(code) })
    });
    Across::new(indicator, period.to_owned(), bars.collect())
}

/// The periods of each municipality.
pub(super) fn over_time_of(indicator: &'static Indicator, figures: &[Figure], names: &Names) -> OverTime {
    let periods = choice::in_order(figures.iter().map(|figure| figure.figure.period.as_str()));
    let mut codes: Vec<_> = figures.iter().map(|figure| &figure.publication.municipality_code).collect();
    codes.dedup();
    let mark = |code: &String, period: &String| {
        let is = |figure: &&Figure| {
            figure.publication.municipality_code == *code && figure.figure.period == *period
        };
        figures.iter().find(is).and_then(choice::total).map(Mark::of)
    };
    let line = |code: &String| Line {
        name: names.of(code),
        marks: periods.iter().map(|period| mark(code, period)).collect(),
    };
    OverTime { indicator, lines: codes.into_iter().map(line).collect(), periods }
}
