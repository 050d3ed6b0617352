//! From exact figures to what may be printed: primary rule, what was published before, secondary suppression.
//!
//! Long because one attempt at a publication is one object, whose steps read and change the same search.

use std::collections::{BTreeMap, BTreeSet};

use super::cube::{Authorities, Counts, Entry, Place, Unit};
use super::declared;
use super::history::{self, History, Mark};
use super::primary::{self, Reason};
use super::programme::{State, Wish};
use super::refusal::Refusal;
use super::solver::Solver;
use super::suppress::Search;
use super::system::{Quantity, System};

/// How many programmes one publication may take.
const PROGRAMMES: u32 = 20_000;
/// How often hiding for the sake of what was hidden may go round.
const ROUNDS: usize = 8;

/// How a cell is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    /// With its value.
    Value(u32),
    /// Hidden, never saying why.
    Suppressed,
    /// Not reported.
    Missing,
    /// Cannot exist.
    NotApplicable,
}

/// A cell of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What readers see.
    pub printed: Printed,
    /// The figure has changed by fewer than k since it was shown, so the old value stands.
    pub not_revised: bool,
}

/// What would be published, with what only the preparer sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Every cell of every published table.
    pub cells: BTreeMap<Place, Cell>,
    /// For the preparer's eyes: hidden for its own sake, and why.
    pub reasons: BTreeMap<Place, Reason>,
    /// For the preparer's eyes: hidden for the sake of others.
    pub secondary: BTreeSet<Place>,
    /// How many linear programmes it took.
    pub programmes: u32,
}

impl Publication {
    /// The marks that it adds to the history.
    pub fn marks(&self) -> BTreeMap<Place, Mark> {
        let mark = |cell: &Cell| match cell.printed {
            Printed::Value(value) => Some(Mark::Shown(value)),
            Printed::Suppressed => Some(Mark::Hidden),
            Printed::Missing | Printed::NotApplicable => None,
        };
        self.cells.iter().filter_map(|(place, cell)| Some((place.clone(), mark(cell)?))).collect()
    }

    /// The share in whole percent, where n and N are both shown (rule 6).
    pub fn share(&self, unit: &Unit, place: &Place) -> Option<u32> {
        let value = |place: &Place| match self.cells.get(place)?.printed {
            Printed::Value(value) => Some(value),
            Printed::Suppressed | Printed::Missing | Printed::NotApplicable => None,
        };
        primary::share(value(place), value(&unit.whole_of(place)?))
    }
}

/// How much of what changed a publication dares to tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Daring {
    Revise,
    KeepOld,
    HideNew,
}

/// What may be printed of a unit, after what was published before. Deterministic.
pub fn protect(unit: &Unit, history: &History, solver: &dyn Solver) -> Result<Publication, Refusal> {
    declared::check(unit)?;
    let system = System::of(unit)?;
    let reasons = primary::verdicts(unit)?;
    let marks = history.now();
    if let Some(place) = marks.keys().find(|place| system.places.binary_search(place).is_err()) {
        return Err(Refusal::NotDeclared(format!("{place}, which was published before")));
    }
    let shown_before = marks.values().any(|mark| matches!(mark, Mark::Shown(_)));
    let ways: &[Daring] =
        if shown_before { &[Daring::Revise, Daring::KeepOld, Daring::HideNew] } else { &[Daring::Revise] };
    let mut refused = Refusal::TimeOut;
    for daring in ways {
        let attempt = Attempt { unit, system: &system, reasons: &reasons, marks: &marks, history, solver };
        match attempt.run(*daring) {
            Err(Refusal::Unprotectable(place)) => refused = Refusal::Unprotectable(place),
            other => return other,
        }
    }
    Err(refused)
}

struct Attempt<'a> {
    unit: &'a Unit,
    system: &'a System,
    reasons: &'a BTreeMap<Place, Reason>,
    marks: &'a BTreeMap<Place, Mark>,
    history: &'a History,
    solver: &'a dyn Solver,
}

