//! From exact figures to what may be printed: primary rule, what was published before, secondary suppression.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::{Attempt, Daring};
use super::cube::{Place, Unit};
use super::declared;
use super::history::{History, Mark};
use super::primary::{self, Reason};
use super::refusal::Refusal;
use super::solver::Solver;
use super::system::System;

/// How many programmes one publication may take.
pub(super) const PROGRAMMES: u32 = 20_000;

/// How a cell is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    /// With its value.
    Value(u32),
    /// Hidden, never saying why.
    Suppressed,
    /// Not reported.
    Missing,
    /// Cannot exist.
    NotApplicable,
}

/// A cell of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What readers see.
    pub printed: Printed,
    /// The figure has changed by fewer than k since it was shown, so the old value stands.
    pub not_revised: bool,
}

/// What would be published, with what only the preparer sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Every cell of every published table.
    pub cells: BTreeMap<Place, Cell>,
    /// For the preparer's eyes: hidden for its own sake, and why.
    pub reasons: BTreeMap<Place, Reason>,
    /// For the preparer's eyes: hidden for the sake of others.
    pub secondary: BTreeSet<Place>,
    /// How many linear programmes it took.
    pub programmes: u32,
}

impl Publication {
    /// The marks that it adds to the history.
    pub fn marks(&self) -> BTreeMap<Place, Mark> {
        let mark = |cell: &Cell| match cell.printed {
            Printed::Value(value) => Some(Mark::Shown(value)),
            Printed::Suppressed => Some(Mark::Hidden),
            Printed::Missing | Printed::NotApplicable => None,
        };
        self.cells.iter().filter_map(|(place, cell)| Some((place.clone(), mark(cell)?))).collect()
    }

    /// The share in whole percent, where n and N are both shown (rule 6).
    pub fn share(&self, unit: &Unit, place: &Place) -> Option<u32> {
        let value = |place: &Place| match self.cells.get(place)?.printed {
            Printed::Value(value) => Some(value),
            Printed::Suppressed | Printed::Missing | Printed::NotApplicable => None,
        };
        primary::share(value(place), value(&unit.whole_of(place)?))
    }
}

/// What may be printed of a unit, after what was published before. Deterministic.
pub fn protect(unit: &Unit, history: &History, solver: &dyn Solver) -> Result<Publication, Refusal> {
    declared::check(unit)?;
    let system = System::of(unit)?;
    let reasons = primary::verdicts(unit)?;
    let marks = history.now();
    if let Some(place) = marks.keys().find(|place| system.places.binary_search(place).is_err()) {
        return Err(Refusal::NotDeclared(format!("{place}, which was published before")));
    }
    let shown_before = marks.values().any(|mark| matches!(mark, Mark::Shown(_)));
    let ways: &[Daring] =
        if shown_before { &[Daring::Revise, Daring::KeepOld, Daring::HideNew] } else { &[Daring::Revise] };
    let mut refused = Refusal::TimeOut;
    for daring in ways {
        let attempt = Attempt { unit, system: &system, reasons: &reasons, marks: &marks, history, solver };
        match attempt.run(*daring) {
            Err(Refusal::Unprotectable(place)) => refused = Refusal::Unprotectable(place),
            other => return other,
        }
    }
    Err(refused)
}
