//! With a new publication out, what is hidden stays hidden at every earlier time too: what is first shown now must not
//! give away what stood hidden beside the values of then.

use std::collections::BTreeMap;

use super::attempt::Attempt;
use super::cube::Place;
use super::programme::{State, Wish};
use super::protect::{PROGRAMMES, Publication};
use super::refusal::Refusal;
use super::suppress::Search;

impl Attempt<'_> {
    /// With this publication out, everything hidden stays hidden at every earlier time too.
    pub(super) fn past_holds(&self, publication: &Publication) -> Result<(), Refusal> {
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

    pub(super) fn world_holds(&self, steps: &[BTreeMap<Place, u32>]) -> Result<(), Refusal> {
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
            if !self.is_sum(quantity.plus)
                && !search.grant(wish)?
                && self.known_anyway(quantity)?.1 >= self.k(quantity.plus)
            {
                return Err(search.unprotectable(Some(quantity)));
            }
            if search.exact(quantity)? && self.known_anyway(quantity).is_ok_and(|(least, most)| least < most)
            {
                return Err(search.unprotectable(Some(quantity)));
            }
        }
        Ok(())
    }
}
