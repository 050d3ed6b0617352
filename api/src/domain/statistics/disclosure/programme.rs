//! From the system, what is hidden and one wish, to a linear programme.
//!
//! Only what hangs together with the wish enters: known figures are constants, rows with one unknown left become its
//! limits. An open figure that may be hidden at a price is its value plus a rise minus a fall, each at that price.

use super::solver::{Column, Compare, Programme, Row};
use super::system::{Quantity, System};

/// What outsiders know of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They know it, whatever is published.
    Known(i64),
    /// It is shown, and may be hidden.
    Open(i64),
    /// It is hidden, or not published.
    Hidden,
}

/// A quantity that ought to be able to be this much, or this little, for all that outsiders can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// There is a table in which it is at least so much.
    AtLeast(Quantity, i64),
    /// There is a table in which it is at most so much.
    AtMost(Quantity, i64),
}

impl Wish {
    /// The quantity.
    pub fn quantity(self) -> Quantity {
        match self {
            Wish::AtLeast(quantity, _) | Wish::AtMost(quantity, _) => quantity,
        }
    }

    /// Whether a table grants it.
    pub fn granted(self, table: &[i64]) -> bool {
        match self {
            Wish::AtLeast(quantity, amount) => quantity.of(table) >= amount,
            Wish::AtMost(quantity, amount) => quantity.of(table) <= amount,
        }
    }
}

/// What is minimised.
#[derive(Clone, Copy, Debug)]
pub enum Aim<'a> {
    /// The price of what more must be hidden: what one unit of change costs at each variable; where that is not finite,
    /// it stays as it is.
    Price(&'a [f64]),
    /// Nothing: any table will do; open figures stay as they are.
    Any,
    /// The quantity itself (or its negative); open figures stay as they are.
    Least(Quantity, bool),
}

/// How a variable enters a programme.
#[derive(Clone, Copy, Debug)]
enum Part {
    Constant(i64),
    Free(usize),
    Split(i64, usize, usize),
}

/// A programme with the way back to the figures.
pub struct Built {
    /// To be solved.
    pub programme: Programme,
    parts: Vec<(usize, Part)>,
}

impl Built {
    /// The solution laid over a table, rounded; and whether it was whole.
    pub fn table(&self, solution: &[f64], base: &[i64]) -> (Vec<i64>, bool) {
        let mut table = base.to_vec();
        let mut whole = true;
        for (variable, part) in &self.parts {
            let exact = match part {
                Part::Constant(value) => *value as f64,
                Part::Free(column) => solution[*column],
                Part::Split(value, rise, fall) => *value as f64 + solution[*rise] - solution[*fall],
            };
            whole &= (exact - exact.round()).abs() < 1e-6;
            table[*variable] = exact.round() as i64;
        }
        (table, whole)
    }
}

/// The programme for a wish, or for the whole system where there is none; `None` if limits alone rule it out.
pub fn build(
    system: &System,
    states: &[State],
    wish: Option<Wish>,
    aim: Aim<'_>,
    most: i64,
) -> Option<Built> {
    let mut builder = Builder {
        system,
        parts: vec![None; states.len()],
        columns: Vec::new(),
        rows: Vec::new(),
        touched: Vec::new(),
        possible: true,
    };
    let priced = |at: usize| match aim {
        Aim::Price(costs) if costs[at].is_finite() => Some(costs[at]),
        Aim::Price(_) | Aim::Any | Aim::Least(..) => None,
    };
    builder.reach(
        states,
        wish.or(match aim {
            Aim::Least(quantity, _) => Some(Wish::AtLeast(quantity, 0)),
            Aim::Price(_) | Aim::Any => None,
        }),
        priced,
        most,
    );
    builder.relate();
    if let Some(wish) = wish {
        let quantity = wish.quantity();
        let mut terms = vec![(quantity.plus, 1)];
        terms.extend(quantity.minus.map(|minus| (minus, -1)));
        match wish {
            Wish::AtLeast(_, amount) => builder.row(&terms, Compare::AtLeast, amount),
            Wish::AtMost(_, amount) => builder.row(&terms, Compare::AtMost, amount),
        }
    }
    if let Aim::Least(quantity, negative) = aim {
        let sign = if negative { -1.0 } else { 1.0 };
        builder.charge(quantity.plus, sign);
        quantity.minus.into_iter().for_each(|minus| builder.charge(minus, -sign));
    }
    builder.possible.then(|| Built {
        programme: Programme { columns: builder.columns, rows: builder.rows, whole: false },
        parts: builder.touched.iter().filter_map(|at| builder.parts[*at].map(|part| (*at, part))).collect(),
    })
}

struct Builder<'a> {
    system: &'a System,
    parts: Vec<Option<Part>>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    touched: Vec<usize>,
    possible: bool,
}

