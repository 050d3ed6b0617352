//! The solver behind one small interface. `microlp` is pure Rust and maintained (0.6.0), so a build needs nothing but
//! cargo. Its answers are never taken on trust: whoever asks checks the table that comes back in whole numbers.

use std::time::Duration;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, SolveOutcome};

use super::refusal::Refusal;

/// A variable of a programme.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The lowest it may be.
    pub low: f64,
    /// The highest it may be.
    pub high: f64,
    /// What one of it costs.
    pub cost: f64,
}

/// How a row compares with its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Equal,
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
}

/// A linear condition.
#[derive(Clone, Debug)]
pub struct Row {
    /// Column and coefficient.
    pub terms: Vec<(usize, f64)>,
    /// The comparison.
    pub compare: Compare,
    /// What it is compared with.
    pub amount: f64,
}

/// A linear programme to be minimised.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// The variables.
    pub columns: Vec<Column>,
    /// The conditions.
    pub rows: Vec<Row>,
    /// Whole numbers only.
    pub whole: bool,
}

/// Anything that can minimise a programme.
pub trait Solver {
    /// The cheapest values of the columns, or `None` where no values meet the conditions.
    fn minimise(&self, programme: &Programme) -> Result<Option<Vec<f64>>, Refusal>;
}

/// `microlp`, with a limit on time and on branches so that a publication is refused rather than waited for.
#[derive(Clone, Copy, Debug)]
pub struct MicroLp {
    /// For one programme.
    pub limit: Duration,
    /// Branches, where whole numbers are asked for.
    pub branches: u64,
}

impl Default for MicroLp {
    fn default() -> Self {
        MicroLp { limit: Duration::from_secs(2), branches: 20_000 }
    }
}

impl Solver for MicroLp {
    fn minimise(&self, programme: &Programme) -> Result<Option<Vec<f64>>, Refusal> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut columns = Vec::with_capacity(programme.columns.len());
        for column in &programme.columns {
            columns.push(if programme.whole {
                problem.add_integer_var(column.cost, (column.low as i32, column.high as i32))
            } else {
                problem.add_var(column.cost, (column.low, column.high))
            });
        }
        for row in &programme.rows {
            let mut left = LinearExpr::empty();
            row.terms.iter().for_each(|(column, times)| left.add(columns[*column], *times));
            let compare = match row.compare {
                Compare::Equal => ComparisonOp::Eq,
                Compare::AtMost => ComparisonOp::Le,
                Compare::AtLeast => ComparisonOp::Ge,
            };
            problem.add_constraint(left, compare, row.amount);
        }
        let mut options = SolveOptions::default();
        options.time_limit = Some(self.limit);
        if programme.whole {
            options.node_limit = Some(self.branches);
        }
        match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => {
                Ok(Some(columns.iter().map(|column| solution.var_value_raw(*column)).collect()))
            }
            Ok(SolveOutcome::Interrupted(_)) => Err(Refusal::TimeOut),
            Err(microlp::Error::Infeasible) => Ok(None),
            Err(other) => Err(Refusal::Solver(other.to_string())),
        }
    }
}
