//! The safety unit of a municipality, period and basis, as the control of disclosure wants it: every indicator that is
//! or was published in it, at its rung, with exact figures of today.

use std::collections::BTreeMap;

use entity::vocabulary::{Rung, UnitBasis};
use sea_orm::ActiveEnum;

use crate::domain::statistics::catalogue::{self, Dimension, Indicator, Leaf, Shape};
use crate::domain::statistics::disclosure::cube::{
    Axis, Category, Counts, Dimension as Tree, Entry, Figure, Measure, Place, Subset, Table, Unit,
};
use crate::domain::statistics::disclosure::primary::Threshold;
use crate::domain::statistics::disclosure::refusal::Refusal;

/// The root of every dimension: all.
const ROOT: &str = "all";

/// An indicator in a unit: how finely it is shown, and its smallest cells over the whole municipality.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) indicator: &'static Indicator,
    pub(super) rung: Rung,
    pub(super) leaves: Vec<Leaf>,
}

impl Shown {
    pub(super) fn new(indicator: &'static Indicator, rung: Rung, leaves: Vec<Leaf>) -> Self {
        Self { indicator, rung, leaves }
    }
}

/// Which unit.
#[derive(Clone, Debug)]
pub(super) struct Which {
    pub(super) municipality: String,
    /// The period; of a pool the first and the last.
    pub(super) period: String,
    pub(super) basis: UnitBasis,
    /// The k asked for; none asks for each indicator's own floor.
    pub(super) floor: Option<u32>,
}

/// The measure of an indicator's denominator: shared with the indicators that it is a part of.
pub(super) fn whole_of(indicator: &Indicator) -> String {
    format!("{}:N", indicator.denominator())
}

/// Builds the unit.
pub(super) fn of(which: &Which, shown: &[Shown]) -> Result<Unit, Refusal> {
    let mut unit = Unit {
        municipality: which.municipality.clone(),
        period: which.period.clone(),
        basis: which.basis.to_value(),
        ..Unit::default()
    };
    for one in shown {
        declare(&mut unit, one, which.floor)?;
    }
    let parts = shown.iter().filter_map(|one| subset(one.indicator, shown));
    unit.subsets =
        parts.chain(shown.iter().filter_map(|one| subset_of_wholes(one.indicator, shown))).collect();
    let places = unit.places()?;
    for place in places.into_keys() {
        let entry = entry(shown, &place);
        unit.entries.insert(place, entry);
    }
    Ok(unit)
}

fn declare(unit: &mut Unit, shown: &Shown, floor: Option<u32>) -> Result<(), Refusal> {
    let indicator = shown.indicator;
    for dimension in indicator.dimensions {
        if unit.dimension(dimension.code()).is_none() {
            unit.dimensions.push(tree(*dimension));
        }
    }
    let threshold = threshold(indicator, floor)?;
    let whole = whole_of(indicator);
    let counts = match indicator.shape {
        Shape::Share => Counts::Part { of: whole.clone() },
        Shape::Mean(..) => Counts::Sum { over: whole.clone() },
    };
    if unit.measure(&whole).is_none() {
        unit.measures.push(Measure { code: whole, counts: Counts::Whole, threshold, harmless: false });
    }
    unit.measures.push(Measure {
        code: indicator.code.to_owned(),
        counts,
        threshold,
        harmless: !indicator.sensitive,
    });
    unit.tables.extend(tables(indicator, shown.rung));
    Ok(())
}

/// That an indicator is a part of another in the unit: the nearest one that is there.
fn subset(indicator: &Indicator, shown: &[Shown]) -> Option<Subset> {
    let mut larger = indicator.part_of;
    while let Some(code) = larger {
        if shown.iter().any(|one| one.indicator.code == code) {
            let (small, large) = (indicator.code.to_owned(), code.to_owned());
            return Some(Subset { small, large, same_where_applicable: false });
        }
        larger = catalogue::find(code).and_then(|indicator| indicator.part_of);
    }
    None
}

/// That the denominator of an indicator which leaves out what is not applicable is a part of that of the larger one.
fn subset_of_wholes(indicator: &Indicator, shown: &[Shown]) -> Option<Subset> {
    let larger =
        indicator.part_of.filter(|_| !indicator.not_applicable.is_empty()).and_then(catalogue::find)?;
    let large = whole_of(larger);
    let is_there = shown.iter().any(|one| whole_of(one.indicator) == large);
    is_there.then(|| Subset { small: whole_of(indicator), large, same_where_applicable: true })
}

/// The threshold of an indicator: what is asked for, which is refused below its floor.
fn threshold(indicator: &Indicator, asked: Option<u32>) -> Result<Threshold, Refusal> {
    asked.map_or(Ok(indicator.threshold()), |asked| Threshold::new(asked, indicator.floor_of_k()))
}

fn tree(dimension: Dimension) -> Tree {
    let leaves = dimension.categories().iter().map(|category| Category::leaf(category.code)).collect();
    Tree { code: dimension.code().to_owned(), root: Category::of(ROOT, leaves) }
}

