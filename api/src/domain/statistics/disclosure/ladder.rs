//! The ladder: how finely a municipality's figures for an indicator are broken down, so that small ones have something to
//! see. Chosen on its first three periods and then kept: a rung that moved with the data would itself tell something.

use super::cube::Unit;
use super::protect::{Printed, Publication};

/// How finely figures are broken down, the finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// All declared dimensions.
    Full,
    /// One dimension.
    OneDimension,
    /// The total.
    Total,
    /// The total of three years together.
    ThreeYears,
}

impl Rung {
    /// All rungs, the finest first.
    pub const ALL: [Rung; 4] = [Rung::Full, Rung::OneDimension, Rung::Total, Rung::ThreeYears];
}

/// At most this share of the leaf cells may be hidden on a rung, in percent.
pub const MOST_HIDDEN_PERCENT: usize = 40;
/// On how many first periods the choice is made.
pub const PERIODS: usize = 3;

/// How many leaf cells a publication has, and how many of them are hidden. A leaf cell stands at the finest coordinates
/// of a published table; it counts as hidden if its figure or its whole is.
pub fn leaves(unit: &Unit, publication: &Publication) -> (usize, usize) {
    let finest = |place: &super::cube::Place| {
        unit.dimensions.iter().all(|dimension| {
            let code = place.coordinates.get(&dimension.code).unwrap_or(&dimension.root.code);
            let Some(category) = dimension.root.find(code) else { return true };
            !category.children.iter().any(|child| {
                let mut below = place.clone();
                below.coordinates.insert(dimension.code.clone(), child.code.clone());
                publication.cells.contains_key(&below)
            })
        })
    };
    let hidden = |place: &super::cube::Place| {
        publication.cells.get(place).is_some_and(|cell| cell.printed == Printed::Suppressed)
    };
    let mut count = (0, 0);
    for (place, cell) in &publication.cells {
        let Some(whole) = unit.whole_of(place) else { continue };
        let there = matches!(cell.printed, Printed::Value(_) | Printed::Suppressed);
        if there && finest(place) {
            count.0 += 1;
            count.1 += usize::from(hidden(place) || hidden(&whole));
        }
    }
    count
}

/// The finest rung on which no more than 40 % of the leaf cells were hidden in the first periods; the last where none is.
/// For each rung, the counts of [`leaves`], one for each period in order; later periods do not count.
pub fn choose(counts: &[(Rung, Vec<(usize, usize)>)]) -> Rung {
    counts
        .iter()
        .filter(|(_, periods)| {
            let first = periods.iter().take(PERIODS);
            let (all, hidden) = first.fold((0, 0), |sum, period| (sum.0 + period.0, sum.1 + period.1));
            all > 0 && hidden * 100 <= all * MOST_HIDDEN_PERCENT
        })
        .map(|(rung, _)| *rung)
        .min()
        .unwrap_or(Rung::ThreeYears)
}
