//! One attempt at a publication: what is known, what may be hidden, and how it all is printed in the end.

use std::collections::{BTreeMap, BTreeSet};

use super::cube::{Counts, Entry, Figure, Place, Unit};
use super::history::{self, History, Mark};
use super::primary::{self, Reason};
use super::programme::State;
use super::protect::{Cell, PROGRAMMES, Printed, Publication};
use super::refusal::Refusal;
use super::solver::Solver;
use super::suppress::Search;
use super::system::System;

/// How much of what changed a publication dares to tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Daring {
    Revise,
    KeepOld,
    HideNew,
}

/// One attempt at a publication.
pub(super) struct Attempt<'a> {
    pub(super) unit: &'a Unit,
    pub(super) system: &'a System,
    pub(super) reasons: &'a BTreeMap<Place, Reason>,
    pub(super) marks: &'a BTreeMap<Place, Mark>,
    pub(super) history: &'a History,
    pub(super) solver: &'a dyn Solver,
}

impl Attempt<'_> {
    pub(super) fn run(&self, daring: Daring) -> Result<Publication, Refusal> {
        let system = self.system;
        let old = match daring {
            Daring::Revise => self.revised()?,
            Daring::KeepOld | Daring::HideNew => self.unrevised(),
        };
        let values: Vec<Option<i64>> =
            (0..system.places.len()).map(|at| old[at].or(system.given[at]).or(system.truth[at])).collect();
        let sensitive: Vec<Option<Reason>> = (0..values.len()).map(|at| self.reason(at, &values)).collect();
        let locked = |at: usize| self.marks.get(&system.places[at]) == Some(&Mark::Hidden);
        let states: Vec<State> = (0..values.len())
            .map(|at| match (old[at], system.given[at], self.official(at), values[at]) {
                (Some(value), _, _, _) | (None, Some(value), _, _) | (None, None, Some(value), _) => {
                    State::Known(value)
                }
                (None, None, None, Some(value))
                    if system.offered[at]
                        && daring != Daring::HideNew
                        && sensitive[at].is_none()
                        && !locked(at) =>
                {
                    State::Open(value)
                }
                (None, None, None, _) => State::Hidden,
            })
            .collect();
        let mut search = Search::new(system, self.solver, states, &values, PROGRAMMES)?;
        self.hide_enough(&mut search, &sensitive, &old)?;
        self.show_again(&mut search, &sensitive, &old)?;
        let publication = self.printed(&search, &sensitive, &old);
        self.past_holds(&publication)?;
        Ok(publication)
    }

    pub(super) fn unrevised(&self) -> Vec<Option<i64>> {
        (0..self.system.places.len()).map(|at| self.shown_before(at)).collect()
    }

    /// The earlier shown figures with what may be revised of them: all of it if their sums still agree, else one measure
    /// after another, as far as they do.
    pub(super) fn revised(&self) -> Result<Vec<Option<i64>>, Refusal> {
        let new = history::revised(self.unit, self.system, self.marks);
        if self.agree(&new)? {
            return Ok(new);
        }
        let old = self.unrevised();
        let mut best = old.clone();
        for measure in &self.unit.measures {
            let mut wider = best.clone();
            for (at, place) in self.system.places.iter().enumerate() {
                if place.measure == measure.code {
                    wider[at] = new[at];
                }
            }
            let stands = |at| history::may_stand(self.unit, self.system, &old, &wider, at);
            if wider != best && (0..wider.len()).all(stands) && self.agree(&wider)? {
                best = wider;
            }
        }
        Ok(best)
    }

    /// Whether there is any table with these shown figures.
    pub(super) fn agree(&self, shown: &[Option<i64>]) -> Result<bool, Refusal> {
        let known = |at: usize| shown[at].or(self.system.given[at]);
        let states = (0..shown.len()).map(|at| known(at).map_or(State::Hidden, State::Known)).collect();
        let values: Vec<Option<i64>> =
            (0..shown.len()).map(|at| known(at).or(self.system.truth[at])).collect();
        match Search::new(self.system, self.solver, states, &values, PROGRAMMES) {
            Ok(_) => Ok(true),
            Err(Refusal::Unprotectable(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    pub(super) fn shown_before(&self, at: usize) -> Option<i64> {
        match self.marks.get(&self.system.places[at]) {
            Some(Mark::Shown(value)) => Some(i64::from(*value)),
            Some(Mark::Hidden) | None => None,
        }
    }

    /// What outsiders know from elsewhere. Where their figure differs from ours by a definition or a date, they are
    /// taken to know ours: never hidden behind either way.
    pub(super) fn official(&self, at: usize) -> Option<i64> {
        let official = self.unit.official.get(&self.system.places[at])?;
        Some(self.system.truth[at].unwrap_or(i64::from(*official)))
    }

    pub(super) fn k(&self, at: usize) -> i64 {
        let measure = self.unit.measure(&self.system.places[at].measure);
        measure.map_or(i64::MAX, |measure| i64::from(measure.threshold.k()))
    }

    pub(super) fn is_sum(&self, at: usize) -> bool {
        let measure = self.unit.measure(&self.system.places[at].measure);
        measure.is_some_and(|measure| matches!(measure.counts, Counts::Sum { .. }))
    }

    pub(super) fn entry(&self, at: usize) -> Option<Figure> {
        match self.unit.entries.get(&self.system.places[at]) {
            Some(Entry::Value(figure)) => Some(*figure),
            Some(Entry::NotApplicable | Entry::Missing) | None => None,
        }
    }

    /// The primary rule on the truth, and on what would be printed where an old denominator still stands.
    pub(super) fn reason(&self, at: usize, values: &[Option<i64>]) -> Option<Reason> {
        let place = &self.system.places[at];
        if let Some(reason) = self.reasons.get(place) {
            return Some(*reason);
        }
        let whole = self.system.whole[at]?;
        let (part, total) = (values[at]?, values[whole]?);
        let measure = self.unit.measure(&place.measure)?;
        if !self.system.offered[at] {
            return None;
        }
        if part > total {
            return Some(Reason::SmallRest);
        }
        primary::part(part as u32, total as u32, measure.threshold, measure.harmless)
    }

    pub(super) fn values_reason(&self, at: usize, table: &[i64]) -> Option<Reason> {
        let values: Vec<Option<i64>> = table.iter().map(|value| Some(*value)).collect();
        let measure = self.unit.measure(&self.system.places[at].measure)?;
        match self.system.whole[at] {
            None => primary::whole(table[at] as u32, measure.threshold),
            Some(_) => self.reason(at, &values),
        }
    }

    pub(super) fn printed(
        &self,
        search: &Search<'_>,
        sensitive: &[Option<Reason>],
        old: &[Option<i64>],
    ) -> Publication {
        let mut cells = BTreeMap::new();
        let mut secondary = BTreeSet::new();
        for (at, place) in self.system.places.iter().enumerate() {
            let printed = match (old[at], self.unit.entries.get(place), search.states[at]) {
                (Some(value), _, _) => Printed::Value(value as u32),
                (None, _, _) if self.marks.contains_key(place) && !self.system.offered[at] => {
                    Printed::Suppressed
                }
                (None, Some(Entry::NotApplicable), _) => Printed::NotApplicable,
                (None, Some(Entry::Missing), _) => Printed::Missing,
                (None, None, _) => continue,
                (None, Some(Entry::Value(_)), _) if !self.system.offered[at] => continue,
                (None, Some(Entry::Value(_)), State::Hidden) => Printed::Suppressed,
                (None, Some(Entry::Value(_)), State::Known(value) | State::Open(value)) => {
                    let kept = self.marks.get(place) == Some(&Mark::Hidden)
                        && search.states[at] == State::Known(value);
                    if sensitive[at].is_some() || kept {
                        Printed::Suppressed
                    } else {
                        Printed::Value(value as u32)
                    }
                }
            };
            if printed == Printed::Suppressed && !self.reasons.contains_key(place) {
                secondary.insert(place.clone());
            }
            let not_revised =
                matches!(printed, Printed::Value(value) if self.system.truth[at] != Some(i64::from(value)));
            cells.insert(place.clone(), Cell { printed, not_revised });
        }
        Publication { cells, reasons: self.reasons.clone(), secondary, programmes: search.programmes() }
    }
}