/// The tables of a rung; margins belong to each.
fn tables(indicator: &Indicator, rung: Rung) -> Vec<Table> {
    breakdowns(indicator, rung)
        .into_iter()
        .map(|breakdown| Table {
            code: format!("{}/{}", indicator.code, catalogue::breakdown(breakdown.iter().copied())),
            measures: vec![indicator.code.to_owned()],
            axes: breakdown.iter().map(|dimension| Axis::all(dimension.code())).collect(),
            published: true,
        })
        .collect()
}

/// What an indicator is broken down by on a rung, the widest breakdowns alone.
fn breakdowns(indicator: &Indicator, rung: Rung) -> Vec<Vec<Dimension>> {
    match rung {
        Rung::Full => vec![indicator.dimensions.to_vec()],
        Rung::OneDimension if !indicator.dimensions.is_empty() => {
            indicator.dimensions.iter().map(|dimension| vec![*dimension]).collect()
        }
        Rung::OneDimension | Rung::Total | Rung::Pool => vec![Vec::new()],
    }
}

/// What stands at a place: sums of the smallest cells of an indicator that has the measure.
fn entry(shown: &[Shown], place: &Place) -> Entry {
    let of = |one: &&Shown| one.indicator.code == place.measure || whole_of(one.indicator) == place.measure;
    let Some(one) = shown.iter().find(of) else { return Entry::Missing };
    let cannot_be = |(dimension, category): (&String, &String)| {
        one.indicator.not_applicable.contains(&format!("{dimension}={category}").as_str())
    };
    if place.coordinates.iter().any(cannot_be) {
        return Entry::NotApplicable;
    }
    let is_part = one.indicator.code == place.measure;
    let mut sum = 0;
    let mut largest = 0;
    for leaf in one.leaves.iter().filter(|leaf| stands_at(one.indicator, leaf, place)) {
        sum += match (is_part, one.indicator.shape) {
            (true, Shape::Share) | (false, Shape::Mean(..)) => leaf.n,
            (true, Shape::Mean(..)) => leaf.sum,
            (false, Shape::Share) => leaf.total,
        };
        if is_part && matches!(one.indicator.shape, Shape::Mean(..)) {
            largest = largest.max(leaf.largest);
        }
    }
    Entry::Value(Figure { value: count(sum), largest: count(largest), authorities: None })
}

fn stands_at(indicator: &Indicator, leaf: &Leaf, place: &Place) -> bool {
    let own: BTreeMap<_, _> = indicator
        .dimensions
        .iter()
        .map(|dimension| dimension.code())
        .zip(leaf.categories.iter().copied())
        .collect();
    place
        .coordinates
        .iter()
        .all(|(dimension, category)| own.get(dimension.as_str()) == Some(&category.as_str()))
}

fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(if value < 0 { 0 } else { u32::MAX })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn cohort(code: &str, completed: [i64; 2]) -> Shown {
        let leaf = |programme, n, total| Leaf {
            unit: Uuid::nil(),
            categories: vec!["K", programme],
            n,
            total,
            sum: 0,
            largest: 0,
            without_data: 0,
        };
        let indicator = catalogue::find(code).unwrap();
        let mut leaves = vec![leaf("HP", completed[0], 60)];
        if indicator.not_applicable.is_empty() {
            leaves.push(leaf("IM", completed[1], 20));
        }
        Shown::new(indicator, Rung::Full, leaves)
    }

    #[test]
    fn a_measure_that_leaves_programmes_out_has_a_denominator_of_its_own() {
        let which = Which {
            municipality: "0513".to_owned(),
            period: "2020/21".to_owned(),
            basis: UnitBasis::Authority,
            floor: None,
        };
        let shown = [cohort("UP20203", [40, 0]), cohort("UP20204", [45, 6]), cohort("UP20205", [46, 9])];
        let unit = of(&which, &shown).unwrap();
        let at = |measure: &str, coordinates: &[(&str, &str)]| {
            let coordinates = coordinates.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            unit.entries[&Place { measure: measure.to_owned(), coordinates }]
        };
        assert_eq!(at("UP20203:N", &[]).amount(), 60);
        assert_eq!(at("UP20205:N", &[]).amount(), 80);
        assert_eq!(at("UP20203", &[("programme", "IM")]), Entry::NotApplicable);
        assert_eq!(at("UP20203:N", &[("programme", "IM")]), Entry::NotApplicable);
        assert_eq!(at("UP20204", &[("programme", "IM")]).amount(), 6);
        let of_wholes = unit.subsets.iter().find(|subset| subset.same_where_applicable).unwrap();
        assert_eq!((of_wholes.small.as_str(), of_wholes.large.as_str()), ("UP20203:N", "UP20205:N"));
        // The whole holds together, and is protected and audited.
        let protected =
            super::super::control::protect(&which, &shown, &super::super::control::of_unit(&which, &[]));
        assert!(protected.is_ok());
    }
}
