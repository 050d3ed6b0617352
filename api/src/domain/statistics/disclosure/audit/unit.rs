//! The audit of one safety unit.

use std::collections::BTreeSet;

use super::frame::Frame;
use super::printed::{self, Printed};
use super::reading::{Kind as Counts, Tree, Unit};
use super::world::{Interval, Quantity, World};
use super::{AuditFault, Kind, Report, Violation};

/// Adds what is wrong with a unit.
pub(super) fn audit(trees: &[Tree], unit: &Unit, report: &mut Report) -> Result<(), AuditFault> {
    let mut frame = Frame::new(trees, unit)?;
    let printed = printed::read(&frame, unit)?;
    equate(&mut frame, &printed);
    let mut broken = printed::broken(&frame, unit, &printed);
    let mut judge = Judge { frame: &frame, unit, printed: &printed, outside: None };
    let mut done: Vec<Vec<Option<i64>>> = Vec::new();
    for time in 0..printed.after.len() {
        let known = most_known(&frame, &printed, time)?;
        match known {
            None => {
                broken.insert((Kind::Contradiction, 0, false));
            }
            Some((known, _)) if done.contains(&known) => {}
            Some((known, world)) => {
                judge.judge(&known, world, report, &mut broken)?;
                done.push(known);
            }
        }
    }
    for (kind, at, complement) in broken {
        report.violations.push(Violation { kind, place: name(&frame, unit, at), complement });
    }
    Ok(())
}

/// The intervals in the final state.
pub(super) fn intervals(trees: &[Tree], unit: &Unit) -> Result<Vec<(String, bool, Interval)>, AuditFault> {
    let mut frame = Frame::new(trees, unit)?;
    let printed = printed::read(&frame, unit)?;
    equate(&mut frame, &printed);
    let Some(last) = printed.after.len().checked_sub(1) else { return Ok(Vec::new()) };
    let Some((known, mut world)) = most_known(&frame, &printed, last)? else { return Ok(Vec::new()) };
    let judge = Judge { frame: &frame, unit, printed: &printed, outside: None };
    let mut all = Vec::new();
    for quantity in judge.quantities(&known) {
        let at = quantity.minus.unwrap_or(quantity.plus);
        all.push((name(&frame, unit, at), quantity.minus.is_some(), world.interval(quantity)?));
    }
    Ok(all)
}

/// With the exact figures at hand: every sensitive one may be as little as 1.
pub(super) fn margins(
    trees: &[Tree],
    unit: &Unit,
    exact: &super::ExactFigures,
    report: &mut Report,
) -> Result<(), AuditFault> {
    let mut frame = Frame::new(trees, unit)?;
    let printed = printed::read(&frame, unit)?;
    equate(&mut frame, &printed);
    let mut truth = vec![None; frame.keys.len()];
    for ((measure, coordinates), value) in exact {
        truth[frame.at(measure, coordinates)?] = Some(*value);
    }
    let Some(last) = printed.after.len().checked_sub(1) else { return Ok(()) };
    let Some((known, mut world)) = most_known(&frame, &printed, last)? else { return Ok(()) };
    let mut judge = Judge { frame: &frame, unit, printed: &printed, outside: None };
    for quantity in judge.quantities(&known) {
        let (figure, k) = (quantity.minus.unwrap_or(quantity.plus), judge.k(quantity));
        let (Some(plus), Some(k)) = (truth[quantity.plus], k) else { continue };
        let value = plus - quantity.minus.and_then(|minus| truth[minus]).unwrap_or(0);
        if value < 2 || value >= k {
            continue;
        }
        report.asked += 1;
        let needed = judge.outside(quantity)?.least.max(1);
        if world.interval(quantity)?.least > needed || !world.possible(quantity, needed, true)? {
            let place = name(&frame, unit, figure);
            report.violations.push(Violation {
                kind: Kind::Margin,
                place,
                complement: quantity.minus.is_some(),
            });
        }
    }
    Ok(())
}

