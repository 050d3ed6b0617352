//! Which figures are shown inside the municipality to those who may see no person: the primary rule of disclosure
//! control, and that nothing hidden follows from what is shown by one subtraction.
//!
//! Figures stand at a unit, with everything below it, and at a place: one category or all of each dimension. They add up
//! along the units and along the dimensions. Wherever one alone would be hidden of a sum and its parts, or the hidden
//! ones together are too few people, the next smallest part is hidden too.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::catalogue::{Dimension, Indicator, Leaf, Shape};
use super::disclosure::primary;

/// One category, or all (none), of each declared dimension.
pub type Place = Vec<Option<&'static str>>;

/// Where a figure stands.
pub type At = (Uuid, Place);

/// The units above each unit, itself among them.
pub type Lines = BTreeMap<Uuid, Vec<Uuid>>;

/// Exact figures by where they stand; those of people at a unit itself and not below it stand apart.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Of each unit with everything below it.
    pub whole: BTreeMap<At, Leaf>,
    /// Of a unit alone.
    own: BTreeMap<At, Leaf>,
}

/// Adds leaves up to every place that is declared, of every unit above them.
pub fn add_up(indicator: &Indicator, leaves: &[Leaf], lines: &Lines) -> Figures {
    let mut figures = Figures::default();
    let only_itself = |unit| vec![unit];
    for leaf in leaves {
        let line = lines.get(&leaf.unit).cloned().unwrap_or_else(|| only_itself(leaf.unit));
        for breakdown in indicator.breakdowns() {
            let place = place_of(indicator, leaf, &breakdown);
            add(&mut figures.own, (leaf.unit, place.clone()), leaf);
            for unit in &line {
                add(&mut figures.whole, (*unit, place.clone()), leaf);
            }
        }
    }
    figures
}

fn place_of(indicator: &Indicator, leaf: &Leaf, breakdown: &[Dimension]) -> Place {
    let categories = indicator.dimensions.iter().zip(&leaf.categories);
    categories.map(|(dimension, category)| breakdown.contains(dimension).then_some(*category)).collect()
}

fn add(figures: &mut BTreeMap<At, Leaf>, at: At, leaf: &Leaf) {
    figures.entry(at).and_modify(|sum| sum.add(leaf)).or_insert_with(|| leaf.clone());
}

/// The primary rule: whether a figure is hidden for its own sake.
pub fn is_hidden(indicator: &Indicator, figure: &Leaf) -> bool {
    let k = indicator.threshold();
    let [n, total, sum, largest] = [figure.n, figure.total, figure.sum, figure.largest]
        .map(|count| u32::try_from(count.max(0)).unwrap_or(u32::MAX));
    let reason = match indicator.shape {
        Shape::Mean(_) => primary::mean(n, sum, largest, k),
        Shape::Share => primary::whole(total, k).or(primary::part(n, total, k, !indicator.sensitive)),
    };
    reason.is_some()
}

/// A sum and its parts. Parts that nobody reads, such as people at a unit that has others below it, follow from the rest.
struct Sum {
    whole: At,
    parts: Vec<At>,
    unread: Option<Leaf>,
}

/// Where figures are hidden. `parents` names the unit right above each.
pub fn hidden(indicator: &Indicator, figures: &Figures, parents: &BTreeMap<Uuid, Uuid>) -> BTreeSet<At> {
    let is_of_few = |(_, figure): &(&At, &Leaf)| is_hidden(indicator, figure);
    let mut hidden: BTreeSet<At> = figures.whole.iter().filter(is_of_few).map(|(at, _)| at.clone()).collect();
    // Along the units first, until nothing more follows: a whole that is hidden asks for less within the unit.
    let along = [sums_of_units(figures, parents), sums_of_places(figures)];
    loop {
        let before = hidden.len();
        for sums in &along {
            hide_along(indicator, figures, sums, &mut hidden);
        }
        if hidden.len() == before {
            return hidden;
        }
    }
}

fn hide_along(indicator: &Indicator, figures: &Figures, sums: &[Sum], hidden: &mut BTreeSet<At>) {
    loop {
        let before = hidden.len();
        for sum in sums {
            while let Some(next) = next_to_hide(indicator, figures, sum, hidden) {
                hidden.insert(next);
            }
        }
        if hidden.len() == before {
            return;
        }
    }
}

