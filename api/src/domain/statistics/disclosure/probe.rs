//! What is hidden now, as small systems that can be asked again and again whether a wish is still granted. Each part
//! hangs together through what is hidden; between two parts nothing does.

use super::programme::{State, Wish};
use super::system::{Quantity, System};
use super::tableau::{Condition, Outcome, Tableau};

/// So many branches for a table in whole numbers, and the solver is asked.
const BRANCHES: usize = 16;

/// The hidden figures, ready to be asked.
#[derive(Clone, Debug)]
pub struct Probe {
    /// For each hidden variable its part and column.
    column: Vec<Option<(usize, usize)>>,
    parts: Vec<Tableau>,
}

/// What a probe answers.
pub enum Answer {
    /// A table that grants the wish.
    Table(Vec<i64>),
    /// A table would not be in whole numbers, or took too long: ask the solver.
    Unsure,
    /// No table grants it.
    Never,
}

impl Probe {
    /// From what is hidden; shown figures stand as in `base`, which must be a table. `most` limits what nothing else
    /// limits. `None` where the solver must do.
    pub fn new(system: &System, states: &[State], base: &[i64], most: i64) -> Option<Self> {
        let hidden = |at: usize| states[at] == State::Hidden;
        let mut lead: Vec<usize> = (0..states.len()).collect();
        let sums = || {
            system.sums.iter().map(|sum| {
                let children = sum.children.iter().map(|child| (*child, -1.0));
                (children.chain([(sum.parent, 1.0)]).collect::<Vec<_>>(), false)
            })
        };
        let bounds =
            || system.bounds.iter().map(|(small, large)| (vec![(*small, 1.0), (*large, -1.0)], true));
        let lines: Vec<(Vec<(usize, f64)>, bool)> =
            sums().chain(bounds()).filter(|(terms, _)| terms.iter().any(|(at, _)| hidden(*at))).collect();
        let pairs = system.whole.iter().enumerate().filter_map(|(at, whole)| Some((at, (*whole)?)));
        for (one, other) in pairs.filter(|(one, other)| hidden(*one) && hidden(*other)) {
            join(&mut lead, one, other);
        }
        for (terms, _) in &lines {
            let mut unknown = terms.iter().map(|(at, _)| *at).filter(|at| hidden(*at));
            let Some(first) = unknown.next() else { continue };
            unknown.for_each(|at| join(&mut lead, first, at));
        }
        let mut column = vec![None; states.len()];
        let mut part_of = vec![None; states.len()];
        let mut widths: Vec<usize> = Vec::new();
        for at in (0..states.len()).filter(|at| hidden(*at)) {
            let leader = find(&mut lead, at);
            let part = *part_of[leader].get_or_insert_with(|| {
                widths.push(0);
                widths.len() - 1
            });
            column[at] = Some((part, widths[part]));
            widths[part] += 1;
        }
        let mut conditions: Vec<Vec<Condition>> = widths.iter().map(|_| Vec::new()).collect();
        let mut limited = vec![false; states.len()];
        system.sums.iter().flat_map(|sum| &sum.children).for_each(|child| limited[*child] = true);
        let tops =
            (0..states.len()).filter(|at| hidden(*at) && !limited[*at]).map(|at| (vec![(at, 1.0)], true));
        let tops: Vec<_> = tops.collect();
        for (is_top, (terms, slack)) in
            lines.into_iter().map(|line| (false, line)).chain(tops.into_iter().map(|line| (true, line)))
        {
            let mut amount = if is_top { most as f64 } else { 0.0 };
            let (mut own, mut open) = (0, Vec::with_capacity(terms.len() + 1));
            for (at, times) in terms {
                match column[at] {
                    Some((part, column)) => {
                        own = part;
                        open.push((column, times));
                    }
                    None => amount -= times * base[at] as f64,
                }
            }
            if slack {
                open.push((widths[own], 1.0));
                widths[own] += 1;
            }
            conditions[own].push(Condition { terms: open, amount });
        }
        let mut parts = Vec::with_capacity(widths.len());
        for (width, conditions) in widths.into_iter().zip(conditions) {
            let mut tableau = Tableau::new(width);
            for condition in conditions {
                if tableau.require(&condition) != Outcome::Reached {
                    return None;
                }
            }
            parts.push(tableau);
        }
        Some(Probe { column, parts })
    }

