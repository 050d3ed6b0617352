//! What must hold of a unit before anything is computed: only what is declared, and figures that do not contradict
//! themselves. The sums themselves are checked by the system, which knows them all.

use std::collections::BTreeSet;

use super::cube::{Code, Counts, Entry, MOST_AXES, Unit};
use super::refusal::Refusal;

/// The declarations hold together, and every place that readers would see has an entry.
pub fn check(unit: &Unit) -> Result<(), Refusal> {
    let undeclared = |what: String| Err(Refusal::NotDeclared(what));
    unique("dimension", unit.dimensions.iter().map(|dimension| &dimension.code))?;
    unique("measure", unit.measures.iter().map(|measure| &measure.code))?;
    unique("table", unit.tables.iter().map(|table| &table.code))?;
    for dimension in &unit.dimensions {
        unique("category", dimension.root.walk().into_iter().map(|category| &category.code))?;
    }
    for measure in &unit.measures {
        let fits = match &measure.counts {
            Counts::Whole => true,
            Counts::Part { of } => unit.measure(of).is_some_and(|whole| whole.counts == Counts::Whole),
            Counts::Sum { over } => {
                unit.measure(over).is_some_and(|count| !matches!(count.counts, Counts::Sum { .. }))
            }
        };
        if !fits {
            return undeclared(format!("what measure {} is taken of", measure.code));
        }
    }
    for subset in &unit.subsets {
        if unit.measure(&subset.small).is_none() || unit.measure(&subset.large).is_none() {
            return undeclared(format!("subset {} of {}", subset.small, subset.large));
        }
    }
    for table in &unit.tables {
        if table.published && table.axes.len() > MOST_AXES {
            return undeclared(format!("table {} with {} axes", table.code, table.axes.len()));
        }
        unique("axis", table.axes.iter().map(|axis| &axis.dimension))?;
        if let Some(code) = table.measures.iter().find(|code| unit.measure(code).is_none()) {
            return undeclared(format!("measure {code}"));
        }
    }
    for (place, published) in unit.places()? {
        let sum = unit.measure(&place.measure).is_some_and(|m| matches!(m.counts, Counts::Sum { .. }));
        match unit.entries.get(&place) {
            Some(Entry::Value(figure)) if !sum && figure.largest > 0 => return Err(Refusal::NoEntry(place)),
            None if published => return Err(Refusal::NoEntry(place)),
            Some(_) | None => {}
        }
    }
    Ok(())
}

fn unique<'a>(what: &str, codes: impl Iterator<Item = &'a Code>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(Refusal::NotDeclared(format!("{what} {code} twice")));
        }
    }
    Ok(())
}
