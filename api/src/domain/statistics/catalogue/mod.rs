//! The catalogue (nyckeltalskatalog): one file is one indicator, with all that must be known to read its figures.
//!
//! An indicator is worked out by one statement, which gives the smallest cells: by unit and by every declared dimension.
//! Everything that is shown anywhere is a sum of those. A municipality adds nothing here; a new indicator is a new file
//! and a line in [`ALL`].

mod absence;
mod absence_10;
mod absence_15;
mod absence_20;
mod absence_30;
mod absence_50;
mod better;
mod dimension;
mod period;
mod population;

pub use better::Better;
pub use dimension::{Category, Dimension};
pub use period::{Period, PeriodKind};

use entity::reach::Reach;
use entity::vocabulary::{StatisticsPurpose, UnitBasis};
use sea_orm::sea_query::SelectStatement;
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::language::Language;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// In the reader's language.
    pub fn pick(self) -> &'static str {
        Language::current().pick(self.sv, self.en)
    }
}

/// What an indicator's figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A numerator of a denominator, shown as a share in whole percent.
    Share,
    /// A mean with one decimal, of so many people; its unit is said.
    Mean(Text),
}

/// One indicator (nyckeltal).
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Its code, `UP` and five digits.
    pub code: &'static str,
    /// Version of the definition, from 1; a changed definition is a new version.
    pub version: i32,
    /// Title.
    pub title: Text,
    /// Definition in words.
    pub definition: Text,
    /// Who is counted above the line; of a mean, what is averaged.
    pub numerator: Text,
    /// Who is counted below the line.
    pub denominator: Text,
    /// Which youths.
    pub basis: UnitBasis,
    /// Which periods it has.
    pub period: PeriodKind,
    /// What its figures are.
    pub shape: Shape,
    /// The declared dimensions, at most three; breakdowns are by each and by all of them together.
    pub dimensions: &'static [Dimension],
    /// Fewer than so many are never shown: 5, or 10 for the activity duty, measures and adapted school forms.
    pub floor: i64,
    /// Whether having the property is sensitive: then a group of whom all or none have it is always hidden.
    pub sensitive: bool,
    /// Whether it is published only for all municipalities together.
    pub group_only: bool,
    /// The indicator that this one's numerator is a part of, with the same denominator.
    pub part_of: Option<&'static str>,
    /// The purpose that needs a ground of its own, where there is one.
    pub purpose: Option<StatisticsPurpose>,
    /// The tables that it is worked out from.
    pub reads: &'static [&'static str],
    /// Where its definition comes from.
    pub source: Text,
    /// Unit, the declared dimensions (three columns, null where fewer are declared), numerator, denominator, sum and
    /// largest single value of a mean (0 for a share), and how many of the population have no data.
    pub leaves: fn(&Reach, &Period) -> SelectStatement,
}

/// One of the smallest cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The school unit, or the unit of the activity duty.
    pub unit: Uuid,
    /// One category for each declared dimension, in their order.
    pub categories: Vec<&'static str>,
    /// Numerator; of a mean, how many it is of.
    pub n: i64,
    /// Denominator.
    pub total: i64,
    /// Of a mean, what the values add up to; 0 of a share.
    pub sum: i64,
    /// Of a mean, the largest single value; 0 of a share.
    pub largest: i64,
    /// How many of the population have no data, and are in no other number here.
    pub without_data: i64,
}

/// Every indicator, by code.
pub const ALL: &[Indicator] = &[
    absence_10::INDICATOR,
    absence_15::INDICATOR,
    absence_20::INDICATOR,
    absence_30::INDICATOR,
    absence_50::INDICATOR,
];

/// The indicator of a code.
pub fn find(code: &str) -> Option<&'static Indicator> {
    ALL.iter().find(|indicator| indicator.code == code)
}

/// A row as the statement gives it.
type Row = (Uuid, Option<String>, Option<String>, Option<String>, i64, i64, i64, i64, i64);

impl Indicator {
    /// The smallest cells of a period: one statement, in which everybody counts.
    pub async fn leaves(&self, grant: &Grant, period: &Period) -> Result<Vec<Leaf>, Fault> {
        let rows: Vec<Row> = grant.counted(|reach| (self.leaves)(reach, period)).await?;
        let mut leaves: Vec<_> = rows.into_iter().map(|row| self.leaf(row)).collect();
        leaves.sort_by(|a, b| (a.unit, &a.categories).cmp(&(b.unit, &b.categories)));
        Ok(leaves)
    }

    fn leaf(&self, row: Row) -> Leaf {
        let (unit, first, second, third, n, total, sum, largest, without_data) = row;
        let found = [first, second, third];
        let categories =
            self.dimensions.iter().zip(found).map(|(dimension, code)| dimension.category(code.as_deref()));
        Leaf { unit, categories: categories.collect(), n, total, sum, largest, without_data }
    }

    /// The breakdowns that are declared: none, by each dimension, and by all of them where there are more than one.
    pub fn breakdowns(&self) -> Vec<Vec<Dimension>> {
        let mut breakdowns = vec![Vec::new()];
        breakdowns.extend(self.dimensions.iter().map(|dimension| vec![*dimension]));
        if self.dimensions.len() > 1 {
            breakdowns.push(self.dimensions.to_vec());
        }
        breakdowns
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_in_order_and_each_says_all_that_must_be_known() {
        let codes: Vec<_> = ALL.iter().map(|indicator| indicator.code).collect();
        let sorted: BTreeSet<_> = codes.iter().copied().collect();
        assert_eq!(codes, sorted.into_iter().collect::<Vec<_>>());
        for indicator in ALL {
            assert!(indicator.code.len() == 7 && indicator.code.starts_with("UP"), "{}", indicator.code);
            assert!(indicator.floor >= 5 && indicator.dimensions.len() <= 3, "{}", indicator.code);
            let texts = [indicator.title, indicator.definition, indicator.numerator, indicator.denominator];
            assert!(
                texts.iter().all(|text| !text.sv.is_empty() && !text.en.is_empty()),
                "{}",
                indicator.code
            );
            let whole = indicator.part_of.map(find);
            assert!(whole.is_none_or(|whole| whole.is_some_and(|whole| whole.basis == indicator.basis)));
        }
    }
}