/// The final interval of one place; `None` where it was shown or the file contradicts itself.
pub(super) fn interval_of(
    trees: &[Tree],
    unit: &Unit,
    measure: &str,
    coordinates: &std::collections::BTreeMap<String, String>,
) -> Result<Option<(Interval, i64)>, AuditFault> {
    let mut frame = Frame::new(trees, unit)?;
    let printed = printed::read(&frame, unit)?;
    equate(&mut frame, &printed);
    let at = frame.at(measure, coordinates)?;
    let Some(last) = printed.after.len().checked_sub(1) else { return Ok(None) };
    let Some((_, mut world)) = most_known(&frame, &printed, last)? else { return Ok(None) };
    let interval = world.interval(Quantity { plus: at, minus: None })?;
    Ok(Some((interval, unit.measures[frame.keys[at].0].k)))
}

/// Where a smaller measure applies throughout, it is equal to the larger if declared so.
fn equate(frame: &mut Frame<'_>, printed: &Printed) {
    let mut impossible = printed.impossible.clone();
    for _ in 0..frame.keys.len() {
        let before = impossible.clone();
        for (parent, children) in &frame.sums {
            impossible[*parent] |= children.iter().any(|child| impossible[*child]);
        }
        if impossible == before {
            break;
        }
    }
    let same: Vec<(usize, usize)> =
        frame.same.iter().copied().filter(|(small, _)| !impossible[*small]).collect();
    frame.sums.extend(same.into_iter().map(|(small, large)| (small, vec![large])));
}

/// The values that are known, and what they tell.
type Known = (Vec<Option<i64>>, World);

/// What is known at a time with what was first shown later, as far as it agrees.
fn most_known(frame: &Frame<'_>, printed: &Printed, time: usize) -> Result<Option<Known>, AuditFault> {
    let given = |at: usize| if printed.nothing[at] { Some(0) } else { None };
    let build = |shown: &[Option<i64>], outside: bool| {
        let known: Vec<Option<i64>> = (0..shown.len())
            .map(|at| shown[at].or(if outside { printed.official[at] } else { None }).or(given(at)))
            .collect();
        World::new(frame, &known, &printed.shares).map(|world| world.map(|world| (known, world)))
    };
    // Outside figures of another date or definition may not agree with ours.
    let mut shown = printed.after[time].clone();
    let with = build(&shown, true)?;
    let outside = with.is_some();
    let mut best = if outside { with } else { build(&shown, false)? };
    for later in printed.after.iter().skip(time + 1) {
        let mut wider = shown.clone();
        wider.iter_mut().zip(later).for_each(|(value, later)| *value = value.or(*later));
        if wider == shown {
            continue;
        }
        match build(&wider, outside)? {
            None => break,
            found => best = found,
        }
        shown = wider;
    }
    Ok(best)
}

struct Judge<'a> {
    frame: &'a Frame<'a>,
    unit: &'a Unit,
    printed: &'a Printed,
    outside: Option<World>,
}

