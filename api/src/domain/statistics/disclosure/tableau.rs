//! A small dense simplex that keeps its basis between questions. The suppression asks hundreds of times whether one and
//! the same small system still allows this or that, one condition more or less; starting each answer where the last one
//! ended is ten times faster than solving anew. Checked against [`super::solver`] in the tests; whoever asks checks every
//! table in whole numbers.

/// Smaller than this is rounding noise.
const NOISE: f64 = 1e-9;
/// A number on which a step may rest.
const FIRM: f64 = 1e-7;
/// So many steps without gain, and a rule takes over that cannot circle.
const PATIENCE: usize = 40;
/// So many steps for one question.
const STEPS: usize = 20_000;

/// A condition: Σ times × variable = amount, where no variable is below zero.
pub struct Condition {
    /// Variable and times.
    pub terms: Vec<(usize, f64)>,
    /// The amount.
    pub amount: f64,
}

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As asked.
    Reached,
    /// It cannot be.
    Impossible,
    /// Too many steps, or no limit where there ought to be one.
    GaveUp,
}

/// Conditions with a basis that meets them.
#[derive(Clone, Debug)]
pub struct Tableau {
    width: usize,
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
}

impl Tableau {
    /// Without conditions, over so many variables.
    pub fn new(width: usize) -> Self {
        Tableau { width, rows: Vec::new(), basis: Vec::new() }
    }

    /// Adds variables that no condition knows yet; the number of the first.
    pub fn widen(&mut self, by: usize) -> usize {
        let first = self.width;
        self.width += by;
        for row in &mut self.rows {
            let amount = row[first];
            row[first] = 0.0;
            row.resize(self.width + 1, 0.0);
            row[self.width] = amount;
        }
        first
    }

    /// Adds a condition and mends the basis. After anything but `Reached` the tableau is of no use.
    pub fn require(&mut self, condition: &Condition) -> Outcome {
        let mut row = vec![0.0; self.width + 1];
        condition.terms.iter().for_each(|(variable, times)| row[*variable] += times);
        row[self.width] = condition.amount;
        for (basic, other) in self.basis.iter().zip(&self.rows) {
            let times = row[*basic];
            if times != 0.0 {
                row.iter_mut().zip(other).for_each(|(entry, other)| *entry = tidy(*entry - times * other));
                row[*basic] = 0.0;
            }
        }
        if row[self.width] < 0.0 {
            row.iter_mut().for_each(|entry| *entry = -*entry);
        }
        let gains = row[..self.width].to_vec();
        let missing = row[self.width];
        self.rows.push(row);
        self.basis.push(self.width);
        let added = self.rows.len() - 1;
        let outcome = if missing > FIRM { self.climb(gains, missing) } else { Outcome::Reached };
        if outcome != Outcome::Reached {
            return outcome;
        }
        // What stood in for the condition leaves the basis; where it cannot, the condition said nothing new.
        if let Some(at) = (0..=added).find(|at| self.basis[*at] == self.width) {
            let best = (0..self.width)
                .filter(|column| self.rows[at][*column].abs() > 1e-7)
                .max_by(|one, other| self.rows[at][*one].abs().total_cmp(&self.rows[at][*other].abs()));
            match best {
                Some(column) => self.pivot(at, column),
                None => {
                    self.rows.swap_remove(at);
                    self.basis.swap_remove(at);
                }
            }
        }
        Outcome::Reached
    }

    /// Steps until Σ times × variable is at least the amount.
    pub fn reach(&mut self, of: &[(usize, f64)], amount: f64) -> Outcome {
        let mut gains = vec![0.0; self.width + 1];
        of.iter().for_each(|(variable, times)| gains[*variable] += times);
        for (basic, row) in self.basis.iter().zip(&self.rows) {
            let times = gains[*basic];
            if times != 0.0 {
                gains.iter_mut().zip(row).for_each(|(gain, entry)| *gain -= times * entry);
                gains[*basic] = 0.0;
            }
        }
        // The last entry is now the negative of what the sum is at present.
        let missing = amount + gains[self.width];
        gains.truncate(self.width);
        if missing <= FIRM { Outcome::Reached } else { self.climb(gains, missing) }
    }

    /// The values of the present vertex.
    pub fn values(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.width];
        for (basic, row) in self.basis.iter().zip(&self.rows) {
            if let Some(value) = values.get_mut(*basic) {
                *value = row[self.width];
            }
        }
        values
    }

    /// Steps uphill until so much is gained; `gains` is what one of each variable would gain.
    fn climb(&mut self, mut gains: Vec<f64>, mut missing: f64) -> Outcome {
        let mut idle = 0;
        for _ in 0..STEPS {
            let column = if idle > PATIENCE {
                gains.iter().position(|gain| *gain > FIRM)
            } else {
                let most = |best: Option<usize>, column: usize| match best {
                    Some(best) if gains[best] >= gains[column] => Some(best),
                    Some(_) | None if gains[column] > FIRM => Some(column),
                    other => other,
                };
                (0..gains.len()).fold(None, most)
            };
            let Some(column) = column else { return Outcome::Impossible };
            let mut leaving: Option<(f64, usize)> = None;
            for (at, row) in self.rows.iter().enumerate() {
                if row[column] > FIRM {
                    let ratio = row[self.width] / row[column];
                    // Among equals the largest entry: a step that rests on a small one breeds noise.
                    let closer = leaving.is_none_or(|(least, other)| {
                        ratio < least - NOISE
                            || (ratio < least + NOISE
                                && if idle > PATIENCE {
                                    self.basis[at] < self.basis[other]
                                } else {
                                    row[column] > self.rows[other][column]
                                })
                    });
                    if closer {
                        leaving = Some((ratio, at));
                    }
                }
            }
            let Some((ratio, at)) = leaving else { return Outcome::GaveUp };
            idle = if ratio > NOISE { 0 } else { idle + 1 };
            let gain = gains[column];
            missing -= gain * ratio;
            self.pivot(at, column);
            gains.iter_mut().zip(&self.rows[at]).for_each(|(other, entry)| *other -= gain * entry);
            gains[column] = 0.0;
            if missing <= FIRM {
                return Outcome::Reached;
            }
        }
        Outcome::GaveUp
    }

    fn pivot(&mut self, at: usize, column: usize) {
        let mut row = std::mem::take(&mut self.rows[at]);
        let by = row[column];
        row.iter_mut().for_each(|entry| *entry = tidy(*entry / by));
        row[column] = 1.0;
        let filled: Vec<(usize, f64)> =
            row.iter().copied().enumerate().filter(|(_, entry)| *entry != 0.0).collect();
        for other in self.rows.iter_mut().filter(|other| !other.is_empty()) {
            let times = other[column];
            if times != 0.0 {
                filled.iter().for_each(|(at, entry)| other[*at] = tidy(other[*at] - times * entry));
                other[column] = 0.0;
            }
        }
        self.rows[at] = row;
        self.basis[at] = column;
    }
}

fn tidy(value: f64) -> f64 {
    if value.abs() < NOISE { 0.0 } else { value }
}