/// The next one of a sum to be hidden; none when what is hidden of it does not follow from the rest.
fn next_to_hide(indicator: &Indicator, figures: &Figures, sum: &Sum, hidden: &BTreeSet<At>) -> Option<At> {
    let people = |at: &At| figures.whole.get(at).map_or(0, |figure| figure.total);
    let unread = sum.unread.as_ref().filter(|figure| is_hidden(indicator, figure));
    let whole_is_hidden = hidden.contains(&sum.whole);
    let of_parts: Vec<&At> = sum.parts.iter().filter(|part| hidden.contains(*part)).collect();
    let parts = of_parts.len() + usize::from(unread.is_some());
    let few = of_parts.iter().map(|part| people(part)).sum::<i64>() + unread.map_or(0, |figure| figure.total);
    let is_safe = match (whole_is_hidden, parts) {
        (_, 0) => !whole_is_hidden,
        (true, _) => true,
        (false, parts) => parts > 1 && few >= indicator.floor,
    };
    if is_safe {
        return None;
    }
    let shown = sum.parts.iter().filter(|part| !hidden.contains(*part) && people(part) > 0);
    let smallest = shown.min_by_key(|part| (people(part), (*part).clone())).cloned();
    smallest.or_else(|| (!whole_is_hidden).then(|| sum.whole.clone()))
}

/// A unit is the sum of those right below it, and of the people at the unit itself.
fn sums_of_units(figures: &Figures, parents: &BTreeMap<Uuid, Uuid>) -> Vec<Sum> {
    let mut below: BTreeMap<At, Vec<At>> = BTreeMap::new();
    for (unit, place) in figures.whole.keys() {
        if let Some(parent) = parents.get(unit) {
            below.entry((*parent, place.clone())).or_default().push((*unit, place.clone()));
        }
    }
    below
        .into_iter()
        .map(|(whole, parts)| Sum { unread: figures.own.get(&whole).cloned(), whole, parts })
        .collect()
}

