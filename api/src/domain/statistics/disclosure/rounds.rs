//! The rounds of an attempt: hide until hiding calls for no more hiding, show again what need not be hidden, and leave
//! nothing hidden that could be told exactly.

use std::collections::BTreeSet;

use super::attempt::Attempt;
use super::history::Mark;
use super::primary::Reason;
use super::programme::{State, Wish};
use super::refusal::Refusal;
use super::suppress::Search;

/// How often hiding for the sake of what was hidden may go round.
const ROUNDS: usize = 8;

impl Attempt<'_> {
    /// Wishes for everything hidden, until hiding calls for no more hiding; then the clean-up; then nothing hidden may be
    /// exact.
    pub(super) fn hide_enough(
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

    pub(super) fn secondary(
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

    /// Anything hidden that could be told exactly is shown, if it may be, or else loosened. `true` if anything changed
    /// that calls for another round.
    pub(super) fn loosen(
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
    pub(super) fn show_again(
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
}
