//! Comparisons between municipalities, from shown values alone.

use std::cmp::Ordering;

use super::super::catalogue::Better;

/// Fewer than so many are not divided into quarters.
const LEAST_FOR_BANDS: usize = 4;

/// In which part of all a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// The best quarter.
    Best,
    /// Between.
    Middle,
    /// The worst quarter.
    Worst,
}

/// To one decimal.
pub fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The place of a value among all, 1 for the best; those that are equal share it. Where neither way is better the highest
/// is first.
pub fn rank(value: f64, all: &[f64], better: Better) -> usize {
    1 + all.iter().filter(|other| is_before(**other, value, better)).count()
}

/// The quarter that a value stands in: no more than a quarter of all are as good as it, or as bad. Those that are equal
/// stand together. None where neither way is better, or with fewer than four to compare.
pub fn band(value: f64, all: &[f64], better: Better) -> Option<Band> {
    if better == Better::Neither || all.len() < LEAST_FOR_BANDS {
        return None;
    }
    let at_least_as_good = all.iter().filter(|other| !is_before(value, **other, better)).count();
    let at_least_as_bad = all.iter().filter(|other| !is_before(**other, value, better)).count();
    Some(match (at_least_as_good * 4 <= all.len(), at_least_as_bad * 4 <= all.len()) {
        (true, false) => Band::Best,
        (false, true) => Band::Worst,
        _ => Band::Middle,
    })
}

fn is_before(one: f64, other: f64, better: Better) -> bool {
    match better {
        Better::Lower => one < other,
        Better::Higher | Better::Neither => one > other,
    }
}

/// The median: of an even number the mean of the two in the middle.
pub fn median(all: &[f64]) -> Option<f64> {
    let mut sorted = all.to_vec();
    sorted.sort_by(|one, other| one.partial_cmp(other).unwrap_or(Ordering::Equal));
    let half = sorted.len() / 2;
    let upper = sorted.get(half).copied()?;
    let lower =
        if sorted.len().is_multiple_of(2) { sorted.get(half.checked_sub(1)?).copied()? } else { upper };
    Some(f64::midpoint(lower, upper))
}

/// The mean that gives each municipality the same weight, as Kolada's figures of groups do.
#[allow(clippy::cast_precision_loss, reason = "at most 290 of them")]
pub fn unweighted_mean(all: &[f64]) -> Option<f64> {
    (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
}

/// A shown cell, as a sum over municipalities needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Numerator, or how many a mean is of.
    pub n: Option<i64>,
    /// Denominator; none of a mean.
    pub total: Option<i64>,
    /// Share or mean.
    pub value: f64,
}

/// Numerator, denominator and value of several municipalities together, each person with the same weight. Nothing where
/// one of them comes without its numbers.
#[allow(clippy::cast_precision_loss, reason = "counts of people")]
pub fn together(cells: &[Shown]) -> Option<(i64, Option<i64>, f64)> {
    let n: i64 = cells.iter().map(|cell| cell.n).sum::<Option<i64>>()?;
    if let Some(total) = cells.iter().map(|cell| cell.total).sum::<Option<i64>>() {
        return (total > 0).then(|| (n, Some(total), 100.0 * n as f64 / total as f64));
    }
    let sum: f64 = cells.iter().map(|cell| cell.value * cell.n.unwrap_or_default() as f64).sum();
    (n > 0).then(|| (n, None, sum / n as f64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec((0_i32..100).prop_map(f64::from), 1..40)
    }

    proptest! {
        #[test]
        fn turning_the_direction_turns_the_bands(all in values()) {
            for value in &all {
                let turned = |band: Option<Band>| band.map(|band| match band {
                    Band::Best => Band::Worst,
                    Band::Worst => Band::Best,
                    Band::Middle => Band::Middle,
                });
                let higher = band(*value, &all, Better::Higher);
                prop_assert_eq!(turned(higher), band(*value, &all, Better::Lower));
                prop_assert_eq!(higher.is_none(), all.len() < 4);
                prop_assert_eq!(band(*value, &all, Better::Neither), None);
            }
        }

        #[test]
        fn no_more_than_a_quarter_is_best_and_no_better_one_stands_lower(all in values()) {
            let bands: Vec<_> = all.iter().map(|value| band(*value, &all, Better::Higher)).collect();
            let best = bands.iter().filter(|band| **band == Some(Band::Best)).count();
            prop_assert!(best * 4 <= all.len());
            for (at, value) in all.iter().enumerate() {
                for (other, higher) in all.iter().enumerate().filter(|(_, higher)| *higher > value) {
                    prop_assert!(bands[at] != Some(Band::Best) || bands[other] == Some(Band::Best));
                    prop_assert!(rank(*higher, &all, Better::Higher) < rank(*value, &all, Better::Higher));
                }
            }
        }

        #[test]
        fn as_many_stand_above_the_median_as_below(all in values()) {
            let middle = median(&all).unwrap();
            let above = all.iter().filter(|value| **value > middle).count();
            let below = all.iter().filter(|value| **value < middle).count();
            prop_assert!(above * 2 <= all.len() && below * 2 <= all.len());
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(median(&turned), Some(middle));
        }

        #[test]
        fn a_share_of_all_lies_between_the_shares_of_each(cells in prop::collection::vec((0_i64..50, 1_i64..50), 1..20)) {
            #[allow(clippy::cast_precision_loss)]
            let cells: Vec<_> = cells.into_iter().map(|(n, more)| {
                let total = n + more;
                Shown { n: Some(n), total: Some(total), value: 100.0 * n as f64 / total as f64 }
            }).collect();
            let (n, total, value) = together(&cells).unwrap();
            prop_assert_eq!(n, cells.iter().filter_map(|cell| cell.n).sum::<i64>());
            prop_assert_eq!(total, Some(cells.iter().filter_map(|cell| cell.total).sum::<i64>()));
            let least = cells.iter().map(|cell| cell.value).fold(f64::MAX, f64::min);
            let most = cells.iter().map(|cell| cell.value).fold(f64::MIN, f64::max);
            prop_assert!(least - 1e-9 <= value && value <= most + 1e-9);
        }
    }

    #[test]
    fn equals_share_a_place_and_a_band() {
        let all = [10.0, 20.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0];
        assert_eq!(all.map(|value| rank(value, &all, Better::Lower)), [1, 2, 2, 4, 5, 6, 7, 8]);
        assert_eq!(band(10.0, &all, Better::Lower), Some(Band::Best));
        assert_eq!(
            band(20.0, &all, Better::Lower),
            Some(Band::Middle),
            "three of eight are more than a quarter"
        );
        assert_eq!(band(60.0, &all, Better::Lower), Some(Band::Worst));
        assert_eq!(band(5.0, &[5.0; 8], Better::Lower), Some(Band::Middle));
    }

    #[test]
    fn a_mean_of_all_gives_each_person_the_same_weight_and_official_values_have_none() {
        let mean = |n, value| Shown { n: Some(n), total: None, value };
        assert_eq!(together(&[mean(10, 2.0), mean(30, 4.0)]), Some((40, None, 3.5)));
        assert_eq!(together(&[Shown { n: None, total: None, value: 85.0 }]), None);
        assert_eq!((together(&[]), median(&[]), unweighted_mean(&[])), (None, None, None));
    }
}
