//! Rules with many cases, over cases drawn at random: the primary rule against its wording, the two solvers against
//! each other, the auditor's intervals against all tables counted out, and suppression against the auditor.

use std::collections::BTreeMap;

use crate::domain::statistics::disclosure::audit;
use crate::domain::statistics::disclosure::checked;
use crate::domain::statistics::disclosure::cube::{
    Axis, Category, Counts, Dimension, Entry, Measure, Place, Table, Unit,
};
use crate::domain::statistics::disclosure::export;
use crate::domain::statistics::disclosure::primary::{self, Floor, Threshold};
use crate::domain::statistics::disclosure::protect::{Cell, Printed, Publication};
use crate::domain::statistics::disclosure::solver::{Column, Compare, MicroLp, Programme, Row, Solver};
use crate::domain::statistics::disclosure::tableau::{Condition, Outcome, Tableau};
use proptest::prelude::*;

/// n and N over rows × columns.
fn grid(rows: usize, columns: usize, cells: &[(u32, u32)]) -> Unit {
    let leaves =
        |name: &str, count: usize| (0..count).map(|at| Category::leaf(&format!("{name}{at}"))).collect();
    let measure = |code: &str, counts| Measure {
        code: code.into(),
        counts,
        threshold: Threshold::at(Floor::General),
        harmless: false,
    };
    let mut unit = Unit {
        municipality: "m".into(),
        period: "2025".into(),
        basis: "HOME".into(),
        dimensions: vec![
            Dimension { code: "r".into(), root: Category::of("all", leaves("r", rows)) },
            Dimension { code: "c".into(), root: Category::of("all", leaves("c", columns)) },
        ],
        measures: vec![measure("N", Counts::Whole), measure("n", Counts::Part { of: "N".into() })],
        tables: vec![Table {
            code: "t".into(),
            measures: vec!["n".into()],
            axes: vec![Axis::all("r"), Axis::all("c")],
            published: true,
        }],
        ..Unit::default()
    };
    for place in unit.places().unwrap().into_keys() {
        let within = |dimension: &str, at: usize| {
            place.coordinates.get(dimension).is_none_or(|code| code[1..].parse::<usize>().unwrap() == at)
        };
        let value = (0..rows * columns)
            .filter(|at| within("r", at / columns) && within("c", at % columns))
            .map(|at| if place.measure == "n" { cells[at].0 } else { cells[at].1 })
            .sum();
        unit.entries.insert(place, Entry::count(value));
    }
    unit
}

