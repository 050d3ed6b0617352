//! The one linear system of a safety unit, over all its tables and measures, as an attacker would write it down.
//!
//! Variables are the distinct places: a margin that two tables share is one variable. Equations say that a parent is the
//! sum of its children along each dimension; bounds say that a part is at most its whole and a smaller measure at most
//! the larger one; nothing is below zero. The complement c = N − n needs no variable: it is a [`Quantity`].

use std::collections::{BTreeMap, BTreeSet};

use super::cube::{Category, Counts, Entry, Place, Unit};
use super::refusal::Refusal;

/// A parent is the sum of its children; the indices of variables.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The parent.
    pub parent: usize,
    /// The children.
    pub children: Vec<usize>,
}

/// A figure, or the difference of two: c = N − n.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    /// The figure.
    pub plus: usize,
    /// What is taken from it.
    pub minus: Option<usize>,
}

impl Quantity {
    /// Its value in a table.
    pub fn of(self, table: &[i64]) -> i64 {
        table[self.plus] - self.minus.map_or(0, |minus| table[minus])
    }
}

/// The system.
#[derive(Clone, Debug)]
pub struct System {
    /// The variables, in order.
    pub places: Vec<Place>,
    /// Whether readers are shown this place at all, and it can exist and was reported.
    pub offered: Vec<bool>,
    /// What everybody knows: what cannot exist, and what was not reported, is nothing.
    pub given: Vec<Option<i64>>,
    /// The exact figures; none where only outsiders' tables reach.
    pub truth: Vec<Option<i64>>,
    /// Sums.
    pub sums: Vec<Sum>,
    /// The first is at most the second.
    pub bounds: Vec<(usize, usize)>,
    /// For a part, the variable of its whole.
    pub whole: Vec<Option<usize>>,
    /// For each variable, the sums it stands in.
    pub sums_of: Vec<Vec<usize>>,
    /// For each variable, the bounds it stands in.
    pub bounds_of: Vec<Vec<usize>>,
    /// How many dimensions of the unit stand above a leaf here: 0 at the finest.
    pub height: Vec<u32>,
}

impl System {
    /// The system of a unit. Refuses figures that contradict themselves.
    pub fn of(unit: &Unit) -> Result<Self, Refusal> {
        let seen = unit.places()?;
        let places: Vec<Place> = seen.keys().cloned().collect();
        let index: BTreeMap<&Place, usize> =
            places.iter().enumerate().map(|(at, place)| (place, at)).collect();
        let entry = |place: &Place| unit.entries.get(place);
        let reported = |place: &Place| matches!(entry(place), Some(Entry::Value(_)));
        let mut system = System {
            offered: seen.iter().map(|(place, published)| *published && reported(place)).collect(),
            given: places
                .iter()
                .map(|place| entry(place).is_some_and(|_| !reported(place)).then_some(0))
                .collect(),
            truth: places.iter().map(|place| entry(place).map(Entry::amount)).collect(),
            sums: Vec::new(),
            bounds: Vec::new(),
            whole: places
                .iter()
                .map(|place| unit.whole_of(place).and_then(|whole| index.get(&whole).copied()))
                .collect(),
            sums_of: vec![Vec::new(); places.len()],
            bounds_of: vec![Vec::new(); places.len()],
            height: vec![0; places.len()],
            places: places.clone(),
        };
        system.add_sums(unit, &index);
        system.add_bounds(unit, &index);
        for (at, sum) in system.sums.iter().enumerate() {
            system.sums_of[sum.parent].push(at);
            sum.children.iter().for_each(|child| system.sums_of[*child].push(at));
        }
        for (at, (small, large)) in system.bounds.iter().enumerate() {
            system.bounds_of[*small].push(at);
            system.bounds_of[*large].push(at);
        }
        system.check_truth()?;
        Ok(system)
    }

