//! The auditor's own solver: a dense simplex in whole numbers, so that no answer is a matter of rounding. Every entry is
//! a whole number over one common denominator (Bareiss' elimination), which for systems of sums is nearly always 1. The
//! tableau is made feasible once and then driven from one question to the next.

/// So many steps without gain, and the rule changes to one that cannot circle.
const PATIENCE: usize = 50;
/// So many steps for one question, and the audit gives up, which is a refusal.
const STEPS: usize = 20_000;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// No values meet the rows.
    Infeasible,
    /// Too many steps, or numbers too large.
    GaveUp,
}

/// The end of one interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// So much, rounded down.
    At(i64),
    /// Without limit.
    Open,
}

/// A row: Σ coefficient × variable = amount, over variables that are never below zero.
pub(super) type Row = (Vec<(usize, i64)>, i64);

/// A feasible basis of rows over `width` variables. The last entry of each row is its amount.
#[derive(Clone, Debug)]
pub(super) struct Tableau {
    width: usize,
    rows: Vec<Vec<i64>>,
    basis: Vec<usize>,
    denominator: i64,
}

impl Tableau {
    /// A first feasible basis. A variable that stands in one row alone is basic there from the start; other rows begin
    /// with an artificial one beyond `width`, which never returns once out and so needs no column.
    pub(super) fn new(width: usize, rows: &[Row]) -> Result<Self, NoAnswer> {
        let mut tableau =
            Tableau { width, rows: Vec::with_capacity(rows.len()), basis: Vec::new(), denominator: 1 };
        let mut uses = vec![0_u32; width];
        rows.iter().flat_map(|(terms, _)| terms).for_each(|(variable, _)| uses[*variable] += 1);
        for (at, (terms, amount)) in rows.iter().enumerate() {
            let alone = |times: i64| {
                terms.iter().find(|(variable, own)| uses[*variable] == 1 && *own == times).map(|of| of.0)
            };
            let (sign, basic) = match (alone(1), alone(-1)) {
                (Some(basic), _) if *amount >= 0 => (1, basic),
                (_, Some(basic)) if *amount <= 0 => (-1, basic),
                (Some(_) | None, Some(_) | None) => (if *amount < 0 { -1 } else { 1 }, width + at),
            };
            let mut row = vec![0; width + 1];
            terms.iter().for_each(|(variable, times)| row[*variable] += sign * times);
            row[width] = sign * amount;
            tableau.rows.push(row);
            tableau.basis.push(basic);
        }
        tableau.expel()?;
        Ok(tableau)
    }

    /// A further row, over these variables and `added` new ones at the end.
    pub(super) fn with(&self, added: usize, terms: &[(usize, i64)], amount: i64) -> Result<Self, NoAnswer> {
        let mut tableau = self.clone();
        let width = self.width + added;
        for row in &mut tableau.rows {
            let last = std::mem::replace(&mut row[self.width], 0);
            row.resize(width + 1, 0);
            row[width] = last;
        }
        tableau.width = width;
        let mut row = tableau.expressed(terms, amount)?;
        if row[width] < 0 {
            row.iter_mut().for_each(|entry| *entry = -*entry);
        }
        tableau.rows.push(row);
        tableau.basis.push(width);
        tableau.expel()?;
        Ok(tableau)
    }

    /// How many variables.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The values at the present vertex, if they are whole.
    pub(super) fn values(&self) -> Option<Vec<i64>> {
        self.fraction().is_none().then(|| {
            let mut values = vec![0; self.width];
            for (basic, row) in self.basis.iter().zip(&self.rows) {
                values[*basic] = row[self.width] / self.denominator;
            }
            values
        })
    }

    /// A variable that is not whole at the present vertex, its whole part, and whether it is nearer the next.
    pub(super) fn fraction(&self) -> Option<(usize, i64, bool)> {
        let broken = |(_, row): &(&usize, &Vec<i64>)| row[self.width] % self.denominator != 0;
        self.basis.iter().zip(&self.rows).filter(broken).min_by_key(|(basic, _)| **basic).map(
            |(basic, row)| {
                let (floor, rest) = (row[self.width] / self.denominator, row[self.width] % self.denominator);
                (*basic, floor, rest > self.denominator / 2)
            },
        )
    }