fn json(unit: &Unit, publication: &Publication) -> String {
    let units = vec![export::unit(unit, &[(publication.clone(), false)])];
    serde_json::to_string(&export::export(&unit.dimensions, units, Vec::new())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_primary_rule_is_its_wording(n in 0_u32..60, more in 0_u32..60, k in 5_u32..12, harmless: bool) {
        let (total, threshold) = (n + more, Threshold::new(k, Floor::General).unwrap());
        let rest = total - n;
        let expected = (0 < total && total < k)
            || (0 < n && n < k)
            || (0 < rest && rest < k)
            || (total > 0 && (n == 0 || rest == 0) && (total < 4 * k || !harmless));
        prop_assert_eq!(primary::part(n, total, threshold, harmless).is_some(), expected);
        prop_assert_eq!(primary::whole(total, threshold).is_some(), 0 < total && total < k);
        if let Some(share) = primary::share(Some(n), Some(total)) {
            prop_assert!((i64::from(share) * i64::from(total) - 100 * i64::from(n)).abs() * 2 <= i64::from(total));
        }
    }

    #[test]
    fn a_threshold_cannot_be_below_its_floor(k in 0_u32..20) {
        prop_assert_eq!(Threshold::new(k, Floor::General).is_ok(), k >= 5);
        prop_assert_eq!(Threshold::new(k, Floor::Strict).is_ok(), k >= 10);
    }

    #[test]
    fn the_two_solvers_agree(
        rows in prop::collection::vec((prop::collection::vec(-1_i8..=1, 6), 0_i8..12), 1..5),
        of in prop::collection::vec(-1_i8..=1, 6),
        wanted in -5_i8..15,
    ) {
        let mut programme = Programme { columns: vec![Column { low: 0.0, high: 1_000.0, cost: 0.0 }; 6], ..Programme::default() };
        // Every variable has a limit in the tableau too: x + slack = 1000.
        let mut tableau = Tableau::new(12);
        let mut feasible = true;
        for at in 0..6 {
            let limit = Condition { terms: vec![(at, 1.0), (6 + at, 1.0)], amount: 1_000.0 };
            feasible &= tableau.require(&limit) == Outcome::Reached;
        }
        for (times, amount) in &rows {
            let terms: Vec<(usize, f64)> = times.iter().enumerate().map(|(at, times)| (at, f64::from(*times))).collect();
            let amount = f64::from(*amount);
            feasible = feasible && tableau.require(&Condition { terms: terms.clone(), amount }) == Outcome::Reached;
            programme.rows.push(Row { terms, compare: Compare::Equal, amount });
        }
        let terms: Vec<(usize, f64)> = of.iter().enumerate().map(|(at, times)| (at, f64::from(*times))).collect();
        let reached = feasible && tableau.reach(&terms, f64::from(wanted)) == Outcome::Reached;
        programme.rows.push(Row { terms, compare: Compare::AtLeast, amount: f64::from(wanted) });
        prop_assert_eq!(reached, MicroLp::default().minimise(&programme).unwrap().is_some());
    }

    #[test]
    fn whatever_is_prepared_passes_its_audit_and_hides_what_the_rule_hides(
        cells in prop::collection::vec((0_u32..25, 0_u32..25), 12),
    ) {
        let cells: Vec<(u32, u32)> = cells.into_iter().map(|(n, more)| (n, n + more)).collect();
        let unit = grid(3, 4, &cells);
        let publication = checked::prepare(&unit, &[], &MicroLp::default()).unwrap();
        for place in publication.reasons.keys() {
            prop_assert_eq!(publication.cells[place].printed, Printed::Suppressed);
        }
        prop_assert_eq!(publication.clone(), checked::prepare(&unit, &[], &MicroLp::default()).unwrap());
    }

    #[test]
    fn the_auditors_intervals_are_those_of_all_tables_counted_out(
        cells in prop::collection::vec(0_u32..4, 4),
        hide in prop::collection::vec(any::<bool>(), 9),
    ) {
        // N alone, 2 × 2: few enough to try every table.
        let pairs: Vec<(u32, u32)> = cells.iter().map(|value| (0, *value)).collect();
        let mut unit = grid(2, 2, &pairs);
        unit.measures.pop();
        unit.tables[0].measures = vec!["N".into()];
        unit.entries.retain(|place, _| place.measure == "N");
        // Each place with the leaves it is the sum of, its value, and whether it is shown.
        let places: Vec<(Place, Vec<usize>, i64, bool)> = unit.entries.iter().zip(&hide).map(|((place, entry), hide)| {
            let within = |dimension: &str, at: usize| {
                place.coordinates.get(dimension).is_none_or(|code| code[1..].parse::<usize>().unwrap() == at)
            };
            let leaves = (0..4).filter(|at| within("r", at / 2) && within("c", at % 2)).collect();
            (place.clone(), leaves, entry.amount(), !hide)
        }).collect();
        let cell = |(place, _, value, shown): &(Place, Vec<usize>, i64, bool)| {
            let printed = if *shown { Printed::Value(*value as u32) } else { Printed::Suppressed };
            (place.clone(), Cell { printed, not_revised: false })
        };
        let publication = Publication {
            cells: places.iter().map(cell).collect(),
            reasons: Default::default(),
            secondary: Default::default(),
            programmes: 0,
        };
        let mut ends = BTreeMap::new();
        for number in 0..13_i64.pow(4) {
            let table = [number % 13, number / 13 % 13, number / 169 % 13, number / 2_197];
            let value = |leaves: &[usize]| leaves.iter().map(|at| table[*at]).sum::<i64>();
            if places.iter().all(|(_, leaves, own, shown)| !shown || value(leaves) == *own) {
                for (place, leaves, _, _) in places.iter().filter(|place| !place.3) {
                    let value = value(leaves);
                    let end = ends.entry(format!("m 2025 HOME {}", audit_name(place))).or_insert((value, value));
                    *end = (end.0.min(value), end.1.max(value));
                }
            }
        }
        for (name, _, interval) in audit::intervals(&json(&unit, &publication)).unwrap() {
            let (least, most) = ends[&name];
            prop_assert_eq!(interval.least, least, "{}", name);
            // Where nothing shown limits a figure, counting out stops at its own limit.
            prop_assert!(interval.most == Some(most) || (interval.most.is_none() && most >= 12), "{} {:?}", name, interval);
        }
    }
}

fn audit_name(place: &Place) -> String {
    let at = |dimension: &str| place.coordinates.get(dimension).map(|code| format!(" {dimension}={code}"));
    format!("N{}{}", at("r").unwrap_or_default(), at("c").unwrap_or_default())
}
