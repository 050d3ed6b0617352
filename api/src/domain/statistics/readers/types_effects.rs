//! Effects of methods in GraphQL: figures of several municipalities together that are never shown for one.

use std::collections::BTreeMap;

use async_graphql::SimpleObject;
use entity::vocabulary::CellState;

use super::super::catalogue::{self, Shape};
use super::rules_compare::{self, Shown, rounded};
use super::rules_effects::{Contribution, interval, may_be_shown};
use super::store::{Cell, Found};
use super::types_indicator::{Indicator, IndicatorCategory};

/// What became of those with whom a method was used, in all municipalities that contribute together.
#[derive(SimpleObject, Clone, Debug)]
pub struct MethodEffect {
    /// What is measured, such as absence before or after.
    pub indicator: Indicator,
    /// The method (insatstyp).
    pub method: IndicatorCategory,
    /// Of which period.
    pub period: String,
    /// Whether the figure is hidden: fewer than four municipalities contribute, one has more than half, or what is left when
    /// one is taken away is too small a group. Then nothing below is said.
    pub hidden: bool,
    /// How many municipalities contribute.
    pub municipalities: Option<i32>,
    /// How many people it is of.
    pub people: Option<i64>,
    /// Share in percent or mean, each person with the same weight; to one decimal.
    pub value: Option<f64>,
    /// Lower end of the interval of 95 % (Wilson's), in percent; null for a mean, since how people differ is never
    /// published.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
}

impl MethodEffect {
    /// The effects that an indicator's figures tell of, by period and method. They stand in the breakdown by method alone.
    pub fn all(of: &catalogue::Indicator, found: Vec<Found>) -> Vec<Self> {
        let mut cells: BTreeMap<(String, String), Vec<Cell>> = BTreeMap::new();
        for figure in found {
            for cell in figure.cells {
                let method = cell.coordinate.split_once('=').map_or("", |(_, code)| code).to_owned();
                cells.entry((figure.period.clone(), method)).or_default().push(cell);
            }
        }
        let effects =
            cells.into_iter().map(|((period, method), cells)| Self::of(of, period, &method, &cells));
        effects.collect()
    }

    fn of(of: &catalogue::Indicator, period: String, method: &str, cells: &[Cell]) -> Self {
        let categories = of.dimensions.iter().flat_map(|dimension| dimension.categories());
        let name = categories
            .filter(|category| category.code == method)
            .map(|category| category.name.pick())
            .next()
            .unwrap_or(method);
        let method = IndicatorCategory { code: method.to_owned(), name: name.to_owned() };
        let shown: Vec<_> = cells.iter().filter_map(shown).collect();
        let contributions: Vec<_> = shown
            .iter()
            .filter_map(|cell| Some(Contribution { n: cell.n?, total: cell.total.or(cell.n)? }))
            .collect();
        let is_share = matches!(of.shape, Shape::Share);
        let together =
            rules_compare::together(&shown).filter(|_| may_be_shown(&contributions, of.floor, is_share));
        let ends = together.and_then(|(n, total, _)| interval(n, total?));
        Self {
            indicator: of.into(),
            method,
            period,
            hidden: together.is_none(),
            municipalities: together.and_then(|_| i32::try_from(shown.len()).ok()),
            people: together.map(|(n, total, _)| total.unwrap_or(n)),
            value: together.map(|(.., value)| rounded(value)),
            lower: ends.map(|(lower, _)| rounded(lower)),
            upper: ends.map(|(_, upper)| rounded(upper)),
        }
    }
}

/// A cell that is shown, as sums need it.
pub fn shown(cell: &Cell) -> Option<Shown> {
    let is_shown = cell.state == CellState::Value;
    is_shown.then_some(Shown { n: cell.n, total: cell.total, value: cell.value? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(municipality: &str, n: i64, total: i64, state: CellState) -> Found {
        #[allow(clippy::cast_precision_loss)]
        let value = Some((100.0 * n as f64 / total as f64).round());
        let cell = Cell {
            coordinate: "sex=K".to_owned(),
            state,
            n: Some(n),
            total: Some(total),
            value,
            not_revised: false,
        };
        let (municipality, period) = (municipality.to_owned(), "2024/25".to_owned());
        Found { municipality, period, about: None, cells: vec![cell] }
    }

    #[test]
    fn four_that_hide_each_other_are_shown_together_and_three_are_not() {
        let of = catalogue::find("UP10120").unwrap();
        let four = || ["0180", "0380", "0483", "0513"].map(|code| found(code, 10, 30, CellState::Value));
        let effects = MethodEffect::all(of, four().to_vec());
        assert_eq!(effects.len(), 1);
        let effect = &effects[0];
        assert!(!effect.hidden && effect.method.code == "K");
        assert_eq!((effect.municipalities, effect.people, effect.value), (Some(4), Some(120), Some(33.3)));
        assert!(
            effect.lower.is_some_and(|lower| lower < 33.3) && effect.upper.is_some_and(|upper| upper > 33.3)
        );
        let mut hidden = four().to_vec();
        hidden[0] = found("0180", 10, 30, CellState::Suppressed);
        let effects = MethodEffect::all(of, hidden);
        assert!(effects[0].hidden && effects[0].people.is_none() && effects[0].municipalities.is_none());
    }
}
