//! Invented municipalities, drawn from a seed: a cohort of young people with sex, school form and band, who complete
//! upper secondary in three, four or five years or not at all; and what is later corrected about them.

#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeMap;

use crate::domain::statistics::disclosure::cube::{
    Axis, Category, Code, Coordinates, Counts, Dimension, Entry, Measure, Place, Subset, Table, Unit,
};
use crate::domain::statistics::disclosure::primary::{Floor, Threshold};

/// Splitmix64: small, and the same everywhere.
#[derive(Clone, Debug)]
pub(super) struct Chance(pub u64);

impl Chance {
    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below a limit.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// With so many chances in a thousand.
    pub(super) fn in_thousand(&mut self, chances: u64) -> bool {
        self.below(1_000) < chances
    }

    /// One by weight.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        0
    }
}

/// Someone who does not exist.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) sex: usize,
    pub(super) form: usize,
    pub(super) band: usize,
    /// Completed after so many years, or 9.
    pub(super) years: usize,
}

pub(super) const SEXES: [&str; 2] = ["women", "men"];
pub(super) const FORMS: [&str; 4] = ["preparatory", "vocational", "introductory", "adapted"];
pub(super) const BANDS: [&str; 3] = ["low", "middle", "high"];

pub(super) fn person(chance: &mut Chance) -> Person {
    let sex = chance.weighted(&[49, 51]);
    let form = chance.weighted(&[52, 30, 14, 4]);
    let band = chance.weighted(&[[10, 40, 50], [30, 50, 20], [75, 20, 5], [60, 30, 10]][form]);
    let weights = [[72, 8, 2, 18], [66, 8, 3, 23], [0, 18, 10, 72], [0, 40, 15, 45]][form];
    Person { sex, form, band, years: [3, 4, 5, 9][chance.weighted(&weights)] }
}

pub(super) fn cohort(chance: &mut Chance, size: u64) -> Vec<Person> {
    (0..size).map(|_| person(chance)).collect()
}

/// Cohorts from 60 to 8000, as many as there are municipalities, most of them small.
pub(super) fn sizes(chance: &mut Chance, count: usize) -> Vec<u64> {
    (0..count)
        .map(|at| {
            let spread = at as f64 / (count.max(2) - 1) as f64;
            let size = 60.0 * (8_000.0_f64 / 60.0).powf(spread.powf(1.6));
            size as u64 + chance.below(1 + size as u64 / 5)
        })
        .collect()
}

pub(super) fn dimensions() -> Vec<Dimension> {
    let leaves = |codes: &[&str]| codes.iter().map(|code| Category::leaf(code)).collect::<Vec<_>>();
    vec![
        Dimension { code: "sex".into(), root: Category::of("all", leaves(&SEXES)) },
        Dimension {
            code: "form".into(),
            root: Category::of(
                "all",
                vec![
                    Category::of("national", leaves(&FORMS[..2])),
                    Category::leaf(FORMS[2]),
                    Category::leaf(FORMS[3]),
                ],
            ),
        },
        Dimension { code: "band".into(), root: Category::of("all", leaves(&BANDS)) },
    ]
}

/// What is published by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    /// Completed in 3, 4, 5 years: how many of these measures.
    pub(super) measures: usize,
    /// The table sex × form.
    pub(super) by_sex: bool,
    /// The table form × band.
    pub(super) by_band: bool,
    /// The table sex × form × band.
    pub(super) cube: bool,
}

impl Scope {
    pub(super) const USUAL: Scope = Scope { measures: 3, by_sex: true, by_band: true, cube: false };
    pub(super) const LARGE: Scope = Scope { measures: 3, by_sex: true, by_band: true, cube: true };
    pub(super) const SMALL: Scope = Scope { measures: 1, by_sex: true, by_band: false, cube: false };
}