    /// The most that Σ coefficient × variable can be; less if `enough` is reached before.
    pub(super) fn most(&mut self, of: &[(usize, i64)], enough: Option<i64>) -> Result<End, NoAnswer> {
        let mut gains = self.expressed(of, 0)?;
        match self.climb(&mut gains, enough)? {
            true => Ok(End::At((-gains[self.width]).div_euclid(self.denominator))),
            false => Ok(End::Open),
        }
    }

    /// Terms with every basic variable put in terms of the others.
    fn expressed(&self, terms: &[(usize, i64)], amount: i64) -> Result<Vec<i64>, NoAnswer> {
        let mut row = vec![0_i64; self.width + 1];
        terms.iter().for_each(|(variable, times)| row[*variable] += times);
        row[self.width] = amount;
        let of_basis: Vec<i64> =
            self.basis.iter().map(|basic| row.get(*basic).copied().unwrap_or(0)).collect();
        for entry in &mut row {
            *entry = entry.checked_mul(self.denominator).ok_or(NoAnswer::GaveUp)?;
        }
        for (times, other) in of_basis.into_iter().zip(&self.rows).filter(|(times, _)| *times != 0) {
            for (entry, other) in row.iter_mut().zip(other) {
                *entry =
                    other.checked_mul(times).and_then(|by| entry.checked_sub(by)).ok_or(NoAnswer::GaveUp)?;
            }
        }
        Ok(row)
    }

    /// Drives the artificial variables to nothing and out of the basis.
    fn expel(&mut self) -> Result<(), NoAnswer> {
        let mut gains = vec![0_i64; self.width + 1];
        for (_, row) in self.basis.iter().zip(&self.rows).filter(|(basic, _)| **basic >= self.width) {
            gains.iter_mut().zip(row).for_each(|(sum, entry)| *sum += entry);
        }
        // What is missing stands negative: it is all gained when the last entry is nothing.
        if gains[self.width] > 0 {
            self.climb(&mut gains, Some(0))?;
        }
        if gains[self.width] > 0 {
            return Err(NoAnswer::Infeasible);
        }
        let mut at = 0;
        while at < self.rows.len() {
            if self.basis[at] >= self.width {
                let smallest = |column: &usize| self.rows[at][*column].unsigned_abs();
                match (0..self.width).filter(|column| self.rows[at][*column] != 0).min_by_key(smallest) {
                    Some(column) => {
                        if self.rows[at][column] < 0 {
                            self.rows[at].iter_mut().for_each(|entry| *entry = -*entry);
                        }
                        self.pivot(at, column, &mut [])?;
                    }
                    None => {
                        self.rows.swap_remove(at);
                        self.basis.swap_remove(at);
                        continue;
                    }
                }
            }
            at += 1;
        }
        Ok(())
    }

    /// Steps uphill until nothing gains, or what is gained is enough; `false` if there is no top. `gains` is what one of
    /// each variable would gain, and last the negative of what the sum is.
    fn climb(&mut self, gains: &mut [i64], enough: Option<i64>) -> Result<bool, NoAnswer> {
        let last = self.width;
        let mut idle = 0;
        for _ in 0..STEPS {
            if let Some(enough) = enough
                && i128::from(-gains[last]) >= i128::from(enough) * i128::from(self.denominator)
            {
                return Ok(true);
            }
            let open = (0..last).filter(|column| gains[*column] > 0);
            let column =
                if idle > PATIENCE { open.min() } else { open.rev().max_by_key(|column| gains[*column]) };
            let Some(column) = column else { return Ok(true) };
            let mut leaving: Option<usize> = None;
            for at in (0..self.rows.len()).filter(|at| self.rows[*at][column] > 0) {
                let closer = leaving.is_none_or(|other| {
                    let ratio = |one: usize, by: usize| {
                        i128::from(self.rows[one][last]) * i128::from(self.rows[by][column])
                    };
                    let (own, least) = (ratio(at, other), ratio(other, at));
                    own < least || (own == least && self.basis[at] < self.basis[other])
                });
                if closer {
                    leaving = Some(at);
                }
            }
            let Some(at) = leaving else { return Ok(false) };
            idle = if self.rows[at][last] > 0 { 0 } else { idle + 1 };
            self.pivot(at, column, gains)?;
        }
        Err(NoAnswer::GaveUp)
    }

