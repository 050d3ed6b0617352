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
mod absence_invalid;
mod absence_valid;
mod better;
mod completion;
mod completion_3;
mod completion_4;
mod completion_5;
mod dimension;
mod drop_out;
mod effect;
mod effect_after;
mod effect_before;
mod effect_completion;
mod effect_less;
mod eligible;
mod kaa;
mod kaa_contacted;
mod kaa_in_measure;
mod kaa_left;
mod lead_follow_up;
mod lead_mapping;
mod lead_measure;
mod lead_time;
mod measures;
mod measures_better;
mod measures_completed;
mod measures_declined;
mod period;
mod population;
pub mod purposes;
mod status;
mod status_12;
mod status_24;
mod status_6;
mod unattended;

pub use better::Better;
pub use dimension::{Category, Dimension, breakdown, coordinate};
pub use period::{Period, PeriodKind};

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{Months, NaiveDate};
use entity::reach::Reach;
use entity::vocabulary::{StatisticsPurpose, UnitBasis};
use sea_orm::sea_query::SelectStatement;
use uuid::Uuid;

use super::disclosure::primary::{Floor, Threshold};
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
    /// The indicator that this one's numerator is a part of, with the same denominator but for what is not applicable.
    pub part_of: Option<&'static str>,
    /// The indicator whose denominator is the same people, where that is not the one that it is a part of: what is hidden of
    /// one denominator must not stand in another.
    pub same_people_as: Option<&'static str>,
    /// How many whole years after a period its figures are complete: of a cohort that is followed.
    pub matures_after: u32,
    /// The purpose that needs a ground of its own, where there is one.
    pub purpose: Option<StatisticsPurpose>,
    /// The tables that it is worked out from.
    pub reads: &'static [&'static str],
    /// Where its definition comes from.
    pub source: Text,
    /// Coordinates of cells that cannot exist (ej tillämpligt), such as `programme=IM`: nobody there is in any number.
    pub not_applicable: &'static [&'static str],
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
    absence_valid::INDICATOR,
    absence_invalid::INDICATOR,
    absence_10::INDICATOR,
    absence_15::INDICATOR,
    absence_20::INDICATOR,
    absence_30::INDICATOR,
    absence_50::INDICATOR,
    eligible::INDICATOR,
    completion_3::INDICATOR,
    completion_4::INDICATOR,
    completion_5::INDICATOR,
    drop_out::INDICATOR,
    unattended::INDICATOR,
    lead_mapping::INDICATOR,
    lead_measure::INDICATOR,
    lead_follow_up::INDICATOR,
    kaa_contacted::INDICATOR,
    kaa_in_measure::INDICATOR,
    kaa_left::INDICATOR,
    measures_declined::INDICATOR,
    measures_completed::INDICATOR,
    measures_better::INDICATOR,
    status_6::INDICATOR,
    status_12::INDICATOR,
    status_24::INDICATOR,
    effect_before::INDICATOR,
    effect_after::INDICATOR,
    effect_less::INDICATOR,
    effect_completion::INDICATOR,
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
        Ok(merged(rows.into_iter().map(|row| self.leaf(row))))
    }

    fn leaf(&self, row: Row) -> Leaf {
        let (unit, first, second, third, n, total, sum, largest, without_data) = row;
        let found = [first, second, third];
        let categories =
            self.dimensions.iter().zip(found).map(|(dimension, code)| dimension.category(code.as_deref()));
        Leaf { unit, categories: categories.collect(), n, total, sum, largest, without_data }
    }

    /// The lowest number of people that may be shown, at its floor.
    pub fn threshold(&self) -> Threshold {
        Threshold::at(self.floor_of_k())
    }

    /// How low that number may be set.
    pub fn floor_of_k(&self) -> Floor {
        if self.floor >= 10 { Floor::Strict } else { Floor::General }
    }

    /// The indicator that names this one's denominator: of those whose denominators are the same people it is the same. One
    /// that leaves out what is not applicable has a denominator of its own, a part of the other.
    pub fn denominator(&self) -> &'static str {
        let larger = self.part_of.filter(|_| self.not_applicable.is_empty()).or(self.same_people_as);
        larger.and_then(find).map_or(self.code, Self::denominator)
    }

    /// The latest periods that have figures, the running one first; of a cohort, those that have been followed long enough.
    pub fn latest_periods(&self, today: NaiveDate) -> [Period; 2] {
        let latest = Period::of(self.period, today - Months::new(12 * self.matures_after));
        [latest, latest.previous()]
    }

    /// Whether a category cannot exist here (ej tillämpligt).
    pub fn is_not_applicable(&self, dimension: Dimension, category: &str) -> bool {
        let written = format!("{}={category}", dimension.code());
        self.not_applicable.contains(&written.as_str())
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

/// One leaf for each place, in their order: codes that are not in a list fall together as unknown.
fn merged(leaves: impl Iterator<Item = Leaf>) -> Vec<Leaf> {
    let mut places: BTreeMap<(Uuid, Vec<&'static str>), Leaf> = BTreeMap::new();
    for leaf in leaves {
        match places.entry((leaf.unit, leaf.categories.clone())) {
            Entry::Vacant(place) => {
                place.insert(leaf);
            }
            Entry::Occupied(mut place) => place.get_mut().add(&leaf),
        }
    }
    places.into_values().collect()
}

impl Leaf {
    /// Adds the people of another.
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.total += other.total;
        self.sum += other.sum;
        self.largest = self.largest.max(other.largest);
        self.without_data += other.without_data;
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

    #[test]
    fn what_counts_the_same_people_has_one_denominator() {
        let named = |code: &str| find(code).map(Indicator::denominator);
        for code in ["UP10101", "UP10102", "UP10110", "UP10150"] {
            assert_eq!(named(code), Some("UP10110"));
        }
        assert_eq!(named("UP20204"), Some("UP20205"));
        assert_eq!(named("UP20203"), Some("UP20203"));
        assert_eq!(named("UP40200"), Some("UP40100"));
    }
}
