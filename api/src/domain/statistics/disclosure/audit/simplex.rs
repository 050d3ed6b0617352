//! The auditor's own solver: a dense tableau, made feasible once and then driven from one question to the next. Small
//! systems of sums have coefficients of 1 and −1, so figures stay exact for all but rounding noise.

/// Below this a number is nothing.
const NOTHING: f64 = 1e-9;
/// So many steps without gain, and the rule changes to one that cannot circle.
const PATIENCE: usize = 50;
/// So many steps in all, and the audit gives up, which is a refusal.
const STEPS: usize = 20_000;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// No values meet the rows.
    Infeasible,
    /// Too many steps.
    GaveUp,
}

/// The end of one interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// So much.
    At(f64),
    /// Without limit.
    Open,
}

/// A row: Σ coefficient × variable = amount, over variables that are never below zero.
pub(super) type Row = (Vec<(usize, f64)>, f64);

/// A feasible basis of rows over `width` variables.
#[derive(Clone, Debug)]
pub(super) struct Tableau {
    width: usize,
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
}

impl Tableau {
    /// A first feasible basis. Artificial variables stand beyond `width`; once out they never return, so they need no
    /// column.
    pub(super) fn new(width: usize, rows: &[Row]) -> Result<Self, NoAnswer> {
        let mut tableau = Tableau { width, rows: Vec::with_capacity(rows.len()), basis: Vec::new() };
        for (at, (terms, amount)) in rows.iter().enumerate() {
            let sign = if *amount < 0.0 { -1.0 } else { 1.0 };
            let mut row = vec![0.0; width + 1];
            terms.iter().for_each(|(variable, times)| row[*variable] += sign * times);
            row[width] = sign * amount;
            tableau.rows.push(row);
            tableau.basis.push(width + at);
        }
        let mut reduced = vec![0.0; width];
        tableau
            .rows
            .iter()
            .for_each(|row| reduced.iter_mut().zip(row).for_each(|(sum, entry)| *sum += entry));
        tableau.climb(reduced)?;
        let artificial = |(basic, _): &(&usize, &Vec<f64>)| **basic >= width;
        let left: f64 =
            tableau.basis.iter().zip(&tableau.rows).filter(artificial).map(|(_, row)| row[width]).sum();
        if left > 1e-6 {
            return Err(NoAnswer::Infeasible);
        }
        tableau.drop_artificial();
        Ok(tableau)
    }

    fn drop_artificial(&mut self) {
        let mut at = 0;
        while at < self.rows.len() {
            if self.basis[at] >= self.width {
                match (0..self.width).find(|column| self.rows[at][*column].abs() > 1e-7) {
                    Some(column) => self.pivot(at, column),
                    None => {
                        self.rows.swap_remove(at);
                        self.basis.swap_remove(at);
                        continue;
                    }
                }
            }
            at += 1;
        }
    }

    /// The values at the present vertex.
    pub(super) fn values(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.width];
        for (basic, row) in self.basis.iter().zip(&self.rows) {
            values[*basic] = row[self.width];
        }
        values
    }

    /// The most that Σ coefficient × variable can be.
    pub(super) fn most(&mut self, of: &[(usize, f64)]) -> Result<End, NoAnswer> {
        let mut gain = vec![0.0; self.width];
        of.iter().for_each(|(variable, times)| gain[*variable] += times);
        for (basic, row) in self.basis.iter().zip(&self.rows) {
            let times = gain[*basic];
            if times != 0.0 {
                gain.iter_mut().zip(row).for_each(|(gain, entry)| *gain -= times * entry);
            }
        }
        if !self.climb(gain)? {
            return Ok(End::Open);
        }
        let values = self.values();
        Ok(End::At(of.iter().map(|(variable, times)| times * values[*variable]).sum()))
    }

    /// Steps uphill until nothing gains; `false` if there is no top. `reduced` is what each variable would gain.
    fn climb(&mut self, mut reduced: Vec<f64>) -> Result<bool, NoAnswer> {
        let last = self.width;
        let mut idle = 0;
        let mut steps = 0;
        loop {
            let cautious = idle > PATIENCE;
            let mut best = (1e-8, None);
            for (column, value) in reduced.iter().enumerate() {
                if *value > best.0 {
                    best = (*value, Some(column));
                    if cautious {
                        break;
                    }
                }
            }
            let Some(column) = best.1 else { return Ok(true) };
            let mut leaving: Option<(f64, usize)> = None;
            for (at, row) in self.rows.iter().enumerate() {
                if row[column] > 1e-8 {
                    let ratio = row[last] / row[column];
                    let better = leaving.is_none_or(|(least, other)| {
                        ratio < least - 1e-10 || (ratio < least + 1e-10 && self.basis[at] < self.basis[other])
                    });
                    if better {
                        leaving = Some((ratio, at));
                    }
                }
            }
            let Some((ratio, at)) = leaving else { return Ok(false) };
            idle = if ratio > NOTHING { 0 } else { idle + 1 };
            steps += 1;
            if steps > STEPS {
                return Err(NoAnswer::GaveUp);
            }
            self.pivot(at, column);
            let times = reduced[column];
            reduced.iter_mut().zip(&self.rows[at]).for_each(|(reduced, entry)| *reduced -= times * entry);
            reduced[column] = 0.0;
        }
    }

    fn pivot(&mut self, at: usize, column: usize) {
        let mut row = std::mem::take(&mut self.rows[at]);
        let by = row[column];
        row.iter_mut().for_each(|entry| *entry = tidy(*entry / by));
        let filled: Vec<usize> = (0..row.len()).filter(|at| row[*at] != 0.0).collect();
        for other in &mut self.rows {
            if other.is_empty() || other[column] == 0.0 {
                continue;
            }
            let times = other[column];
            filled.iter().for_each(|at| other[*at] = tidy(other[*at] - times * row[*at]));
            other[column] = 0.0;
        }
        self.rows[at] = row;
        self.basis[at] = column;
    }
}

fn tidy(value: f64) -> f64 {
    if value.abs() < NOTHING { 0.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_three_is_bounded_by_its_sum() {
        let mut tableau = Tableau::new(3, &[(vec![(0, 1.0), (1, 1.0), (2, 1.0)], 7.0)]).unwrap();
        assert_eq!(tableau.most(&[(1, 1.0)]), Ok(End::At(7.0)));
        assert_eq!(tableau.most(&[(1, -1.0)]), Ok(End::At(0.0)));
        assert_eq!(tableau.most(&[(0, 1.0), (1, -1.0)]), Ok(End::At(7.0)));
    }

    #[test]
    fn no_table_and_no_limit_are_told() {
        assert_eq!(Tableau::new(1, &[(vec![(0, 1.0)], -1.0)]).unwrap_err(), NoAnswer::Infeasible);
        let mut tableau = Tableau::new(2, &[(vec![(0, 1.0), (1, -1.0)], 2.0)]).unwrap();
        assert_eq!(tableau.most(&[(0, 1.0)]), Ok(End::Open));
        assert_eq!(tableau.most(&[(0, -1.0)]), Ok(End::At(-2.0)));
    }

    #[test]
    fn repeated_rows_do_no_harm() {
        let row = (vec![(0, 1.0), (1, 1.0)], 4.0);
        let mut tableau = Tableau::new(2, &[row.clone(), row]).unwrap();
        assert_eq!(tableau.most(&[(0, 1.0)]), Ok(End::At(4.0)));
    }
}