impl Builder<'_> {
    /// Everything that hangs together with the wish through what is not known.
    fn reach(
        &mut self,
        states: &[State],
        wish: Option<Wish>,
        priced: impl Fn(usize) -> Option<f64>,
        most: i64,
    ) {
        let mut stack: Vec<usize> = match wish.map(Wish::quantity) {
            Some(quantity) => quantity.minus.into_iter().chain([quantity.plus]).collect(),
            None => (0..states.len()).rev().collect(),
        };
        let mut sums = vec![false; self.system.sums.len()];
        while let Some(at) = stack.pop() {
            if self.parts[at].is_some() {
                continue;
            }
            self.touched.push(at);
            self.parts[at] = Some(match (states[at], priced(at)) {
                (State::Known(value), _) | (State::Open(value), None) => Part::Constant(value),
                (State::Hidden, _) => Part::Free(self.column(0, most, 0.0)),
                (State::Open(value), Some(price)) => {
                    let rise = self.column(0, most, price);
                    Part::Split(value, rise, self.column(0, value, price))
                }
            });
            if matches!(self.parts[at], Some(Part::Constant(_))) {
                continue;
            }
            for sum in &self.system.sums_of[at] {
                if !std::mem::replace(&mut sums[*sum], true) {
                    stack.push(self.system.sums[*sum].parent);
                    stack.extend(self.system.sums[*sum].children.iter().rev());
                }
            }
            for bound in &self.system.bounds_of[at] {
                let (small, large) = self.system.bounds[*bound];
                stack.extend([large, small]);
            }
        }
        self.touched.sort_unstable();
    }

    fn column(&mut self, low: i64, high: i64, cost: f64) -> usize {
        self.columns.push(Column { low: low as f64, high: high as f64, cost });
        self.columns.len() - 1
    }

    fn charge(&mut self, at: usize, cost: f64) {
        if let Some(Part::Free(column)) = self.parts[at] {
            self.columns[column].cost += cost;
        }
    }

    /// The sums and bounds among what was reached.
    fn relate(&mut self) {
        let system = self.system;
        for sum in &system.sums {
            if self.parts[sum.parent].is_some()
                && sum.children.iter().all(|child| self.parts[*child].is_some())
            {
                let mut terms = vec![(sum.parent, 1)];
                terms.extend(sum.children.iter().map(|child| (*child, -1)));
                self.row(&terms, Compare::Equal, 0);
            }
        }
        for (small, large) in &system.bounds {
            if self.parts[*small].is_some() && self.parts[*large].is_some() {
                self.row(&[(*small, 1), (*large, -1)], Compare::AtMost, 0);
            }
        }
    }

    /// A condition; one with a single unknown becomes its limits.
    fn row(&mut self, terms: &[(usize, i64)], compare: Compare, amount: i64) {
        let mut amount = amount;
        let mut unknown = Vec::with_capacity(terms.len() + 2);
        let mut free = None;
        let mut count = 0;
        for (at, times) in terms {
            match self.parts[*at] {
                None => return,
                Some(Part::Constant(value)) => amount -= times * value,
                Some(Part::Free(column)) => {
                    count += 1;
                    free = Some((column, None, *times));
                    unknown.push((column, *times as f64));
                }
                Some(Part::Split(value, rise, fall)) => {
                    count += 1;
                    amount -= times * value;
                    free = Some((rise, Some(fall), *times));
                    unknown.push((rise, *times as f64));
                    unknown.push((fall, -*times as f64));
                }
            }
        }
        match free {
            None => {
                self.possible &= match compare {
                    Compare::Equal => amount == 0,
                    Compare::AtMost => 0 <= amount,
                    Compare::AtLeast => 0 >= amount,
                }
            }
            Some((rise, fall, times)) if count == 1 => {
                // rise − fall (or the figure itself) compared with amount × times, where times is ±1.
                let limit = (amount * times) as f64;
                let upper = compare == Compare::Equal || (compare == Compare::AtMost) == (times > 0);
                let lower = compare == Compare::Equal || !upper;
                if upper {
                    self.at_most(rise, fall, limit);
                }
                if lower {
                    self.at_least(rise, fall, limit);
                }
            }
            Some(_) => self.rows.push(Row { terms: unknown, compare, amount: amount as f64 }),
        }
    }

    fn at_most(&mut self, rise: usize, fall: Option<usize>, limit: f64) {
        match fall {
            Some(fall) if limit < 0.0 => {
                self.columns[fall].low = self.columns[fall].low.max(-limit);
                self.columns[rise].high = 0.0;
            }
            Some(_) | None => self.columns[rise].high = self.columns[rise].high.min(limit),
        }
        self.check(rise, fall);
    }

    fn at_least(&mut self, rise: usize, fall: Option<usize>, limit: f64) {
        match fall {
            Some(fall) if limit < 0.0 => self.columns[fall].high = self.columns[fall].high.min(-limit),
            Some(fall) if limit > 0.0 => {
                self.columns[rise].low = self.columns[rise].low.max(limit);
                self.columns[fall].high = 0.0;
            }
            Some(fall) => self.columns[fall].high = 0.0,
            None => self.columns[rise].low = self.columns[rise].low.max(limit),
        }
        self.check(rise, fall);
    }

    fn check(&mut self, rise: usize, fall: Option<usize>) {
        let crossed = |column: Column| column.low > column.high;
        self.possible &= !crossed(self.columns[rise]) && fall.is_none_or(|fall| !crossed(self.columns[fall]));
    }
}
