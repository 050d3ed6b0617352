//! All publications as one machine-readable file (JSON), for outside auditors. Format `up2-statistics-export/1`:
//!
//! ```json
//! { "format": "up2-statistics-export/1",
//!   "dimensions": [ { "code": "sex", "root": { "code": "all", "children": [
//!       { "code": "women", "children": [] }, { "code": "men", "children": [] } ] } } ],
//!   "units": [ {
//!     "municipality": "0513", "period": "2025", "basis": "HOME",
//!     "measures": [ { "code": "cohort", "counts": "WHOLE", "of": null, "k": 5, "harmless": false },
//!                   { "code": "completed3", "counts": "PART", "of": "cohort", "k": 5, "harmless": false } ],
//!     "subsets": [ { "small": "completed3", "large": "completed4", "same_where_applicable": false } ],
//!     "tables": [ { "code": "t1", "measures": ["completed3"], "published": true,
//!                   "axes": [ { "dimension": "sex", "top": null, "top_only": false } ] } ],
//!     "publications": [ { "number": 1, "withdrawn": false, "cells": [
//!         { "measure": "completed3", "coordinates": { "sex": "women" }, "state": "VALUE", "value": 31,
//!           "share": 65, "not_revised": false },
//!         { "measure": "completed3", "coordinates": { "sex": "men" }, "state": "SUPPRESSED", "value": null,
//!           "share": null, "not_revised": false } ] } ],
//!     "official": [ { "measure": "cohort", "coordinates": {}, "value": 110 } ] } ],
//!   "groups": [ { "name": "all", "period": "2025", "basis": "HOME", "measure": "completed3", "coordinates": {},
//!                 "value": 2310, "included": ["0513"], "of": 25 } ] }
//! ```
//!
//! *Dimensions* are trees: children are disjoint and together are their parent; the root means all and is left out of
//! coordinates. *Units* are safety units: within one, everything hangs together; between two, nothing does. A measure
//! counts people (`WHOLE`, a denominator N), people among those of a whole (`PART` of it: a numerator n) or is a sum over
//! the people of a count (`SUM` over it, of which the mean is printed). A *subset* says that `small` ≤ `large`
//! everywhere, and is equal where no category is NOT_APPLICABLE if `same_where_applicable`. A *table* is the product of
//! its axes, margins included; one that is not published only holds sums together (the years of a pool). The wholes of
//! parts belong to the table. *Cells* have the state `VALUE`, `SUPPRESSED`, `MISSING` (not reported: adds nothing to its
//! sums) or `NOT_APPLICABLE` (known to be nothing). A share is n / N in whole percent. *Official* figures are known to
//! everybody whatever is published. A *group* figure is the sum over the municipalities included. Withdrawn publications
//! stay in the file: they were known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cube::{Axis, Code, Coordinates, Counts, Dimension, Place, Subset, Table, Unit};
use super::protect::{Printed, Publication};

/// The name of the format.
pub const FORMAT: &str = "up2-statistics-export/1";

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// [`FORMAT`].
    pub format: String,
    /// All declared trees.
    pub dimensions: Vec<Dimension>,
    /// All safety units.
    pub units: Vec<UnitExport>,
    /// Figures over several municipalities.
    pub groups: Vec<GroupFigure>,
}

/// A safety unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct UnitExport {
    pub municipality: Code,
    pub period: Code,
    pub basis: Code,
    pub measures: Vec<MeasureExport>,
    pub subsets: Vec<Subset>,
    pub tables: Vec<TableExport>,
    pub publications: Vec<PublicationExport>,
    pub official: Vec<OfficialFigure>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct MeasureExport {
    pub code: Code,
    pub counts: String,
    pub of: Option<Code>,
    pub k: u32,
    pub harmless: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct TableExport {
    pub code: Code,
    pub measures: Vec<Code>,
    pub axes: Vec<Axis>,
    pub published: bool,
}

/// A publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct PublicationExport {
    pub number: u32,
    pub withdrawn: bool,
    pub cells: Vec<CellExport>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct CellExport {
    pub measure: Code,
    pub coordinates: Coordinates,
    pub state: String,
    pub value: Option<u32>,
    pub share: Option<u32>,
    pub not_revised: bool,
}

/// A figure that everybody knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct OfficialFigure {
    pub measure: Code,
    pub coordinates: Coordinates,
    pub value: u32,
}

