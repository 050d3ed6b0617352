//! Between the registry's cells and the places of the control of disclosure, both ways.
//!
//! A cell of the registry tells of two figures: its numerator, at the place of the indicator, and its denominator, at
//! the place of the whole. Of a mean the whole is how many it is of, and the figure itself what the values add up to.

use std::collections::BTreeMap;

use entity::vocabulary::CellState;
use sea_orm::ActiveEnum;

use super::draft::DraftCell;
use super::unit::whole_of;
use crate::access::tenants::published::Publication as Stored;
use crate::domain::statistics::catalogue::{self, Dimension, Indicator, Shape};
use crate::domain::statistics::disclosure::cube::{Coordinates, Entry, Place, Unit};
use crate::domain::statistics::disclosure::protect::{Cell, Printed, Publication};

/// A publication as it was printed.
pub(super) fn read(stored: &Stored) -> Publication {
    let mut cells = BTreeMap::new();
    for cell in &stored.cells {
        let Some(indicator) = catalogue::find(&cell.indicator) else { continue };
        let coordinates = coordinates(&cell.coordinate);
        let (part, whole) = match indicator.shape {
            Shape::Share => (cell.n, cell.total),
            Shape::Mean(..) => (cell.sum, cell.n),
        };
        let place = |measure: String| Place { measure, coordinates: coordinates.clone() };
        let not_revised = cell.not_revised;
        cells.insert(place(cell.indicator.clone()), Cell { printed: printed(cell.state, part), not_revised });
        // A whole that several indicators share is the same in each.
        cells.insert(place(whole_of(indicator)), Cell { printed: printed(cell.state, whole), not_revised });
    }
    Publication { cells, reasons: BTreeMap::new(), secondary: Default::default(), programmes: 0 }
}

fn printed(state: CellState, value: Option<i64>) -> Printed {
    match (state, value.and_then(|value| u32::try_from(value).ok())) {
        (CellState::Missing, _) => Printed::Missing,
        (CellState::NotApplicable, _) => Printed::NotApplicable,
        (_, Some(value)) => Printed::Value(value),
        (_, None) => Printed::Suppressed,
    }
}

/// Reads `sex=K,year=9`.
pub(super) fn coordinates(text: &str) -> Coordinates {
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    pairs.map(|(dimension, category)| (dimension.to_owned(), category.to_owned())).collect()
}

/// The cells of an indicator that a publication prints, in the order of breakdown and coordinate.
pub(super) fn cells(indicator: &Indicator, unit: &Unit, publication: &Publication) -> Vec<DraftCell> {
    let own = publication.cells.iter().filter(|(place, _)| place.measure == indicator.code);
    let mut cells: Vec<_> = own.map(|(place, cell)| one(indicator, unit, publication, place, cell)).collect();
    cells.sort_by(|a, b| (&a.breakdown, &a.coordinate).cmp(&(&b.breakdown, &b.coordinate)));
    cells
}

fn one(
    indicator: &Indicator,
    unit: &Unit,
    publication: &Publication,
    place: &Place,
    cell: &Cell,
) -> DraftCell {
    let whole = Place { measure: whole_of(indicator), coordinates: place.coordinates.clone() };
    let part = value(cell.printed);
    let total = publication.cells.get(&whole).and_then(|cell| value(cell.printed));
    let (n, total, sum) = match indicator.shape {
        Shape::Share => (part, total, None),
        Shape::Mean(..) => (total, None, part),
    };
    let state = match cell.printed {
        Printed::Missing => CellState::Missing,
        Printed::NotApplicable => CellState::NotApplicable,
        Printed::Suppressed => CellState::Suppressed,
        Printed::Value(_) => CellState::Value,
    };
    let exact = |place: &Place| unit.entries.get(place).map_or(0, Entry::amount);
    let (exact_n, exact_total) = match indicator.shape {
        Shape::Share => (exact(place), exact(&whole)),
        Shape::Mean(..) => (exact(&whole), exact(place)),
    };
    let (breakdown, coordinate) = written(indicator, &place.coordinates);
    let is_primary = publication.reasons.contains_key(place);
    let why =
        matches!(state, CellState::Suppressed).then(|| if is_primary { "PRIMARY" } else { "SECONDARY" });
    DraftCell {
        breakdown,
        coordinate,
        state: state.to_value(),
        n,
        total,
        sum,
        value: quotient(indicator, n, total.or(sum)),
        not_revised: cell.not_revised,
        exact_n,
        exact_total,
        why: why.map(str::to_owned),
    }
}

fn value(printed: Printed) -> Option<i64> {
    match printed {
        Printed::Value(value) => Some(i64::from(value)),
        Printed::Suppressed | Printed::Missing | Printed::NotApplicable => None,
    }
}

/// A share in whole percent (halves up), or a mean to one decimal: only where both figures are shown.
fn quotient(indicator: &Indicator, n: Option<i64>, total: Option<i64>) -> Option<f64> {
    let (n, total) = (n?, total?);
    let (above, below) = match indicator.shape {
        Shape::Share => (n * 100, total),
        Shape::Mean(..) => (total * 10, n),
    };
    if below == 0 {
        return None;
    }
    let rounded = (2 * above + below).div_euclid(2 * below);
    let rounded = i32::try_from(rounded).ok().map(f64::from)?;
    Some(if matches!(indicator.shape, Shape::Share) { rounded } else { rounded / 10.0 })
}

/// Coordinates as breakdown and coordinate, in the declared order.
fn written(indicator: &Indicator, coordinates: &Coordinates) -> (String, String) {
    let of = |dimension: &Dimension| {
        let category = coordinates.get(dimension.code())?;
        Some((*dimension, dimension.category(Some(category.as_str()))))
    };
    let place: Vec<_> = indicator.dimensions.iter().filter_map(of).collect();
    (catalogue::breakdown(place.iter().map(|(dimension, _)| *dimension)), catalogue::coordinate(&place))
}
