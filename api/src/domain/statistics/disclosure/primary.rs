//! The primary rule: which figures are hidden for their own sake. Exact data in, a reason out; the reason is for the
//! preparer's eyes only, readers see one hidden state.

use std::collections::BTreeMap;

use super::cube::{Authorities, Counts, Entry, Figure, Measure, Place, Unit};
use super::refusal::Refusal;

/// A group of whom all or none have the property is hidden below this many times k.
const ALL_OR_NONE: u32 = 4;
/// Quartiles need this many times k.
const QUARTILES: u32 = 4;
/// Fewer authorities than this behind a figure could single one out.
const AUTHORITIES: u32 = 3;

/// How low a threshold may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Floor {
    /// 5 people.
    General,
    /// 10 people: the activity duty (KAA), measures and adapted school forms.
    Strict,
}

impl Floor {
    /// The lowest k.
    pub fn lowest(self) -> u32 {
        match self {
            Floor::General => 5,
            Floor::Strict => 10,
        }
    }
}

/// k: the lowest number of people that may be shown. Cannot be made below its floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u32);

impl Threshold {
    /// The threshold, if it is not below its floor.
    pub fn new(asked: u32, floor: Floor) -> Result<Self, Refusal> {
        if asked < floor.lowest() {
            return Err(Refusal::ThresholdBelowFloor { asked, floor: floor.lowest() });
        }
        Ok(Threshold(asked))
    }

    /// The threshold at its floor.
    pub fn at(floor: Floor) -> Self {
        Threshold(floor.lowest())
    }

    /// k.
    pub fn k(self) -> u32 {
        self.0
    }
}

/// Why a figure is hidden for its own sake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// 0 < N < k.
    SmallWhole,
    /// 0 < n < k.
    SmallPart,
    /// 0 < N − n < k.
    SmallRest,
    /// n = 0 or n = N in a small group, or where the indicator is sensitive.
    AllOrNone,
    /// A mean of fewer than k people.
    MeanOfFew,
    /// A mean in which one person weighs more than half.
    MeanDominated,
    /// Fewer than three school authorities behind the figure or its complement.
    FewAuthorities,
}

/// Rule 1, for a count of people N.
pub fn whole(total: u32, k: Threshold) -> Option<Reason> {
    (0 < total && total < k.k()).then_some(Reason::SmallWhole)
}

/// Rules 1 to 3, for n of N. A part larger than its whole is not asked for: the system refuses it.
pub fn part(part: u32, total: u32, k: Threshold, harmless: bool) -> Option<Reason> {
    let rest = total.saturating_sub(part);
    if let Some(reason) = whole(total, k) {
        return Some(reason);
    }
    if total == 0 {
        return None;
    }
    if part == 0 || rest == 0 {
        let large = total >= ALL_OR_NONE.saturating_mul(k.k());
        return (!(large && harmless)).then_some(Reason::AllOrNone);
    }
    if part < k.k() {
        return Some(Reason::SmallPart);
    }
    (rest < k.k()).then_some(Reason::SmallRest)
}

/// Rule 4, for the mean of a sum over a count of people.
pub fn mean(count: u32, sum: u32, largest: u32, k: Threshold) -> Option<Reason> {
    if count < k.k() {
        return (count > 0).then_some(Reason::MeanOfFew);
    }
    (u64::from(largest) * 2 > u64::from(sum)).then_some(Reason::MeanDominated)
}

/// Rule 4: whether quartiles may be shown. Minimum and maximum never are.
pub fn quartiles(count: u32, k: Threshold) -> bool {
    count >= QUARTILES.saturating_mul(k.k())
}

/// Rule 6: the share in whole percent (half up), where both are shown; none of nothing.
pub fn share(part: Option<u32>, total: Option<u32>) -> Option<u32> {
    let (part, total) = (u64::from(part?), u64::from(total?));
    if total == 0 || part > total {
        return None;
    }
    u32::try_from((200 * part + total) / (2 * total)).ok()
}

/// Rule 7, where a figure could single out an authority: at least three in the cell and in its complement. Nobody at
/// all (no authority, no people) singles out nobody.
pub fn authorities(of: Option<Authorities>) -> Option<Reason> {
    let few = |count: u32| 0 < count && count < AUTHORITIES;
    let of = of?;
    (few(of.with) || of.without.is_some_and(few)).then_some(Reason::FewAuthorities)
}

/// What is hidden for its own sake in a unit.
pub fn verdicts(unit: &Unit) -> Result<BTreeMap<Place, Reason>, Refusal> {
    let mut verdicts = BTreeMap::new();
    for (place, published) in unit.places()? {
        if !published {
            continue;
        }
        if let (Some(measure), Some(Entry::Value(figure))) =
            (unit.measure(&place.measure), unit.entries.get(&place))
            && let Some(reason) = verdict(unit, measure, &place, *figure)
        {
            verdicts.insert(place, reason);
        }
    }
    Ok(verdicts)
}

fn verdict(unit: &Unit, measure: &Measure, place: &Place, figure: Figure) -> Option<Reason> {
    let beside = |code: &str| {
        let place = Place { measure: code.to_owned(), coordinates: place.coordinates.clone() };
        match unit.entries.get(&place) {
            Some(Entry::Value(figure)) => Some(*figure),
            Some(Entry::NotApplicable | Entry::Missing) | None => None,
        }
    };
    let own = match &measure.counts {
        Counts::Whole => whole(figure.value, measure.threshold),
        Counts::Part { of } => {
            let total = beside(of).map_or(figure.value, |whole| whole.value);
            part(figure.value, total, measure.threshold, measure.harmless)
        }
        Counts::Sum { over } => {
            let count = beside(over).map_or(0, |count| count.value);
            mean(count, figure.value, figure.largest, measure.threshold)
        }
    };
    own.or_else(|| authorities(figure.authorities))
}
