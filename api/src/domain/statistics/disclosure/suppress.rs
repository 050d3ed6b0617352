//! Secondary suppression by incremental linear programming.
//!
//! For each wish (a sensitive figure may be at least k; it may be at most 1) that no table found so far grants, the
//! cheapest programme says which further figures must be hidden, and its solution is kept as the wish's witness: a whole
//! table that an attacker cannot rule out. What is hidden only grows, so witnesses stay good. Then a clean-up tries to
//! show each figure again, dearest first. One thread, a fixed order: the same input is the same bytes.

use super::cube::Place;
use super::probe::{Answer, Probe};
use super::programme::{Aim, State, Wish, build};
use super::refusal::Refusal;
use super::solver::Solver;
use super::system::{Quantity, System};
use super::tableau::Outcome;

/// How often a solution is made sparser before its figures are hidden.
const SPARSER: usize = 3;

/// The search for what more to hide.
pub struct Search<'a> {
    system: &'a System,
    solver: &'a dyn Solver,
    /// What outsiders know of each variable.
    pub states: Vec<State>,
    /// A table in which every shown figure stands as published: the truth, or the closest that agrees with what was
    /// published before.
    pub base: Vec<i64>,
    /// What is or would be printed.
    values: Vec<Option<i64>>,
    /// What hiding each variable costs.
    price: Vec<f64>,
    wishes: Vec<Wish>,
    /// For which wish each figure was hidden: the likeliest to forbid showing it again, so it is asked first.
    because: Vec<Option<Wish>>,
    witnesses: Vec<Vec<i64>>,
    /// What is hidden, ready to be asked; none while that has changed.
    probe: Option<Probe>,
    most: i64,
    programmes: u32,
    limit: u32,
}

impl<'a> Search<'a> {
    /// A search from these states. `values` are what is or would be printed at each place; where nobody has a figure,
    /// `None`.
    pub fn new(
        system: &'a System,
        solver: &'a dyn Solver,
        states: Vec<State>,
        values: &[Option<i64>],
        limit: u32,
    ) -> Result<Self, Refusal> {
        let largest = values.iter().flatten().max().copied().unwrap_or(0);
        let price = (0..states.len())
            .map(|at| {
                let whole = if system.whole[at].is_none() { 1.5 } else { 1.0 };
                whole * (1.0 + 0.5 * f64::from(system.height[at]))
            })
            .collect();
        let mut search = Search {
            system,
            solver,
            states,
            values: values.to_vec(),
            because: vec![None; values.len()],
            base: values.iter().map(|value| value.unwrap_or(0)).collect(),
            price,
            wishes: Vec::new(),
            witnesses: Vec::new(),
            probe: None,
            most: 4 * largest + 1_000,
            programmes: 0,
            limit,
        };
        search.agree()?;
        Ok(search)
    }

    /// How many programmes were solved.
    pub fn programmes(&self) -> u32 {
        self.programmes
    }

    /// Where the truth does not agree with what was published before, hide the least that keeps a table possible in
    /// which everything shown holds.
    fn agree(&mut self) -> Result<(), Refusal> {
        let shown = |(state, value): (&State, &i64)| match state {
            State::Known(known) | State::Open(known) => known == value,
            State::Hidden => true,
        };
        if self.system.holds(&self.base) && self.states.iter().zip(&self.base).all(shown) {
            return Ok(());
        }
        let table = self.solve(None, None)?.ok_or_else(|| self.unprotectable(None))?;
        self.hide_changed(&table);
        self.base = table;
        Ok(())
    }

    /// Grants a wish, hiding more where it must. `false` where nothing that may be hidden would grant it.
    pub fn grant(&mut self, wish: Wish) -> Result<bool, Refusal> {
        if !self.granted(wish) {
            if let Some(table) = self.witness(wish)? {
                self.witnesses.push(table);
                self.wishes.push(wish);
                return Ok(true);
            }
            let Some(table) = self.cheapest(wish)? else { return Ok(false) };
            self.changed(&table).into_iter().for_each(|at| self.because[at] = Some(wish));
            self.hide_changed(&table);
            self.witnesses.push(table);
        }
        self.wishes.push(wish);
        Ok(true)
    }

