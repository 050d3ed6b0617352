//! One state of knowledge, and what it tells about a quantity: two interval programmes, or examples in whole numbers
//! that make them unnecessary.

use super::AuditFault;
use super::frame::Frame;
use super::simplex::{End, NoAnswer, Row, Tableau};

/// So many branches for an example in whole numbers, and the audit gives up.
const BRANCHES: usize = 500;

/// A place, or the complement of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quantity {
    pub(super) plus: usize,
    pub(super) minus: Option<usize>,
}

/// What can be told of a quantity; `None` at the top means without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// At least.
    pub least: i64,
    /// At most.
    pub most: Option<i64>,
}

impl Interval {
    /// One value only.
    pub fn exact(self) -> bool {
        self.most == Some(self.least)
    }

    fn widen(&mut self, value: i64) {
        self.least = self.least.min(value);
        self.most = self.most.map(|most| most.max(value));
    }
}

/// A share that was printed: places of n and N, and the percent.
pub(super) type Share = (usize, usize, i64);

/// Terms, the coefficient of the slack (0: none), and the amount.
type Line = (Vec<(usize, i64)>, i64, i64);

/// A state of knowledge.
pub(super) struct World {
    known: Vec<Option<i64>>,
    /// For each unknown place: its part and its column there.
    column: Vec<Option<(usize, usize)>>,
    parts: Vec<Tableau>,
}

impl World {
    /// `None` if no table agrees with what is known.
    pub(super) fn new(
        frame: &Frame<'_>,
        known: &[Option<i64>],
        shares: &[Share],
    ) -> Result<Option<Self>, AuditFault> {
        let mut lines: Vec<Line> = Vec::new();
        let zero = |terms: Vec<(usize, i64)>, slack: i64| (terms, slack, 0);
        for (parent, children) in &frame.sums {
            let children = children.iter().map(|child| (*child, -1));
            lines.push(zero(children.chain([(*parent, 1)]).collect(), 0));
        }
        lines.extend(frame.bounds.iter().map(|(small, large)| zero(vec![(*small, 1), (*large, -1)], 1)));
        for (part, whole, percent) in shares {
            lines.push(zero(vec![(*part, 200), (*whole, 1 - 2 * percent)], -1));
            lines.push(zero(vec![(*part, 200), (*whole, -1 - 2 * percent)], 1));
        }
        let mut lead: Vec<usize> = (0..known.len()).collect();
        let mut open = Vec::with_capacity(lines.len());
        for (terms, slack, amount) in lines {
            let fixed: i64 =
                terms.iter().filter_map(|(at, times)| known[*at].map(|value| value * times)).sum();
            let unknown: Vec<(usize, i64)> =
                terms.into_iter().filter(|(at, times)| known[*at].is_none() && *times != 0).collect();
            let amount = amount - fixed;
            let Some((first, _)) = unknown.first().copied() else {
                let holds = if slack == 0 { amount == 0 } else { amount * slack >= 0 };
                if !holds {
                    return Ok(None);
                }
                continue;
            };
            unknown.iter().for_each(|(at, _)| join(&mut lead, first, *at));
            open.push((unknown, slack, amount));
        }
        for (at, whole) in frame.whole.iter().enumerate() {
            if let Some(whole) = whole
                && known[at].is_none()
                && known[*whole].is_none()
            {
                join(&mut lead, at, *whole);
            }
        }
        Self::from_lines(known, lead, open)
    }

    fn from_lines(
        known: &[Option<i64>],
        mut lead: Vec<usize>,
        open: Vec<Line>,
    ) -> Result<Option<Self>, AuditFault> {
        let mut column = vec![None; known.len()];
        let mut of_lead = vec![None; known.len()];
        let mut widths: Vec<usize> = Vec::new();
        for at in (0..known.len()).filter(|at| known[*at].is_none()) {
            let leader = find(&mut lead, at);
            let part = *of_lead[leader].get_or_insert_with(|| {
                widths.push(0);
                widths.len() - 1
            });
            column[at] = Some((part, widths[part]));
            widths[part] += 1;
        }
        let mut rows: Vec<Vec<Row>> = vec![Vec::new(); widths.len()];
        for (unknown, slack, amount) in open {
            let mut terms = Vec::with_capacity(unknown.len() + 1);
            let mut part = 0;
            for (at, times) in unknown {
                if let Some((own, column)) = column[at] {
                    part = own;
                    terms.push((column, times));
                }
            }
            if slack != 0 {
                terms.push((widths[part], slack));
                widths[part] += 1;
            }
            rows[part].push((terms, amount));
        }
        let mut parts = Vec::with_capacity(widths.len());
        for (rows, width) in rows.into_iter().zip(widths) {
            match Tableau::new(width, &rows) {
                Ok(tableau) => parts.push(tableau),
                Err(NoAnswer::Infeasible) => return Ok(None),
                Err(NoAnswer::GaveUp) => return Err(AuditFault::TimeOut),
            }
        }
        Ok(Some(World { known: known.to_vec(), column, parts }))
    }