/// The unit of a cohort. Nobody on an introductory or adapted programme completes in three years: not applicable, and
/// they leave that denominator.
pub(super) fn unit(municipality: &str, period: &str, people: &[Person], scope: Scope) -> Unit {
    let k = Threshold::at(Floor::General);
    let measure = |code: &str, counts| Measure { code: code.into(), counts, threshold: k, harmless: false };
    let part = |of: &str| Counts::Part { of: of.into() };
    let parts = ["completed3", "completed4", "completed5"];
    let mut unit = Unit {
        municipality: municipality.into(),
        period: period.into(),
        basis: "HOME".into(),
        dimensions: dimensions(),
        measures: vec![measure("cohort", Counts::Whole), measure("cohort3", Counts::Whole)],
        subsets: vec![Subset {
            small: "cohort3".into(),
            large: "cohort".into(),
            same_where_applicable: true,
        }],
        ..Unit::default()
    };
    for (at, code) in parts.iter().enumerate().take(scope.measures) {
        unit.measures.push(measure(code, part(if at == 0 { "cohort3" } else { "cohort" })));
        if at > 0 {
            let subset =
                Subset { small: parts[at - 1].into(), large: (*code).into(), same_where_applicable: false };
            unit.subsets.push(subset);
        }
    }
    let measures: Vec<Code> = parts.iter().take(scope.measures).map(|code| (*code).to_string()).collect();
    let mut tables = Vec::new();
    if scope.by_sex {
        tables.push(("t1", vec!["sex", "form"]));
    }
    if scope.by_band {
        tables.push(("t2", vec!["form", "band"]));
    }
    if scope.cube {
        tables.push(("t3", vec!["sex", "form", "band"]));
    }
    for (code, axes) in tables {
        let axes = axes.into_iter().map(Axis::all).collect();
        let table = Table { code: code.into(), measures: measures.clone(), axes, published: true };
        unit.tables.push(table);
    }
    fill(&mut unit, people);
    unit
}

/// Counts people into every place.
pub(super) fn fill(unit: &mut Unit, people: &[Person]) {
    let mut counts: BTreeMap<(usize, usize, usize, usize), u32> = BTreeMap::new();
    for person in people {
        *counts.entry((person.sex, person.form, person.band, person.years)).or_default() += 1;
    }
    let places = unit.places().unwrap();
    for place in places.into_keys() {
        let within = |person: &(usize, usize, usize, usize)| {
            let at = |dimension: &str, code: &str| {
                place.coordinates.get(dimension).is_none_or(|category| {
                    category == code || (category == "national" && (code == FORMS[0] || code == FORMS[1]))
                })
            };
            at("sex", SEXES[person.0]) && at("form", FORMS[person.1]) && at("band", BANDS[person.2])
        };
        let counted = |person: &(usize, usize, usize, usize)| match place.measure.as_str() {
            "cohort" => true,
            "cohort3" => person.1 < 2,
            "completed3" => person.1 < 2 && person.3 <= 3,
            "completed4" => person.3 <= 4,
            _ => person.3 <= 5,
        };
        let form = place.coordinates.get("form").map(String::as_str);
        let three = place.measure == "cohort3" || place.measure == "completed3";
        let entry = if three && (form == Some(FORMS[2]) || form == Some(FORMS[3])) {
            Entry::NotApplicable
        } else {
            Entry::count(counts.iter().filter(|(who, _)| within(who) && counted(who)).map(|(_, n)| n).sum())
        };
        unit.entries.insert(place, entry);
    }
}

/// Late corrections: now and then a few people, now and then many.
pub(super) fn correct(chance: &mut Chance, people: &mut Vec<Person>) {
    if chance.in_thousand(200) {
        // A school reports late: some people of one kind.
        let kind = person(chance);
        people.extend((0..5 + chance.below(10)).map(|_| kind));
        return;
    }
    let many = if chance.in_thousand(250) { 6 + people.len() as u64 / 20 } else { 3 };
    for _ in 0..chance.below(many + 1) {
        let at = chance.below(people.len() as u64) as usize;
        match chance.below(4) {
            0 => people.push(person(chance)),
            1 if people.len() > 20 => {
                people.swap_remove(at);
            }
            2 => people[at] = person(chance),
            _ => people[at].years = [3, 4, 5, 9][chance.weighted(&[3, 3, 1, 3])],
        }
        if let Some(person) = people.get_mut(at)
            && person.form >= 2
            && person.years == 3
        {
            person.years = 4;
        }
    }
}

/// A place by its measure and categories.
pub(super) fn place(measure: &str, coordinates: &[(&str, &str)]) -> Place {
    let coordinates: Coordinates =
        coordinates.iter().map(|(dimension, category)| ((*dimension).into(), (*category).into())).collect();
    Place { measure: measure.into(), coordinates }
}