    fn add_sums(&mut self, unit: &Unit, index: &BTreeMap<&Place, usize>) {
        for dimension in &unit.dimensions {
            for parent in dimension.root.walk().into_iter().filter(|category| !category.children.is_empty()) {
                for (at, place) in self.places.iter().enumerate() {
                    let here = place.coordinates.get(&dimension.code);
                    if here.unwrap_or(&dimension.root.code) != &parent.code {
                        continue;
                    }
                    let child = |category: &Category| {
                        let mut place = place.clone();
                        place.coordinates.insert(dimension.code.clone(), category.code.clone());
                        index.get(&place).copied()
                    };
                    if let Some(children) = parent.children.iter().map(child).collect::<Option<Vec<_>>>() {
                        self.height[at] += 1;
                        self.sums.push(Sum { parent: at, children });
                    }
                }
            }
        }
    }

    /// A bound holds at a parent if it holds at the children of a sum that both sides have, so it is written only
    /// where there is no such sum.
    fn add_bounds(&mut self, unit: &Unit, index: &BTreeMap<&Place, usize>) {
        let shapes: Vec<BTreeSet<Vec<&super::cube::Coordinates>>> = (0..self.places.len())
            .map(|at| {
                let sums = self.sums.iter().filter(|sum| sum.parent == at);
                sums.map(|sum| sum.children.iter().map(|child| &self.places[*child].coordinates).collect())
                    .collect()
            })
            .collect();
        let mut pairs = Vec::new();
        let mut same = Vec::new();
        for (at, place) in self.places.iter().enumerate() {
            let beside = |code: &str| {
                index
                    .get(&Place { measure: code.to_owned(), coordinates: place.coordinates.clone() })
                    .copied()
            };
            let mut larger: Vec<(usize, bool)> = unit
                .subsets
                .iter()
                .filter(|subset| subset.small == place.measure)
                .filter_map(|subset| beside(&subset.large).map(|large| (large, subset.same_where_applicable)))
                .collect();
            if let Some(Counts::Part { of }) = unit.measure(&place.measure).map(|measure| &measure.counts) {
                larger.extend(beside(of).map(|whole| (whole, false)));
            }
            for (large, equal) in larger {
                if equal && self.applies_throughout(at, unit) {
                    same.push(Sum { parent: at, children: vec![large] });
                } else if shapes[at].intersection(&shapes[large]).next().is_none() {
                    pairs.push((at, large));
                }
            }
        }
        self.bounds = pairs;
        self.sums.extend(same);
    }

    /// Nothing below this place, along any sum, is NOT_APPLICABLE.
    fn applies_throughout(&self, at: usize, unit: &Unit) -> bool {
        let mut stack = vec![at];
        while let Some(at) = stack.pop() {
            if unit.entries.get(&self.places[at]) == Some(&Entry::NotApplicable) {
                return false;
            }
            self.sums.iter().filter(|sum| sum.parent == at).for_each(|sum| stack.extend(&sum.children));
        }
        true
    }

    fn check_truth(&self) -> Result<(), Refusal> {
        let truth = |at: usize| self.truth[at];
        for sum in &self.sums {
            if let (Some(parent), Some(children)) =
                (truth(sum.parent), sum.children.iter().map(|child| truth(*child)).sum::<Option<i64>>())
                && parent != children
            {
                return Err(Refusal::Contradiction(self.places[sum.parent].clone()));
            }
        }
        for (small, large) in &self.bounds {
            if let (Some(less), Some(more)) = (truth(*small), truth(*large))
                && less > more
            {
                return Err(Refusal::Contradiction(self.places[*small].clone()));
            }
        }
        Ok(())
    }

    /// Whether a table of whole numbers is one that an attacker must reckon with.
    pub fn holds(&self, table: &[i64]) -> bool {
        table.iter().all(|value| *value >= 0)
            && self.given.iter().zip(table).all(|(given, value)| given.is_none_or(|given| given == *value))
            && self
                .sums
                .iter()
                .all(|sum| table[sum.parent] == sum.children.iter().map(|child| table[*child]).sum::<i64>())
            && self.bounds.iter().all(|(small, large)| table[*small] <= table[*large])
    }
}