impl Attempt<'_> {
    fn run(&self, daring: Daring) -> Result<Publication, Refusal> {
        let system = self.system;
        let old = match daring {
            Daring::Revise => self.revised()?,
            Daring::KeepOld | Daring::HideNew => self.unrevised(),
        };
        let values: Vec<Option<i64>> =
            (0..system.places.len()).map(|at| old[at].or(system.given[at]).or(system.truth[at])).collect();
        let sensitive: Vec<Option<Reason>> = (0..values.len()).map(|at| self.reason(at, &values)).collect();
        let locked = |at: usize| self.marks.get(&system.places[at]) == Some(&Mark::Hidden);
        let states: Vec<State> = (0..values.len())
            .map(|at| match (old[at], system.given[at], self.official(at), values[at]) {
                (Some(value), _, _, _) | (None, Some(value), _, _) | (None, None, Some(value), _) => {
                    State::Known(value)
                }
                (None, None, None, Some(value))
                    if system.offered[at]
                        && daring != Daring::HideNew
                        && sensitive[at].is_none()
                        && !locked(at) =>
                {
                    State::Open(value)
                }
                (None, None, None, _) => State::Hidden,
            })
            .collect();
        let mut search = Search::new(system, self.solver, states, &values, PROGRAMMES)?;
        self.hide_enough(&mut search, &sensitive, &old)?;
        self.show_again(&mut search, &sensitive, &old)?;
        let publication = self.printed(&search, &sensitive, &old);
        self.past_holds(&publication)?;
        Ok(publication)
    }

    fn unrevised(&self) -> Vec<Option<i64>> {
        (0..self.system.places.len()).map(|at| self.shown_before(at)).collect()
    }

    /// The earlier shown figures with what may be revised of them: all of it if their sums still agree, else one measure
    /// after another, as far as they do.
    fn revised(&self) -> Result<Vec<Option<i64>>, Refusal> {
        let new = history::revised(self.unit, self.system, self.marks);
        if self.agree(&new)? {
            return Ok(new);
        }
        let old = self.unrevised();
        let mut best = old.clone();
        for measure in &self.unit.measures {
            let mut wider = best.clone();
            for (at, place) in self.system.places.iter().enumerate() {
                if place.measure == measure.code {
                    wider[at] = new[at];
                }
            }
            let stands = |at| history::may_stand(self.unit, self.system, &old, &wider, at);
            if wider != best && (0..wider.len()).all(stands) && self.agree(&wider)? {
                best = wider;
            }
        }
        Ok(best)
    }

    /// Whether there is any table with these shown figures.
    fn agree(&self, shown: &[Option<i64>]) -> Result<bool, Refusal> {
        let known = |at: usize| shown[at].or(self.system.given[at]);
        let states = (0..shown.len()).map(|at| known(at).map_or(State::Hidden, State::Known)).collect();
        let values: Vec<Option<i64>> = (0..shown.len()).map(|at| known(at).or(self.system.truth[at])).collect();
        match Search::new(self.system, self.solver, states, &values, PROGRAMMES) {
            Ok(_) => Ok(true),
            Err(Refusal::Unprotectable(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn shown_before(&self, at: usize) -> Option<i64> {
        match self.marks.get(&self.system.places[at]) {
            Some(Mark::Shown(value)) => Some(i64::from(*value)),
            Some(Mark::Hidden) | None => None,
        }
    }

    /// What outsiders know from elsewhere. Where their figure differs from ours by a definition or a date, they are
    /// taken to know ours: never hidden behind either way.
    fn official(&self, at: usize) -> Option<i64> {
        let official = self.unit.official.get(&self.system.places[at])?;
        Some(self.system.truth[at].unwrap_or(i64::from(*official)))
    }

    fn k(&self, at: usize) -> i64 {
        let measure = self.unit.measure(&self.system.places[at].measure);
        measure.map_or(i64::MAX, |measure| i64::from(measure.threshold.k()))
    }

    fn is_sum(&self, at: usize) -> bool {
        let measure = self.unit.measure(&self.system.places[at].measure);
        measure.is_some_and(|measure| matches!(measure.counts, Counts::Sum { .. }))
    }

    /// The primary rule on the truth, and on what would be printed where an old denominator still stands.
    fn reason(&self, at: usize, values: &[Option<i64>]) -> Option<Reason> {
        let place = &self.system.places[at];
        if let Some(reason) = self.reasons.get(place) {
            return Some(*reason);
        }
        let whole = self.system.whole[at]?;
        let (part, total) = (values[at]?, values[whole]?);
        let measure = self.unit.measure(&place.measure)?;
        if !self.system.offered[at] {
            return None;
        }
        if part > total {
            return Some(Reason::SmallRest);
        }
        primary::part(part as u32, total as u32, measure.threshold, measure.harmless)
    }

    fn values_reason(&self, at: usize, table: &[i64]) -> Option<Reason> {
        let values: Vec<Option<i64>> = table.iter().map(|value| Some(*value)).collect();
        let measure = self.unit.measure(&self.system.places[at].measure)?;
        match self.system.whole[at] {
            None => primary::whole(table[at] as u32, measure.threshold),
            Some(_) => self.reason(at, &values),
        }
    }

    /// Wishes for everything hidden, until hiding calls for no more hiding; then the clean-up; then nothing hidden may be
    /// exact.
    fn hide_enough(
        &self,
        search: &mut Search<'_>,
        sensitive: &[Option<Reason>],
        old: &[Option<i64>],
    ) -> Result<(), Refusal> {
        let mut asked = BTreeSet::new();
        for _ in 0..ROUNDS {
            loop {
                let wishes = self.wishes(search, sensitive);
                let new: Vec<_> = wishes.into_iter().filter(|(_, wish)| asked.insert(*wish)).collect();
                if new.is_empty() {
                    break;
                }
                for (_, wish) in new {
                    self.grant(search, wish)?;
                }
            }
            search.clean_up(&self.secondary(search, sensitive, old))?;
            if !self.loosen(search, sensitive, old)? {
                return Ok(());
            }
        }
        Err(Refusal::TimeOut)
    }

    fn secondary(
        &self,
        search: &Search<'_>,
        sensitive: &[Option<Reason>],
        old: &[Option<i64>],
    ) -> Vec<usize> {
        let hidden = |at: &usize| {
            search.states[*at] == State::Hidden
                && self.system.offered[*at]
                && sensitive[*at].is_none()
                && old[*at].is_none()
                && self.marks.get(&self.system.places[*at]) != Some(&Mark::Hidden)
        };
        (0..search.states.len()).filter(hidden).collect()
    }

    /// What readers are not told: a figure that is not printed, and the complement of one where either is not.
    fn hidden(&self, search: &Search<'_>) -> Vec<Quantity> {
        let offered = |at: usize| self.system.offered[at] || self.marks.contains_key(&self.system.places[at]);
        let hides = |at: usize| search.states[at] == State::Hidden;
        let mut all = Vec::new();
        for at in 0..search.states.len() {
            if !offered(at) {
                // Never printed (a year of a pool): a few people are a few people all the same.
                all.extend(self.withheld(at).into_iter().filter(|quantity| {
                    let few = 0..self.k(at);
                    few.contains(&quantity.of(&search.base)) && quantity.of(&search.base) > 0 && hides(at)
                }));
                continue;
            }
            if hides(at) {
                all.push(Quantity { plus: at, minus: None });
            }
            if let Some(whole) = self.system.whole[at]
                && (hides(at) || hides(whole))
            {
                all.push(Quantity { plus: whole, minus: Some(at) });
            }
        }
        all
    }

    /// What a place that no table prints, but that has a figure, holds.
    fn withheld(&self, at: usize) -> Vec<Quantity> {
        if self.entry(at).is_none() || self.is_sum(at) {
            return Vec::new();
        }
        let whole = self.system.whole[at];
        let rest = whole.map(|whole| Quantity { plus: whole, minus: Some(at) });
        rest.into_iter().chain([Quantity { plus: at, minus: None }]).collect()
    }

    /// What everything hidden asks for, in the order of (value, coordinates).
    fn wishes(&self, search: &Search<'_>, sensitive: &[Option<Reason>]) -> Vec<(i64, Wish)> {
        let mut wishes = Vec::new();
        for quantity in self.hidden(search) {
            let figure = quantity.minus.unwrap_or(quantity.plus);
            let (value, k) = (quantity.of(&search.base), self.k(figure));
            let reason = sensitive[figure];
            let (more, less) = match (self.entry(figure), reason) {
                (Some(entry), Some(Reason::MeanOfFew | Reason::MeanDominated)) => {
                    let margin = i64::from(entry.largest.max(1));
                    (value + margin, value - margin)
                }
                (Some(entry), Some(Reason::FewAuthorities)) if self.few(quantity, entry.authorities) => {
                    (value.max(0) + k, value - k)
                }
                (Some(_) | None, Some(_) | None) if self.is_sum(figure) || value >= k => continue,
                (Some(_) | None, Some(_) | None) => (k, 1),
            };
            wishes.push((value, Wish::AtLeast(quantity, more)));
            wishes.push((value, Wish::AtMost(quantity, less.max(0))));
        }
        let places = &self.system.places;
        let key = |wish: Wish| {
            let quantity = wish.quantity();
            let figure = quantity.minus.unwrap_or(quantity.plus);
            (&places[figure].coordinates, &places[figure].measure, quantity.minus.is_some(), wish)
        };
        wishes.sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| key(*a).cmp(&key(*b))));
        wishes
    }

    fn entry(&self, at: usize) -> Option<super::cube::Figure> {
        match self.unit.entries.get(&self.system.places[at]) {
            Some(Entry::Value(figure)) => Some(*figure),
            Some(Entry::NotApplicable | Entry::Missing) | None => None,
        }
    }

    fn few(&self, quantity: Quantity, authorities: Option<Authorities>) -> bool {
        let single = |with| primary::authorities(Some(Authorities { with, without: None })).is_some();
        authorities.is_some_and(|of| match quantity.minus {
            None => single(of.with),
            Some(_) => of.without.is_some_and(single),
        })
    }

    /// Grants a wish as far as it can be: what outsiders could tell before anything was published is no leak of ours,
    /// and what was published earlier can no longer be hidden. That a figure may be as much as k is never given up.
    fn grant(&self, search: &mut Search<'_>, wish: Wish) -> Result<(), Refusal> {
        if search.grant(wish)? {
            return Ok(());
        }
        let quantity = wish.quantity();
        let (least, most) = self.known_anyway(quantity)?;
        let nearer = match wish {
            Wish::AtLeast(_, amount) if most < amount => Wish::AtLeast(quantity, most),
            Wish::AtMost(_, amount) if amount < least => Wish::AtMost(quantity, least),
            Wish::AtMost(..) if !self.marks.is_empty() => return Ok(()),
            Wish::AtLeast(..) | Wish::AtMost(..) => return Err(search.unprotectable(Some(quantity))),
        };
        match search.grant(nearer)? {
            true => Ok(()),
            false => Err(search.unprotectable(Some(quantity))),
        }
    }

    /// The interval that outside figures alone leave.
    fn known_anyway(&self, quantity: Quantity) -> Result<(i64, i64), Refusal> {
        let states: Vec<State> = (0..self.system.places.len())
            .map(|at| self.system.given[at].or(self.official(at)).map_or(State::Hidden, State::Known))
            .collect();
        let values: Vec<Option<i64>> = self.system.truth.clone();
        let mut bare = Search::new(self.system, self.solver, states, &values, PROGRAMMES)?;
        Ok((bare.limit_of(quantity, false)?, bare.limit_of(quantity, true)?))
    }

    /// Anything hidden that could be told exactly is shown, if it may be, or else loosened. `true` if anything changed
    /// that calls for another round.
    fn loosen(
        &self,
        search: &mut Search<'_>,
        sensitive: &[Option<Reason>],
        old: &[Option<i64>],
    ) -> Result<bool, Refusal> {
        let mut again = false;
        for quantity in self.hidden(search) {
            let told = |at: usize| search.states[at] != State::Hidden;
            let told = told(quantity.plus) && quantity.minus.is_none_or(told);
            if told || !search.exact(quantity)? {
                continue;
            }
            let secondary = self.secondary(search, sensitive, old);
            if quantity.minus.is_none() && secondary.contains(&quantity.plus) && search.show(quantity.plus)? {
                continue;
            }
            let value = quantity.of(&search.base);
            if quantity.minus.is_none()
                && secondary.contains(&quantity.plus)
                && self.values_reason(quantity.plus, &search.base).is_none()
            {
                // What was published earlier gives it away, at the value of that time: which is printed, and stands.
                search.states[quantity.plus] = State::Known(value);
                continue;
            }
            let more = Wish::AtLeast(quantity, value + 1);
            let less = Wish::AtMost(quantity, value - 1);
            let (least, most) = self.known_anyway(quantity)?;
            if least == most {
                continue;
            }
            if !search.grant(more)? && !search.grant(less)? {
                return Err(search.unprotectable(Some(quantity)));
            }
            again = true;
        }
        Ok(again)
    }

    /// What was hidden earlier, and need no longer be, is shown if everything verifies with it shown: all or nothing.
    fn show_again(
        &self,
        search: &mut Search<'_>,
        sensitive: &[Option<Reason>],
        old: &[Option<i64>],
    ) -> Result<(), Refusal> {
        let now: Vec<usize> = (0..search.states.len())
            .filter(|at| {
                search.states[*at] == State::Hidden
                    && self.system.offered[*at]
                    && sensitive[*at].is_none()
                    && self.marks.get(&self.system.places[*at]) == Some(&Mark::Hidden)
            })
            .collect();
        if now.is_empty() {
            return Ok(());
        }
        search.clean_up(&now)?;
        let mut exact = false;
        for quantity in self.hidden(search) {
            exact |= search.exact(quantity)?;
        }
        if exact || self.past_holds(&self.printed(search, sensitive, old)).is_err() {
            now.iter().for_each(|at| search.states[*at] = State::Hidden);
        }
        Ok(())
    }

    fn printed(
        &self,
        search: &Search<'_>,
        sensitive: &[Option<Reason>],
        old: &[Option<i64>],
    ) -> Publication {
        let mut cells = BTreeMap::new();
        let mut secondary = BTreeSet::new();
        for (at, place) in self.system.places.iter().enumerate() {
            let printed = match (old[at], self.unit.entries.get(place), search.states[at]) {
                (Some(value), _, _) => Printed::Value(value as u32),
                (None, _, _) if self.marks.contains_key(place) && !self.system.offered[at] => Printed::Suppressed,
                (None, Some(Entry::NotApplicable), _) => Printed::NotApplicable,
                (None, Some(Entry::Missing), _) => Printed::Missing,
                (None, None, _) => continue,
                (None, Some(Entry::Value(_)), _) if !self.system.offered[at] => continue,
                (None, Some(Entry::Value(_)), State::Hidden) => Printed::Suppressed,
                (None, Some(Entry::Value(_)), State::Known(value) | State::Open(value)) => {
                    let kept = self.marks.get(place) == Some(&Mark::Hidden) && search.states[at] == State::Known(value);
                    if sensitive[at].is_some() || kept { Printed::Suppressed } else { Printed::Value(value as u32) }
                }
            };
            if printed == Printed::Suppressed && !self.reasons.contains_key(place) {
                secondary.insert(place.clone());
            }
            let not_revised =
                matches!(printed, Printed::Value(value) if self.system.truth[at] != Some(i64::from(value)));
            cells.insert(place.clone(), Cell { printed, not_revised });
        }
        Publication { cells, reasons: self.reasons.clone(), secondary, programmes: search.programmes() }
    }

    /// With this publication out, everything hidden stays hidden at every earlier time too.
    fn past_holds(&self, publication: &Publication) -> Result<(), Refusal> {
        let mut history = self.history.clone();
        history.issues.push(publication.marks());
        let worlds = history.worlds();
        if worlds.len() < 2 {
            return Ok(());
        }
        for steps in worlds.iter().take(worlds.len() - 1) {
            self.world_holds(steps)?;
        }
        Ok(())
    }

    fn world_holds(&self, steps: &[BTreeMap<Place, u32>]) -> Result<(), Refusal> {
        let system = self.system;
        let mut states: Vec<State> = (0..system.places.len())
            .map(|at| system.given[at].or(self.official(at)).map_or(State::Hidden, State::Known))
            .collect();
        let mut agreed = None;
        for step in steps {
            let mut with = states.clone();
            for (place, value) in step {
                if let Ok(at) = system.places.binary_search(place) {
                    with[at] = State::Known(i64::from(*value));
                }
            }
            match Search::new(system, self.solver, with.clone(), &vec![None; with.len()], PROGRAMMES) {
                Ok(search) => agreed = Some(search),
                Err(Refusal::Unprotectable(_)) => break,
                Err(other) => return Err(other),
            }
            states = with;
        }
        let Some(mut search) = agreed else { return Ok(()) };
        for quantity in self.hidden(&search) {
            let wish = Wish::AtLeast(quantity, self.k(quantity.minus.unwrap_or(quantity.plus)));
            if !self.is_sum(quantity.plus) && !search.grant(wish)? && self.known_anyway(quantity)?.1 >= self.k(quantity.plus) {
                return Err(search.unprotectable(Some(quantity)));
            }
            if search.exact(quantity)? && self.known_anyway(quantity).is_ok_and(|(least, most)| least < most) {
                return Err(search.unprotectable(Some(quantity)));
            }
        }
        Ok(())
    }
}