/// A sum over municipalities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named in the format above")]
pub struct GroupFigure {
    pub name: String,
    pub period: Code,
    pub basis: Code,
    pub measure: Code,
    pub coordinates: Coordinates,
    pub value: u32,
    pub included: Vec<Code>,
    pub of: u32,
}

/// A unit with its publications, oldest first; `true` where one is withdrawn.
pub fn unit(unit: &Unit, publications: &[(Publication, bool)]) -> UnitExport {
    UnitExport {
        municipality: unit.municipality.clone(),
        period: unit.period.clone(),
        basis: unit.basis.clone(),
        measures: unit.measures.iter().map(measure).collect(),
        subsets: unit.subsets.clone(),
        tables: unit.tables.iter().map(table).collect(),
        publications: publications
            .iter()
            .zip(1..)
            .map(|((publication, withdrawn), number)| PublicationExport {
                number,
                withdrawn: *withdrawn,
                cells: cells(unit, publication),
            })
            .collect(),
        official: unit.official.iter().map(|(place, value)| official(place, *value)).collect(),
    }
}

/// A file of units over these dimensions.
pub fn export(dimensions: &[Dimension], units: Vec<UnitExport>, groups: Vec<GroupFigure>) -> Export {
    Export { format: FORMAT.to_owned(), dimensions: dimensions.to_vec(), units, groups }
}

/// Sums over the cells that are shown, one for each place that anybody shows, saying how many are included.
pub fn groups(name: &str, period: &str, basis: &str, members: &[(Code, Publication)]) -> Vec<GroupFigure> {
    let mut sums: BTreeMap<&Place, (u32, Vec<Code>)> = BTreeMap::new();
    for (municipality, publication) in members {
        for (place, cell) in &publication.cells {
            if let Printed::Value(value) = cell.printed {
                let sum = sums.entry(place).or_default();
                sum.0 = sum.0.saturating_add(value);
                sum.1.push(municipality.clone());
            }
        }
    }
    let of = u32::try_from(members.len()).unwrap_or(u32::MAX);
    sums.into_iter()
        .map(|(place, (value, included))| GroupFigure {
            name: name.to_owned(),
            period: period.to_owned(),
            basis: basis.to_owned(),
            measure: place.measure.clone(),
            coordinates: place.coordinates.clone(),
            value,
            included,
            of,
        })
        .collect()
}

fn measure(measure: &super::cube::Measure) -> MeasureExport {
    let (counts, of) = match &measure.counts {
        Counts::Whole => ("WHOLE", None),
        Counts::Part { of } => ("PART", Some(of.clone())),
        Counts::Sum { over } => ("SUM", Some(over.clone())),
    };
    MeasureExport {
        code: measure.code.clone(),
        counts: counts.to_owned(),
        of,
        k: measure.threshold.k(),
        harmless: measure.harmless,
    }
}

fn table(table: &Table) -> TableExport {
    TableExport {
        code: table.code.clone(),
        measures: table.measures.clone(),
        axes: table.axes.clone(),
        published: table.published,
    }
}

fn cells(unit: &Unit, publication: &Publication) -> Vec<CellExport> {
    publication
        .cells
        .iter()
        .map(|(place, cell)| {
            let (state, value) = match cell.printed {
                Printed::Value(value) => ("VALUE", Some(value)),
                Printed::Suppressed => ("SUPPRESSED", None),
                Printed::Missing => ("MISSING", None),
                Printed::NotApplicable => ("NOT_APPLICABLE", None),
            };
            CellExport {
                measure: place.measure.clone(),
                coordinates: place.coordinates.clone(),
                state: state.to_owned(),
                value,
                share: publication.share(unit, place),
                not_revised: cell.not_revised,
            }
        })
        .collect()
}

fn official(place: &Place, value: u32) -> OfficialFigure {
    OfficialFigure { measure: place.measure.clone(), coordinates: place.coordinates.clone(), value }
}
