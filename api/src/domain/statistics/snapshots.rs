//! The weekly snapshots of figures inside the municipality: taken by the first night of a week, so that nobody can follow
//! one person from day to day, and so that a dashboard reads rows and no tables of people.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::municipality::figure_snapshot;
use entity::vocabulary::CellState;
use uuid::Uuid;

use super::catalogue::{self, Indicator, Leaf, Period, Shape};
use super::rules_inside::{self as rules, At, Figures, Place};
use super::store_ground;
use super::store_snapshot::{self as store, Tree};
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::scalars::Week;

/// Takes the snapshots of this week that are not there yet.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    let today = grant.reach().today;
    let monday = Week::of(today).0;
    let taken = store::taken(grant, monday).await?;
    let standing = store_ground::standing(grant).await?;
    let tree = store::tree(grant).await?;
    for indicator in catalogue::ALL.iter().filter(|indicator| !indicator.group_only) {
        if indicator.purpose.is_some_and(|purpose| !standing.contains(&purpose)) {
            store::drop_all(grant, indicator.code).await?;
            continue;
        }
        for period in indicator.latest_periods(today) {
            let key = (indicator.code.to_owned(), period.text());
            if !taken.contains(&key) {
                let leaves = indicator.leaves(grant, &period).await?;
                let rows = rows(indicator, &period, &leaves, &tree, monday);
                store::replace(grant, key, rows).await?;
            }
        }
    }
    Ok(())
}

/// The rows of one indicator and period: what may be shown of each unit and place. The municipality as a whole has a row
/// in any case, so that it is known that the snapshot was taken.
fn rows(
    indicator: &Indicator,
    period: &Period,
    leaves: &[Leaf],
    tree: &Tree,
    monday: NaiveDate,
) -> Vec<figure_snapshot::Model> {
    let figures = rules::add_up(indicator, leaves, &tree.lines);
    let hidden = rules::hidden(indicator, &figures, &tree.parents);
    let row = |(unit, place): &At, state: CellState| {
        let (breakdown, coordinate) = written(indicator, place);
        figure_snapshot::Model {
            taken_on: monday,
            indicator: indicator.code.to_owned(),
            period: period.text(),
            unit_id: *unit,
            breakdown,
            coordinate,
            state,
            n: None,
            total: None,
            value: None,
            coverage: None,
        }
    };
    let told = |(at, figure): (&At, &Leaf)| match hidden.contains(at) {
        true => row(at, CellState::Suppressed),
        false if figure.total == 0 => row(at, CellState::Missing),
        false => shown(indicator, figure, row(at, CellState::Value)),
    };
    let mut rows: Vec<_> = figures.whole.iter().map(told).collect();
    let nowhere = vec![None; indicator.dimensions.len()];
    for root in &tree.roots {
        if !figures.whole.contains_key(&(*root, nowhere.clone())) {
            rows.push(row(&(*root, nowhere.clone()), CellState::Missing));
        }
    }
    rows.extend(not_applicable(indicator, &figures).iter().map(|at| row(at, CellState::NotApplicable)));
    rows
}

/// What a figure that may be shown says.
fn shown(indicator: &Indicator, figure: &Leaf, row: figure_snapshot::Model) -> figure_snapshot::Model {
    let (n, total) = (figure.n, figure.total);
    let people = total + figure.without_data;
    #[allow(clippy::cast_precision_loss, reason = "far fewer people and days than a double counts exactly")]
    let (total, value) = match indicator.shape {
        Shape::Share => (Some(total), ((200 * n + total) / (2 * total)) as f64),
        Shape::Mean(_) => (None, ((20 * figure.sum + n) / (2 * n)) as f64 / 10.0),
    };
    figure_snapshot::Model {
        n: Some(n),
        total,
        value: Some(value),
        coverage: i32::try_from(100 * figure.total / people).ok(),
        ..row
    }
}

/// The places of cells that cannot exist, in every breakdown that has them, of each unit with figures.
fn not_applicable(indicator: &Indicator, figures: &Figures) -> BTreeSet<At> {
    let units: BTreeSet<Uuid> = figures.whole.keys().map(|(unit, _)| *unit).collect();
    let mut places: BTreeSet<Place> = BTreeSet::new();
    for (axis, dimension) in indicator.dimensions.iter().enumerate() {
        let of_axis = dimension.categories().iter().map(|category| category.code);
        for code in of_axis.filter(|code| indicator.is_not_applicable(*dimension, code)) {
            let mut alone: Place = vec![None; indicator.dimensions.len()];
            alone[axis] = Some(code);
            // In the full breakdown it stands beside each cell that differs from it in this dimension alone.
            let full = figures.whole.keys().filter(|(_, place)| place.iter().all(Option::is_some));
            places.extend(full.map(|(_, place)| {
                let mut place = place.clone();
                place[axis] = Some(code);
                place
            }));
            places.insert(alone);
        }
    }
    units.iter().flat_map(|unit| places.iter().map(|place| (*unit, place.clone()))).collect()
}

/// Breakdown and coordinate, as they are written.
fn written(indicator: &Indicator, place: &Place) -> (String, String) {
    let fixed: Vec<_> = indicator
        .dimensions
        .iter()
        .zip(place)
        .filter_map(|(dimension, category)| Some((*dimension, (*category)?)))
        .collect();
    (catalogue::breakdown(fixed.iter().map(|(dimension, _)| *dimension)), catalogue::coordinate(&fixed))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn leaf(programme: &'static str, n: i64, total: i64) -> Leaf {
        Leaf {
            unit: Uuid::from_u128(2),
            categories: vec!["K", programme],
            n,
            total,
            sum: 0,
            largest: 0,
            without_data: 5,
        }
    }

    fn tree() -> Tree {
        let (root, school) = (Uuid::from_u128(1), Uuid::from_u128(2));
        Tree {
            lines: BTreeMap::from([(root, vec![root]), (school, vec![school, root])]),
            parents: BTreeMap::from([(school, root)]),
            roots: vec![root],
        }
    }

    #[test]
    fn what_cannot_exist_says_so_and_shares_are_whole_percent() {
        let indicator = catalogue::find("UP20203").unwrap();
        let monday = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
        let period = Period::of(indicator.period, monday);
        let rows = rows(indicator, &period, &[leaf("HP", 30, 45)], &tree(), monday);
        let of = |coordinate: &str| {
            rows.iter().find(|row| row.coordinate == coordinate && row.unit_id == Uuid::from_u128(1)).unwrap()
        };
        assert_eq!(of("").value, Some(67.0));
        assert_eq!((of("").n, of("").total, of("").coverage), (Some(30), Some(45), Some(90)));
        assert_eq!(of("programme=IM").state, CellState::NotApplicable);
        assert_eq!(of("sex=K,programme=IM").breakdown, "sex,programme");
        let keys: BTreeSet<_> =
            rows.iter().map(|row| (row.unit_id, &row.breakdown, &row.coordinate)).collect();
        assert_eq!(keys.len(), rows.len());
    }

    #[test]
    fn a_snapshot_of_nobody_says_that_it_was_taken() {
        let indicator = catalogue::find("UP10101").unwrap();
        let monday = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
        let rows = rows(indicator, &Period::of(indicator.period, monday), &[], &tree(), monday);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].state, rows[0].unit_id), (CellState::Missing, Uuid::from_u128(1)));
    }
}