    fn granted(&self, wish: Wish) -> bool {
        wish.granted(&self.base) || self.witnesses.iter().any(|table| wish.granted(table))
    }

    /// The cheapest table for a wish, made sparser: figures that change little are priced out, one round after another.
    fn cheapest(&mut self, wish: Wish) -> Result<Option<Vec<i64>>, Refusal> {
        // The denominators stay as they are where that is enough, which is nearly always and much faster.
        let Quantity { plus, minus } = wish.quantity();
        let whole = if minus.is_some() { Some(plus) } else { self.system.whole[plus] };
        let mut ways = Vec::with_capacity(2);
        if whole.is_some_and(|whole| self.states[whole] != State::Hidden) {
            ways.push(self.price_where(|system, at| system.whole[at].is_some()));
        }
        ways.push(self.price_where(|_, _| true));
        let mut best = None;
        for prices in ways {
            best = self.solve(Some(wish), Some(&prices))?;
            if best.is_some() {
                break;
            }
        }
        let Some(mut best) = best else { return Ok(None) };
        for _ in 0..SPARSER {
            let changed = self.changed(&best);
            if changed.len() < 2 {
                break;
            }
            let mut prices = vec![f64::INFINITY; self.price.len()];
            for at in &changed {
                prices[*at] = self.price[*at] / (0.5 + (best[*at] - self.base[*at]).abs() as f64);
            }
            let Some(table) = self.solve(Some(wish), Some(&prices))? else { break };
            if self.cost(&self.changed(&table)) >= self.cost(&changed) {
                break;
            }
            best = table;
        }
        Ok(Some(best))
    }

    fn price_where(&self, may: impl Fn(&System, usize) -> bool) -> Vec<f64> {
        let price = |at: usize| if may(self.system, at) { self.price[at] } else { f64::INFINITY };
        (0..self.price.len()).map(price).collect()
    }

    fn cost(&self, of: &[usize]) -> f64 {
        of.iter().map(|at| self.price[*at]).sum()
    }

    /// The shown figures that a table changes.
    fn changed(&self, table: &[i64]) -> Vec<usize> {
        let moved = |at: &usize| matches!(self.states[*at], State::Open(value) if value != table[*at]);
        (0..table.len()).filter(moved).collect()
    }

    fn hide_changed(&mut self, table: &[i64]) {
        self.changed(table).into_iter().for_each(|at| self.states[at] = State::Hidden);
        self.probe = None;
    }

    /// Shows a hidden figure again if every wish can still be granted.
    pub fn show(&mut self, at: usize) -> Result<bool, Refusal> {
        let value = self.base[at];
        if self.values[at] != Some(value) {
            return Ok(false);
        }
        let kept: Vec<Vec<i64>> = self.witnesses.iter().filter(|table| table[at] == value).cloned().collect();
        let probe =
            self.probe.take().or_else(|| Probe::new(self.system, &self.states, &self.base, self.most));
        let fixed =
            probe.clone().and_then(|mut probe| (probe.fix(at, value) == Outcome::Reached).then_some(probe));
        let before = std::mem::replace(&mut self.witnesses, kept);
        self.states[at] = State::Open(value);
        self.probe = fixed;
        let wishes = std::mem::take(&mut self.wishes);
        let mut granted = true;
        for wish in self.because[at].iter().chain(&wishes) {
            if !self.granted(*wish) {
                // Where the probe is not sure the figure stays hidden: that errs on the safe side, and is fast.
                let answer = self.probe.as_mut().map(|probe| probe.ask(*wish, &self.base));
                match answer {
                    Some(Answer::Table(table)) if self.system.holds(&table) && wish.granted(&table) => {
                        self.witnesses.push(table);
                    }
                    Some(Answer::Table(_) | Answer::Unsure | Answer::Never) | None => {
                        granted = false;
                        break;
                    }
                }
            }
        }
        self.wishes = wishes;
        if !granted {
            self.states[at] = State::Hidden;
            self.witnesses = before;
            self.probe = probe;
        }
        Ok(granted)
    }

