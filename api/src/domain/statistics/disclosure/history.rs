//! What was ever published of a safety unit, and what that allows a new publication to do.
//!
//! Append-only: shown stays shown; a hidden figure stays hidden unless everything verifies with it shown; a shown figure
//! is revised only by 0 or by at least k people in n, N and c. Withdrawing hides a publication from readers, not from
//! here: it was known.

use std::collections::BTreeMap;

use super::cube::{Counts, Place, Unit};
use super::primary;
use super::system::System;

/// How a figure stands in a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// With its value.
    Shown(u32),
    /// Hidden.
    Hidden,
}

/// All publications of a unit, oldest first: the marks that each one set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Oldest first.
    pub issues: Vec<BTreeMap<Place, Mark>>,
}

impl History {
    /// How each figure stands after the first `count` publications.
    pub fn after(&self, count: usize) -> BTreeMap<Place, Mark> {
        let mut marks = BTreeMap::new();
        for issue in self.issues.iter().take(count) {
            marks.extend(issue.iter().map(|(place, mark)| (place.clone(), *mark)));
        }
        marks
    }

    /// How each figure stands now.
    pub fn now(&self) -> BTreeMap<Place, Mark> {
        self.after(self.issues.len())
    }

    /// What outsiders could put together: for each publication, the values as they stood then, and after it, one
    /// publication after another, the values first shown later. Each step is a list of values to add if they agree.
    pub fn worlds(&self) -> Vec<Vec<BTreeMap<Place, u32>>> {
        let mut worlds: Vec<Vec<BTreeMap<Place, u32>>> = Vec::new();
        for count in 1..=self.issues.len() {
            let mut known: BTreeMap<Place, u32> = shown(&self.after(count));
            let mut steps = vec![known.clone()];
            for later in self.issues.iter().skip(count) {
                let new: BTreeMap<Place, u32> =
                    shown(later).into_iter().filter(|(place, _)| !known.contains_key(place)).collect();
                if !new.is_empty() {
                    known.extend(new.iter().map(|(place, value)| (place.clone(), *value)));
                    steps.push(new);
                }
            }
            if !worlds.iter().any(|other| flat(other) == flat(&steps)) {
                worlds.push(steps);
            }
        }
        worlds
    }
}

fn shown(marks: &BTreeMap<Place, Mark>) -> BTreeMap<Place, u32> {
    let value = |(place, mark): (&Place, &Mark)| match mark {
        Mark::Shown(value) => Some((place.clone(), *value)),
        Mark::Hidden => None,
    };
    marks.iter().filter_map(value).collect()
}

fn flat(steps: &[BTreeMap<Place, u32>]) -> BTreeMap<&Place, u32> {
    steps.iter().flatten().map(|(place, value)| (place, *value)).collect()
}

/// Whether a change says nothing about fewer than k people.
pub fn may_change(before: i64, after: i64, k: i64) -> bool {
    before == after || (before - after).abs() >= k
}

/// The values that earlier shown figures have in the new publication: the truth where the change may be told, else the
/// old value. By variable; `None` where nothing was shown.
pub fn revised(unit: &Unit, system: &System, marks: &BTreeMap<Place, Mark>) -> Vec<Option<i64>> {
    let old: Vec<Option<i64>> = system
        .places
        .iter()
        .map(|place| match marks.get(place) {
            Some(Mark::Shown(value)) => Some(i64::from(*value)),
            Some(Mark::Hidden) | None => None,
        })
        .collect();
    let threshold = |at: usize| unit.measure(&system.places[at].measure).map(|measure| measure.threshold);
    let k = |at: usize| threshold(at).map_or(i64::MAX, |threshold| i64::from(threshold.k()));
    let mut new: Vec<Option<i64>> = (0..old.len())
        .map(|at| {
            let before = old[at]?;
            let after = system.truth[at].filter(|_| system.offered[at]);
            after.filter(|after| may_change(before, *after, k(at))).or(Some(before))
        })
        .collect();
    // A change of n or N changes c; and what is shown together must be fit to be shown.
    while let Some(at) = (0..old.len()).find(|at| !may_stand(unit, system, &old, &new, *at)) {
        new[at] = old[at];
        if let Some(whole) = system.whole[at] {
            new[whole] = old[whole];
        }
    }
    new
}

/// Whether an earlier shown figure may take its new value beside its whole's: the change of c says nothing about fewer
/// than k, and the primary rule would show it. What stands as it stood may stand.
pub fn may_stand(unit: &Unit, system: &System, old: &[Option<i64>], new: &[Option<i64>], at: usize) -> bool {
    let (Some(before), Some(after)) = (old[at], new[at]) else { return true };
    let Some(measure) = unit.measure(&system.places[at].measure) else { return false };
    let k = measure.threshold;
    let Some(whole) = system.whole[at] else {
        let count = measure.counts == Counts::Whole;
        return after == before || !count || primary::whole(after as u32, k).is_none();
    };
    let (Some(total), was) = (new[whole].or(system.truth[whole]), old[whole]) else { return true };
    if after == before && new[whole] == was {
        return true;
    }
    let told = was.is_none_or(|was| may_change(was - before, total - after, i64::from(k.k())));
    told && after <= total && primary::part(after as u32, total as u32, k, measure.harmless).is_none()
}