    /// Brings a column into the basis at a row whose entry there is above zero.
    fn pivot(&mut self, at: usize, column: usize, gains: &mut [i64]) -> Result<(), NoAnswer> {
        let row = std::mem::take(&mut self.rows[at]);
        let (by, before) = (row[column], self.denominator);
        let filled: Vec<usize> = (0..row.len()).filter(|at| row[*at] != 0).collect();
        let eliminate = |other: &mut [i64]| {
            let times = other[column];
            if by == 1 && before == 1 {
                if times != 0 {
                    for at in &filled {
                        let less = times.checked_mul(row[*at]).ok_or(NoAnswer::GaveUp)?;
                        other[*at] = other[*at].checked_sub(less).ok_or(NoAnswer::GaveUp)?;
                    }
                }
                return Ok(());
            }
            for (entry, own) in other.iter_mut().zip(&row) {
                if *entry != 0 || *own != 0 {
                    let wide = i128::from(*entry) * i128::from(by) - i128::from(times) * i128::from(*own);
                    *entry = i64::try_from(wide / i128::from(before)).map_err(|_| NoAnswer::GaveUp)?;
                }
            }
            Ok(())
        };
        self.rows.iter_mut().filter(|other| !other.is_empty()).try_for_each(|other| eliminate(other))?;
        if !gains.is_empty() {
            eliminate(gains)?;
        }
        self.rows[at] = row;
        self.basis[at] = column;
        self.denominator = by;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_three_is_bounded_by_its_sum() {
        let mut tableau = Tableau::new(3, &[(vec![(0, 1), (1, 1), (2, 1)], 7)]).unwrap();
        assert_eq!(tableau.most(&[(1, 1)], None), Ok(End::At(7)));
        assert_eq!(tableau.most(&[(1, -1)], None), Ok(End::At(0)));
        assert_eq!(tableau.most(&[(0, 1), (1, -1)], None), Ok(End::At(7)));
    }

    #[test]
    fn no_table_and_no_limit_are_told() {
        assert_eq!(Tableau::new(1, &[(vec![(0, 1)], -1)]).unwrap_err(), NoAnswer::Infeasible);
        let mut tableau = Tableau::new(2, &[(vec![(0, 1), (1, -1)], 2)]).unwrap();
        assert_eq!(tableau.most(&[(0, 1)], None), Ok(End::Open));
        assert_eq!(tableau.most(&[(0, -1)], None), Ok(End::At(-2)));
    }

    #[test]
    fn repeated_rows_do_no_harm() {
        let row = (vec![(0, 1), (1, 1)], 4);
        let mut tableau = Tableau::new(2, &[row.clone(), row]).unwrap();
        assert_eq!(tableau.most(&[(0, 1)], None), Ok(End::At(4)));
    }

    #[test]
    fn fractions_are_exact() {
        // x + y = 1, y + z = 1, z + x = 1: each is a half.
        let rows = [(vec![(0, 1), (1, 1)], 1), (vec![(1, 1), (2, 1)], 1), (vec![(2, 1), (0, 1)], 1)];
        let mut tableau = Tableau::new(3, &rows).unwrap();
        assert_eq!(tableau.values(), None);
        assert_eq!(tableau.most(&[(0, 3)], None), Ok(End::At(1)));
        assert_eq!(tableau.with(0, &[(0, 1)], 1).unwrap_err(), NoAnswer::Infeasible);
    }
}