    /// A table for a wish with nothing more hidden: from the probe, or from the solver where the probe is not sure.
    fn witness(&mut self, wish: Wish) -> Result<Option<Vec<i64>>, Refusal> {
        if self.probe.is_none() {
            self.probe = Probe::new(self.system, &self.states, &self.base, self.most);
        }
        match self.probe.as_mut().map(|probe| probe.ask(wish, &self.base)) {
            Some(Answer::Table(table)) if self.system.holds(&table) && wish.granted(&table) => {
                Ok(Some(table))
            }
            Some(Answer::Never) => Ok(None),
            Some(Answer::Table(_) | Answer::Unsure) | None => self.solve(Some(wish), None),
        }
    }

    /// Tries to show again what was hidden for others' sake, dearest first.
    pub fn clean_up(&mut self, secondary: &[usize]) -> Result<(), Refusal> {
        let mut order: Vec<usize> = secondary.to_vec();
        order.sort_by(|one, other| {
            let dearness = |at: usize| (self.price[at], self.base[at]);
            dearness(*other)
                .partial_cmp(&dearness(*one))
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(one.cmp(other))
        });
        for at in order {
            if self.states[at] == State::Hidden {
                self.show(at)?;
            }
        }
        Ok(())
    }

    /// Whether outsiders could tell this quantity exactly.
    pub fn exact(&mut self, quantity: Quantity) -> Result<bool, Refusal> {
        let value = quantity.of(&self.base);
        if self.witnesses.iter().any(|table| quantity.of(table) != value) {
            return Ok(false);
        }
        for wish in [Wish::AtLeast(quantity, value + 1), Wish::AtMost(quantity, value - 1)] {
            if let Some(table) = self.witness(wish)? {
                self.witnesses.push(table);
                self.wishes.push(wish);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A table of whole numbers for the wish, checked in whole numbers. Without prices nothing more may be hidden,
    /// except that the first table of all may change whatever is open.
    fn solve(&mut self, wish: Option<Wish>, prices: Option<&[f64]>) -> Result<Option<Vec<i64>>, Refusal> {
        let aim = match (wish, prices) {
            (_, Some(prices)) => Aim::Price(prices),
            (None, None) => Aim::Price(&self.price),
            (Some(_), None) => Aim::Any,
        };
        let Some(mut built) = build(self.system, &self.states, wish, aim, self.most) else { return Ok(None) };
        loop {
            self.programmes += 1;
            if self.programmes > self.limit {
                return Err(Refusal::TimeOut);
            }
            let Some(solution) = self.solver.minimise(&built.programme)? else { return Ok(None) };
            let (table, whole) = built.table(&solution, &self.base);
            if whole && self.system.holds(&table) && wish.is_none_or(|wish| wish.granted(&table)) {
                return Ok(Some(table));
            }
            if built.programme.whole {
                return Err(Refusal::Solver("a table that does not hold".to_owned()));
            }
            built.programme.whole = true;
        }
    }

    /// The most (or the least) that a quantity can be, all open figures staying as they are.
    pub fn limit_of(&mut self, quantity: Quantity, most: bool) -> Result<i64, Refusal> {
        let aim = Aim::Least(quantity, most);
        let built = build(self.system, &self.states, None, aim, self.most);
        let solution = match &built {
            Some(built) => self.solver.minimise(&built.programme)?,
            None => None,
        };
        let (Some(built), Some(solution)) = (built, solution) else {
            return Err(self.unprotectable(Some(quantity)));
        };
        Ok(quantity.of(&built.table(&solution, &self.base).0))
    }

    /// The refusal for a quantity that cannot be protected.
    pub fn unprotectable(&self, quantity: Option<Quantity>) -> Refusal {
        let nowhere = Place { measure: String::new(), coordinates: Default::default() };
        Refusal::Unprotectable(quantity.map_or(nowhere, |quantity| self.system.places[quantity.plus].clone()))
    }
}