impl Judge<'_> {
    fn quantities(&self, known: &[Option<i64>]) -> Vec<Quantity> {
        let secret = |at: usize| self.printed.hidden[at] && known[at].is_none();
        let mut all = Vec::new();
        for (at, value) in known.iter().enumerate() {
            if !self.frame.printed[at] && value.is_none() {
                // Never printed (a year of a pool): a few people are a few people all the same.
                all.push(Quantity { plus: at, minus: None });
                all.extend(self.frame.whole[at].map(|whole| Quantity { plus: whole, minus: Some(at) }));
                continue;
            }
            if secret(at) {
                all.push(Quantity { plus: at, minus: None });
            }
            if let Some(whole) = self.frame.whole[at]
                && (secret(at) || (secret(whole) && (value.is_some() || self.printed.hidden[at])))
            {
                all.push(Quantity { plus: whole, minus: Some(at) });
            }
        }
        all
    }

    fn k(&self, quantity: Quantity) -> Option<i64> {
        let measure = &self.unit.measures[self.frame.keys[quantity.minus.unwrap_or(quantity.plus)].0];
        (measure.counts != Counts::Sum).then_some(measure.k)
    }

    fn judge(
        &mut self,
        known: &[Option<i64>],
        mut world: World,
        report: &mut Report,
        broken: &mut BTreeSet<(Kind, usize, bool)>,
    ) -> Result<(), AuditFault> {
        let quantities = self.quantities(known);
        let mut seen = vec![None; quantities.len()];
        world.examples(&quantities, &mut seen, None);
        for at in 0..quantities.len() {
            report.asked += 1;
            let k = self.k(quantities[at]);
            let withheld = !self.frame.printed[quantities[at].minus.unwrap_or(quantities[at].plus)];
            let safe = |interval: Option<Interval>| {
                interval.is_some_and(|seen| {
                    if withheld {
                        return !few(seen, k);
                    }
                    !seen.exact() && seen.most.is_none_or(|most| k.is_none_or(|k| most >= k))
                })
            };
            if safe(seen[at]) {
                continue;
            }
            // A table on the way that is wide enough says as much as the ends of the interval, and sooner.
            let more = seen[at].map_or(1, |seen| seen.most.unwrap_or(seen.least) + 1);
            world.toward(quantities[at], k.map_or(more, |k| more.max(k)))?;
            report.programmes += 1;
            world.examples(&quantities, &mut seen, Some(world.part(quantities[at])));
            if safe(seen[at]) {
                continue;
            }
            let interval = world.interval(quantities[at])?;
            report.programmes += 2;
            if withheld {
                let place = quantities[at].minus.unwrap_or(quantities[at].plus);
                if few(interval, k) && !few(self.outside(quantities[at])?, k) {
                    broken.insert((Kind::BelowK, place, quantities[at].minus.is_some()));
                }
                continue;
            }
            world.examples(&quantities, &mut seen, Some(world.part(quantities[at])));
            if safe(seen[at]) {
                continue;
            }
            for kind in self.verdict(quantities[at], k, interval, seen[at], &world)? {
                let figure = quantities[at].minus.unwrap_or(quantities[at].plus);
                broken.insert((kind, figure, quantities[at].minus.is_some()));
            }
        }
        Ok(())
    }

    /// The interval was not shown to be wide enough by whole tables on the way: is it?
    fn verdict(
        &mut self,
        quantity: Quantity,
        k: Option<i64>,
        interval: Interval,
        seen: Option<Interval>,
        world: &World,
    ) -> Result<Vec<Kind>, AuditFault> {
        let mut kinds = Vec::new();
        let outside = self.outside(quantity)?;
        if let Some(k) = k {
            let needed = outside.most.map_or(k, |most| most.min(k));
            let told = interval.most.is_some_and(|most| most < needed);
            let example = seen.is_some_and(|seen| seen.most.is_some_and(|most| most >= needed));
            if told || (!example && interval.most.is_some() && !world.possible(quantity, needed, false)?) {
                kinds.push(Kind::BelowK);
            }
        }
        let open = outside.exact() || interval.most.is_none();
        if !open && (interval.exact() || !self.two_values(quantity, interval, seen, world)?) {
            kinds.push(Kind::Exact);
        }
        Ok(kinds)
    }

    /// Whether two different whole values are possible.
    fn two_values(
        &self,
        quantity: Quantity,
        interval: Interval,
        seen: Option<Interval>,
        world: &World,
    ) -> Result<bool, AuditFault> {
        let one = match seen {
            Some(seen) if !seen.exact() => return Ok(true),
            Some(seen) => seen.least,
            None => {
                let mut value = interval.least;
                while !world.possible(quantity, value, true)? {
                    if interval.most.is_some_and(|most| value >= most) {
                        return Ok(false);
                    }
                    value += 1;
                }
                value
            }
        };
        Ok(world.possible(quantity, one + 1, false)? || world.possible(quantity, one - 1, true)?)
    }

    /// What outside figures alone tell.
    fn outside(&mut self, quantity: Quantity) -> Result<Interval, AuditFault> {
        if self.outside.is_none() {
            let known: Vec<Option<i64>> = (0..self.frame.keys.len())
                .map(|at| self.printed.official[at].or(if self.printed.nothing[at] { Some(0) } else { None }))
                .collect();
            self.outside = World::new(self.frame, &known, &[])?;
        }
        match &mut self.outside {
            Some(world) => world.interval(quantity),
            None => Ok(Interval { least: 0, most: None }),
        }
    }
}

/// Certainly some people, and certainly fewer than k.
fn few(interval: Interval, k: Option<i64>) -> bool {
    interval.least > 0 && interval.most.zip(k).is_some_and(|(most, k)| most < k)
}

fn name(frame: &Frame<'_>, unit: &Unit, at: usize) -> String {
    format!("{} {} {} {}", unit.municipality, unit.period, unit.basis, frame.name(unit, at))
}
