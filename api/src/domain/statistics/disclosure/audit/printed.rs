//! What was printed of a unit, publication by publication, and the rules that can be read off it without any programme.

use std::collections::BTreeSet;

use super::frame::Frame;
use super::reading::{Kind as Counts, Measure, State, Unit};
use super::world::Share;
use super::{AuditFault, Kind};

/// Everything that was printed.
pub(super) struct Printed {
    /// After each publication, the values as they stood, by place.
    pub(super) after: Vec<Vec<Option<i64>>>,
    /// Known to be nothing: what cannot exist, what was not reported.
    pub(super) nothing: Vec<bool>,
    /// Cannot exist.
    pub(super) impossible: Vec<bool>,
    /// Ever hidden.
    pub(super) hidden: Vec<bool>,
    /// Known from elsewhere.
    pub(super) official: Vec<Option<i64>>,
    /// Shares that were printed though a figure was hidden.
    pub(super) shares: Vec<Share>,
}

/// Reads a unit's publications.
pub(super) fn read(frame: &Frame<'_>, unit: &Unit) -> Result<Printed, AuditFault> {
    let count = frame.keys.len();
    let mut printed = Printed {
        after: Vec::new(),
        nothing: vec![false; count],
        impossible: vec![false; count],
        hidden: vec![false; count],
        official: vec![None; count],
        shares: Vec::new(),
    };
    for figure in &unit.official {
        printed.official[frame.at(&figure.measure, &figure.coordinates)?] = Some(figure.value);
    }
    let mut now = vec![None; count];
    for publication in &unit.publications {
        for cell in &publication.cells {
            let at = frame.at(&cell.measure, &cell.coordinates)?;
            match cell.state {
                State::Value => now[at] = Some(cell.value.ok_or(AuditFault::Unreadable)?),
                State::Suppressed => printed.hidden[at] = true,
                State::Missing => printed.nothing[at] = true,
                State::NotApplicable => {
                    printed.nothing[at] = true;
                    printed.impossible[at] = true;
                }
            }
        }
        for cell in &publication.cells {
            if let (Some(percent), at) = (cell.share, frame.at(&cell.measure, &cell.coordinates)?) {
                let whole = frame.whole[at].ok_or(AuditFault::Unreadable)?;
                if cell.state != State::Value || now[whole].is_none() {
                    printed.shares.push((at, whole, percent));
                }
            }
        }
        printed.after.push(now.clone());
    }
    Ok(printed)
}

/// What the primary rule, the share rule and the revision rule say about what was printed.
pub(super) fn broken(frame: &Frame<'_>, unit: &Unit, printed: &Printed) -> BTreeSet<(Kind, usize, bool)> {
    let mut broken: BTreeSet<(Kind, usize, bool)> =
        printed.shares.iter().map(|(at, _, _)| (Kind::ShareOfHidden, *at, false)).collect();
    let measure = |at: usize| &unit.measures[frame.keys[at].0];
    let empty = vec![None; frame.keys.len()];
    for (time, now) in printed.after.iter().enumerate() {
        let before = if time == 0 { &empty } else { &printed.after[time - 1] };
        for at in 0..now.len() {
            let Some(value) = now[at] else { continue };
            let this = measure(at);
            if changed(before[at], Some(value), this.k) {
                broken.insert((Kind::SmallRevision, at, false));
            }
            let total = frame.whole[at].and_then(|whole| now[whole]);
            if told(this, value, total) {
                broken.insert((Kind::Primary, at, false));
            }
            let rest = |values: &[Option<i64>]| Some(values[frame.whole[at]?]? - values[at]?);
            if changed(rest(before), rest(now), this.k) {
                broken.insert((Kind::SmallRevision, at, true));
            }
        }
    }
    broken
}

fn changed(before: Option<i64>, after: Option<i64>, k: i64) -> bool {
    before.zip(after).is_some_and(|(before, after)| before != after && (before - after).abs() < k)
}

/// The primary rule, read off a shown figure and its whole.
fn told(measure: &Measure, value: i64, total: Option<i64>) -> bool {
    let small = |count: i64| 0 < count && count < measure.k;
    match (measure.counts, total) {
        (Counts::Sum, _) => false,
        (Counts::Whole, _) | (Counts::Part, None) => small(value),
        (Counts::Part, Some(total)) => {
            let all_or_none = total > 0 && (value == 0 || value == total);
            small(value)
                || small(total - value)
                || (all_or_none && !(measure.harmless && total >= 4 * measure.k))
        }
    }
}