/// The total is the sum of the categories of each dimension; one category is the sum of its cells in the full breakdown.
fn sums_of_places(figures: &Figures) -> Vec<Sum> {
    let mut sums: BTreeMap<(At, usize), Vec<At>> = BTreeMap::new();
    for (unit, place) in figures.whole.keys() {
        let fixed: Vec<usize> = (0..place.len()).filter(|at| place[*at].is_some()).collect();
        let at = |kept: Option<usize>| {
            let kept =
                |(axis, category): (usize, &Option<&'static str>)| category.filter(|_| Some(axis) == kept);
            (*unit, place.iter().enumerate().map(kept).collect::<Place>())
        };
        match fixed.as_slice() {
            [] => {}
            [axis] => sums.entry((at(None), *axis)).or_default().push((*unit, place.clone())),
            axes => {
                for axis in axes {
                    sums.entry((at(Some(*axis)), *axis)).or_default().push((*unit, place.clone()));
                }
            }
        }
    }
    sums.into_iter().map(|((whole, _), parts)| Sum { whole, parts, unread: None }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::catalogue::find;
    use super::*;

    fn unit(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// A municipality (1) with two schools (2, 3), the first of which has two units (4, 5).
    fn tree() -> (BTreeMap<Uuid, Uuid>, Lines) {
        let parents: BTreeMap<_, _> =
            [(2, 1), (3, 1), (4, 2), (5, 2)].map(|(child, parent)| (unit(child), unit(parent))).into();
        let line = |of: u128| {
            std::iter::successors(Some(unit(of)), |below| parents.get(below).copied()).collect::<Vec<_>>()
        };
        let lines = (1..=5).map(|of| (unit(of), line(of))).collect();
        (parents, lines)
    }

    fn leaf(at: u128, sex: &'static str, year: &'static str, n: i64, rest: i64) -> Leaf {
        Leaf {
            unit: unit(at),
            categories: vec![sex, year],
            n,
            total: n + rest,
            sum: 0,
            largest: 0,
            without_data: 0,
        }
    }

    fn indicator() -> &'static Indicator {
        find("UP10120").unwrap()
    }

    fn protected(leaves: &[Leaf]) -> (Figures, BTreeSet<At>) {
        let (parents, lines) = tree();
        let figures = add_up(indicator(), leaves, &lines);
        let hidden = hidden(indicator(), &figures, &parents);
        (figures, hidden)
    }

    #[test]
    fn where_one_child_of_a_unit_is_hidden_the_next_smallest_is_too() {
        let leaves = [leaf(4, "K", "7", 3, 30), leaf(5, "K", "7", 10, 20), leaf(3, "K", "7", 20, 40)];
        let (_, hidden) = protected(&leaves);
        let total = |of: u128| (unit(of), vec![None, None]);
        assert!(hidden.contains(&total(4)) && hidden.contains(&total(5)));
        assert!(!hidden.contains(&total(2)) && !hidden.contains(&total(3)) && !hidden.contains(&total(1)));
    }

    #[test]
    fn people_at_a_school_itself_do_not_follow_from_its_units() {
        let leaves = [leaf(2, "K", "7", 1, 3), leaf(4, "K", "7", 10, 20), leaf(5, "K", "7", 12, 20)];
        let (_, hidden) = protected(&leaves);
        assert!(hidden.contains(&(unit(4), vec![None, None])));
    }

    #[test]
    fn a_mean_needs_people_none_of_whom_weighs_more_than_half() {
        let mean = find("UP10101").unwrap();
        let of = |n, sum, largest| Leaf { n, total: n, sum, largest, ..leaf(1, "K", "7", 0, 0) };
        assert!(is_hidden(mean, &of(4, 40, 10)) && is_hidden(mean, &of(5, 40, 21)));
        assert!(!is_hidden(mean, &of(5, 40, 20)) && !is_hidden(mean, &of(0, 0, 0)));
    }

    fn leaves() -> impl Strategy<Value = Vec<Leaf>> {
        let one = (2_u128..=5, prop::bool::ANY, 0_usize..3, 0_i64..25, 0_i64..40);
        prop::collection::vec(one, 1..25).prop_map(|rows| {
            let of = |(at, woman, year, n, rest)| {
                leaf(at, if woman { "K" } else { "M" }, ["7", "8", "9"][year], n, rest)
            };
            rows.into_iter().map(of).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_shown_meets_the_primary_rule_and_nothing_hidden_follows_by_subtraction(leaves in leaves()) {
            let (figures, hidden) = protected(&leaves);
            let (parents, _) = tree();
            for (at, figure) in figures.whole.iter().filter(|(at, _)| !hidden.contains(*at)) {
                prop_assert!(!is_hidden(indicator(), figure), "{at:?}");
            }
            let people = |at: &At| figures.whole.get(at).map_or(0, |figure| figure.total);
            for sum in sums_of_units(&figures, &parents).iter().chain(&sums_of_places(&figures)) {
                let of_parts: Vec<_> = sum.parts.iter().filter(|part| hidden.contains(*part)).collect();
                let apart = usize::from(sum.unread.as_ref().is_some_and(|own| is_hidden(indicator(), own)));
                if hidden.contains(&sum.whole) {
                    let some = sum.parts.iter().filter(|part| people(part) > 0).count();
                    prop_assert!(of_parts.len() + apart > 0 || some == 0, "{:?}", sum.whole);
                } else if of_parts.len() + apart > 0 {
                    prop_assert!(of_parts.len() + apart > 1, "{:?}", sum.whole);
                    let few: i64 = of_parts.iter().map(|part| people(part)).sum();
                    let own = sum.unread.as_ref().filter(|own| is_hidden(indicator(), own));
                    prop_assert!(few + own.map_or(0, |own| own.total) >= indicator().floor);
                }
            }
        }

        #[test]
        fn figures_add_up_and_the_order_of_leaves_changes_nothing(leaves in leaves()) {
            let (figures, hidden) = protected(&leaves);
            let all: i64 = leaves.iter().map(|leaf| leaf.total).sum();
            prop_assert_eq!(figures.whole[&(unit(1), vec![None, None])].total, all);
            let reversed: Vec<_> = leaves.iter().rev().cloned().collect();
            prop_assert_eq!(protected(&reversed).1, hidden);
        }
    }
}
