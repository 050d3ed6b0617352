//! What everything hidden asks for: that outsiders must reckon with k or more, and with 1 or less.

use super::attempt::Attempt;
use super::cube::Authorities;
use super::primary::{self, Reason};
use super::programme::{State, Wish};
use super::protect::PROGRAMMES;
use super::refusal::Refusal;
use super::suppress::Search;
use super::system::Quantity;

impl Attempt<'_> {
    /// What readers are not told: a figure that is not printed, and the complement of one where either is not.
    pub(super) fn hidden(&self, search: &Search<'_>) -> Vec<Quantity> {
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
    pub(super) fn withheld(&self, at: usize) -> Vec<Quantity> {
        if self.entry(at).is_none() || self.is_sum(at) {
            return Vec::new();
        }
        let whole = self.system.whole[at];
        let rest = whole.map(|whole| Quantity { plus: whole, minus: Some(at) });
        rest.into_iter().chain([Quantity { plus: at, minus: None }]).collect()
    }

    /// What everything hidden asks for, in the order of (value, coordinates).
    pub(super) fn wishes(&self, search: &Search<'_>, sensitive: &[Option<Reason>]) -> Vec<(i64, Wish)> {
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

    pub(super) fn few(&self, quantity: Quantity, authorities: Option<Authorities>) -> bool {
        let single = |with| primary::authorities(Some(Authorities { with, without: None })).is_some();
        authorities.is_some_and(|of| match quantity.minus {
            None => single(of.with),
            Some(_) => of.without.is_some_and(single),
        })
    }

    /// Grants a wish as far as it can be: what outsiders could tell before anything was published is no leak of ours,
    /// and what was published earlier can no longer be hidden. That a figure may be as much as k is never given up.
    pub(super) fn grant(&self, search: &mut Search<'_>, wish: Wish) -> Result<(), Refusal> {
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
    pub(super) fn known_anyway(&self, quantity: Quantity) -> Result<(i64, i64), Refusal> {
        let states: Vec<State> = (0..self.system.places.len())
            .map(|at| self.system.given[at].or(self.official(at)).map_or(State::Hidden, State::Known))
            .collect();
        let values: Vec<Option<i64>> = self.system.truth.clone();
        let mut bare = Search::new(self.system, self.solver, states, &values, PROGRAMMES)?;
        Ok((bare.limit_of(quantity, false)?, bare.limit_of(quantity, true)?))
    }
}
