//! How finely an indicator is published: chosen on its first three periods, and kept.

use entity::vocabulary::Rung;

use super::control;
use super::draft::DraftCell;
use super::unit::{Shown, Which};
use crate::access::tenants::published::Publication as Stored;
use crate::domain::statistics::catalogue::{Indicator, Leaf, Period};
use crate::domain::statistics::disclosure::ladder::{self, Rung as Step};

const STEPS: [(Step, Rung); 4] = [
    (Step::Full, Rung::Full),
    (Step::OneDimension, Rung::OneDimension),
    (Step::Total, Rung::Total),
    (Step::ThreeYears, Rung::Pool),
];

/// The rung: the one that it was first published on, or the finest on which enough is shown in the first periods.
pub(super) fn rung(
    which: &Which,
    indicator: &'static Indicator,
    periods: &[Vec<Leaf>],
    ever: &[Stored],
) -> Rung {
    let mut figures = ever.iter().flat_map(|one| &one.figures);
    if let Some(first) = figures.find(|figure| figure.indicator == indicator.code) {
        return first.rung;
    }
    let mut counts = Vec::new();
    for (step, rung) in STEPS.into_iter().filter(|(step, _)| *step != Step::ThreeYears) {
        let of = |leaves: &Vec<Leaf>| counted(which, Shown { indicator, rung, leaves: leaves.clone() });
        counts.push((step, periods.iter().map(of).collect()));
    }
    let chosen = ladder::choose(&counts);
    STEPS.into_iter().find(|(step, _)| *step == chosen).map_or(Rung::Pool, |(_, rung)| rung)
}

/// How many of the finest cells there are, and how many of them are hidden. Cells of nobody do not count. What cannot be
/// protected at all counts as hidden.
fn counted(which: &Which, shown: Shown) -> (usize, usize) {
    if shown.leaves.is_empty() {
        return (0, 0);
    }
    let Ok(tried) = control::tried(which, &shown) else { return (1, 1) };
    let cells = tried.cells(shown.indicator);
    let depth = |cell: &DraftCell| cell.breakdown.split_terminator(',').count();
    let finest = cells.iter().map(depth).max().unwrap_or_default();
    let leaves =
        cells.iter().filter(|cell| depth(cell) == finest && (cell.exact_n > 0 || cell.exact_total > 0));
    leaves.fold((0, 0), |(all, hidden), cell| (all + 1, hidden + usize::from(cell.why.is_some())))
}

/// A pool as it is written: its first and its last period.
pub(super) fn pool_of(last: &Period) -> String {
    format!("{}–{}", last.previous().previous().text(), last.text())
}

/// Whether a pool that ends with this period overlaps none that was published, or is one that was.
pub(super) fn is_pool_due(indicator: &Indicator, last: &Period, ever: &[Stored]) -> bool {
    let own = pool_of(last);
    let (one, two) = (last.previous(), last.previous().previous());
    let overlapping = [pool_of(&one), pool_of(&two), pool_of(&next(last)), pool_of(&next(&next(last)))];
    let mut published =
        ever.iter().flat_map(|one| &one.figures).filter(|figure| figure.indicator == indicator.code);
    published.clone().any(|figure| figure.period == own)
        || !published.any(|figure| overlapping.contains(&figure.period))
}

fn next(period: &Period) -> Period {
    Period::of(period.kind, period.ends_on.succ_opt().unwrap_or(period.ends_on))
}
