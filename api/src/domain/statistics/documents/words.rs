//! Words and numbers as readers see them, in Swedish or English.

use entity::registry::published_cell;
use entity::vocabulary::{CellState, UnitBasis};

use crate::domain::statistics::catalogue::{Dimension, Indicator, Shape};
use crate::support::language::Language;

/// The text in the reader's language.
pub(super) fn say<T>(swedish: T, english: T) -> T {
    Language::current().pick(swedish, english)
}

/// What a cell without a value says; of one with a value, nothing.
pub(super) fn state(state: CellState) -> &'static str {
    match state {
        CellState::Value => "",
        CellState::Suppressed => say("dold", "hidden"),
        CellState::Missing => say("uppgift saknas", "not reported"),
        CellState::NotApplicable => say("ej tillämpligt", "not applicable"),
    }
}

/// The unit of an indicator's values.
pub(super) fn unit(indicator: &Indicator) -> &'static str {
    match indicator.shape {
        Shape::Share => "%",
        Shape::Mean(unit) => unit.pick(),
    }
}

/// Which youths are counted.
pub(super) fn basis(basis: UnitBasis) -> &'static str {
    match basis {
        UnitBasis::HomeMunicipality => say("Folkbokförda i kommunen", "Registered in the municipality"),
        UnitBasis::SchoolLocation => {
            say("Elever vid skolor som ligger i kommunen", "Pupils at schools in the municipality")
        }
        UnitBasis::Authority => {
            say("Elever vid kommunens egna skolor", "Pupils at the municipality's own schools")
        }
    }
}

/// A value as it is read: whole percent, or a mean with one decimal, with the language's decimal sign.
pub(super) fn number(indicator: &Indicator, value: f64) -> String {
    let text = match indicator.shape {
        Shape::Share => format!("{value:.0}"),
        Shape::Mean(_) => format!("{value:.1}"),
    };
    say(text.replace('.', ","), text)
}

/// What a cell says, with its unit, or the word for its state.
pub(super) fn cell(indicator: &Indicator, cell: &published_cell::Model) -> String {
    match (cell.state, cell.value) {
        (CellState::Value, Some(value)) => {
            // A no-break space, as both languages write it.
            let space = say("\u{a0}", if indicator.shape == Shape::Share { "" } else { "\u{a0}" });
            format!("{}{space}{}", number(indicator, value), unit(indicator))
        }
        (CellState::Value, None) => say("dold", "hidden").to_owned(),
        (other, _) => state(other).to_owned(),
    }
}

/// A place in a breakdown, in words: `sex=K,year=9` is "kvinnor, årskurs 9"; the total is "alla".
pub(super) fn place(indicator: &Indicator, coordinate: &str) -> String {
    if coordinate.is_empty() {
        return say("alla", "all").to_owned();
    }
    let part = |part: &str| {
        let (code, category) = part.split_once('=')?;
        let dimension = indicator.dimensions.iter().find(|dimension| dimension.code() == code)?;
        Some(category_name(*dimension, category))
    };
    coordinate
        .split(',')
        .map(|one| part(one).unwrap_or_else(|| one.to_owned()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The name of a category; its code where the catalogue no longer has it.
pub(super) fn category_name(dimension: Dimension, code: &str) -> String {
    let known = dimension.categories().iter().find(|category| category.code == code);
    known.map_or_else(|| code.to_owned(), |category| category.name.pick().to_owned())
}