    /// A hidden figure is shown again, with this value.
    pub fn fix(&mut self, at: usize, value: i64) -> Outcome {
        let Some((part, column)) = self.column[at] else { return Outcome::Reached };
        self.parts[part].require(&Condition { terms: vec![(column, 1.0)], amount: value as f64 })
    }

    /// Whether a wish is granted; the table is `base` outside the wish's part.
    pub fn ask(&mut self, wish: Wish, base: &[i64]) -> Answer {
        let Quantity { plus, minus } = wish.quantity();
        let (sign, wanted) = match wish {
            Wish::AtLeast(_, amount) => (1.0, amount),
            Wish::AtMost(_, amount) => (-1.0, -amount),
        };
        let mut wanted = wanted as f64;
        let (mut own, mut terms) = (None, Vec::new());
        for (at, times) in [(Some(plus), sign), (minus, -sign)] {
            let Some(at) = at else { continue };
            match self.column[at] {
                Some((part, column)) => {
                    own = Some(part);
                    terms.push((column, times));
                }
                None => wanted -= times * base[at] as f64,
            }
        }
        let Some(own) = own else {
            return if wanted <= 0.0 { Answer::Table(base.to_vec()) } else { Answer::Never };
        };
        match self.parts[own].reach(&terms, wanted) {
            Outcome::Impossible => return Answer::Never,
            Outcome::GaveUp => return Answer::Unsure,
            Outcome::Reached => {}
        }
        let mut values = self.parts[own].values();
        if broken(&values).is_some() {
            let mut narrowed = self.parts[own].clone();
            let at = narrowed.widen(1);
            terms.push((at, -1.0));
            let mut left = BRANCHES;
            match narrowed.require(&Condition { terms, amount: wanted }) {
                Outcome::Reached => {}
                Outcome::Impossible | Outcome::GaveUp => return Answer::Unsure,
            }
            match whole(&narrowed, &mut left) {
                Some(found) => values = found,
                None => return Answer::Unsure,
            }
        }
        let mut table = base.to_vec();
        for (at, column) in self.column.iter().enumerate() {
            if let Some((part, column)) = column
                && *part == own
            {
                table[at] = values[*column].round() as i64;
            }
        }
        Answer::Table(table)
    }
}

fn broken(values: &[f64]) -> Option<(usize, f64)> {
    values.iter().copied().enumerate().find(|(_, value)| (value - value.round()).abs() > 1e-6)
}

/// Values in whole numbers: one broken figure after another is set to the whole number next to it, the nearer first.
/// None where that does not lead there, which is no proof that there are none.
fn whole(tableau: &Tableau, left: &mut usize) -> Option<Vec<f64>> {
    let values = tableau.values();
    let Some((column, value)) = broken(&values) else { return Some(values) };
    let mut ways = [value.floor(), value.ceil()];
    if value.round() > value {
        ways.reverse();
    }
    ways.into_iter().find_map(|amount| {
        *left = left.checked_sub(1)?;
        let mut next = tableau.clone();
        match next.require(&Condition { terms: vec![(column, 1.0)], amount }) {
            Outcome::Reached => whole(&next, left),
            Outcome::Impossible | Outcome::GaveUp => None,
        }
    })
}

fn find(lead: &mut [usize], at: usize) -> usize {
    let mut at = at;
    while lead[at] != at {
        lead[at] = lead[lead[at]];
        at = lead[at];
    }
    at
}

fn join(lead: &mut [usize], one: usize, other: usize) {
    let (one, other) = (find(lead, one), find(lead, other));
    lead[one.max(other)] = one.min(other);
}