    /// The quantity as a constant and terms of one part.
    fn terms(&self, quantity: Quantity, sign: i64) -> (i64, usize, Vec<(usize, i64)>) {
        let (mut constant, mut part, mut terms) = (0, 0, Vec::new());
        for (at, times) in [(Some(quantity.plus), 1), (quantity.minus, -1)] {
            let Some(at) = at else { continue };
            match (self.known[at], self.column[at]) {
                (Some(value), _) => constant += times * value,
                (None, Some((own, column))) => {
                    part = own;
                    terms.push((column, sign * times));
                }
                (None, None) => {}
            }
        }
        (constant, part, terms)
    }

    /// What the two interval programmes give, rounded inwards: people are whole.
    pub(super) fn interval(&mut self, quantity: Quantity) -> Result<Interval, AuditFault> {
        let (constant, part, up) = self.terms(quantity, 1);
        if up.is_empty() {
            return Ok(Interval { least: constant, most: Some(constant) });
        }
        let down = self.terms(quantity, -1).2;
        let tableau = &mut self.parts[part];
        let gave_up = |_| AuditFault::TimeOut;
        let most = match tableau.most(&up, None).map_err(gave_up)? {
            End::At(most) => Some(constant + most),
            End::Open => None,
        };
        let least = match tableau.most(&down, None).map_err(gave_up)? {
            End::At(negative) => constant - negative,
            End::Open => i64::MIN,
        };
        Ok(Interval { least, most })
    }

    /// Widens the intervals by the present table of each part, where it is in whole numbers.
    pub(super) fn examples(
        &self,
        quantities: &[Quantity],
        seen: &mut [Option<Interval>],
        only: Option<usize>,
    ) {
        let tables: Vec<Option<Vec<i64>>> = self
            .parts
            .iter()
            .enumerate()
            .map(|(at, part)| if only.is_none_or(|only| only == at) { part.values() } else { None })
            .collect();
        for (quantity, seen) in quantities.iter().zip(seen) {
            let (constant, part, terms) = self.terms(*quantity, 1);
            let value = match tables.get(part) {
                Some(Some(table)) => terms.iter().map(|(column, times)| table[*column] * times).sum(),
                Some(None) | None if terms.is_empty() => 0,
                Some(None) | None => continue,
            };
            let value = constant + value;
            seen.get_or_insert(Interval { least: value, most: Some(value) }).widen(value);
        }
    }

    /// The part that a quantity belongs to.
    pub(super) fn part(&self, quantity: Quantity) -> usize {
        self.terms(quantity, 1).1
    }

    /// Whether a table in whole numbers has the quantity at least (or, if `below`, at most) at this amount.
    pub(super) fn possible(&self, quantity: Quantity, amount: i64, below: bool) -> Result<bool, AuditFault> {
        let (constant, part, mut terms) = self.terms(quantity, 1);
        let wanted = amount - constant;
        let Some(part) = self.parts.get(part).filter(|_| !terms.is_empty()) else {
            return Ok(if below { wanted >= 0 } else { wanted <= 0 });
        };
        terms.push((part.width(), if below { 1 } else { -1 }));
        let mut left = BRANCHES;
        branch(part.with(1, &terms, wanted), &mut left)
    }

    /// Moves a quantity's part to a table in which it is at least so much, or as much as can be.
    pub(super) fn toward(&mut self, quantity: Quantity, amount: i64) -> Result<(), AuditFault> {
        let (constant, part, terms) = self.terms(quantity, 1);
        if let Some(part) = self.parts.get_mut(part).filter(|_| !terms.is_empty()) {
            part.most(&terms, Some(amount - constant)).map_err(|_| AuditFault::TimeOut)?;
        }
        Ok(())
    }
}

/// Depth first through tables that are not whole yet, the nearer whole number first.
fn branch(tableau: Result<Tableau, NoAnswer>, left: &mut usize) -> Result<bool, AuditFault> {
    *left = left.checked_sub(1).ok_or(AuditFault::TimeOut)?;
    let tableau = match tableau {
        Ok(tableau) => tableau,
        Err(NoAnswer::Infeasible) => return Ok(false),
        Err(NoAnswer::GaveUp) => return Err(AuditFault::TimeOut),
    };
    let Some((column, floor, nearer_next)) = tableau.fraction() else { return Ok(true) };
    let mut ways = [(1, floor), (-1, floor + 1)];
    if nearer_next {
        ways.reverse();
    }
    for (slack, limit) in ways {
        let next = tableau.with(1, &[(column, 1), (tableau.width(), slack)], limit);
        if branch(next, left)? {
            return Ok(true);
        }
    }
    Ok(false)
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
