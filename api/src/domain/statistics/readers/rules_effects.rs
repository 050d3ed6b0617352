//! When a figure of several municipalities together may be shown though theirs alone may not.
//!
//! A municipality knows its own contribution and can take it away from the sum. So at least four contribute, none with more
//! than half, and what is left when any one is taken away is still a group that may be shown: n, N and what is between
//! them are at least k.

/// Fewer than so many do not hide each other.
const LEAST: usize = 4;
/// The quantile of the normal distribution for an interval of 95 %.
const Z: f64 = 1.959_964;

/// What one municipality contributes: of a share numerator and denominator, of a mean how many it is of (as both).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Numerator.
    pub n: i64,
    /// Denominator.
    pub total: i64,
}

/// Whether the sum of these contributions may be shown; `shares` where they have a numerator of their own.
pub fn may_be_shown(all: &[Contribution], floor: i64, shares: bool) -> bool {
    let sum = all.iter().fold(Contribution { n: 0, total: 0 }, |sum, one| Contribution {
        n: sum.n.saturating_add(one.n),
        total: sum.total.saturating_add(one.total),
    });
    all.len() >= LEAST
        && all.iter().all(|one| {
            let (n, total) = (sum.n - one.n, sum.total - one.total);
            let none_over_half = one.total.saturating_mul(2) <= sum.total
                && one.n.saturating_mul(2) <= sum.n
                && (one.total - one.n).saturating_mul(2) <= sum.total - sum.n;
            let left = total >= floor && (!shares || (n >= floor && total - n >= floor));
            none_over_half && left
        })
}

/// The interval of 95 % of a share (Wilson's), in percent.
#[allow(clippy::cast_precision_loss, reason = "counts of people")]
pub fn interval(n: i64, total: i64) -> Option<(f64, f64)> {
    if total <= 0 || !(0..=total).contains(&n) {
        return None;
    }
    let (share, size) = (n as f64 / total as f64, total as f64);
    let middle = (share + Z * Z / (2.0 * size)) / (1.0 + Z * Z / size);
    let half = Z / (1.0 + Z * Z / size) * (share * (1.0 - share) / size + Z * Z / (4.0 * size * size)).sqrt();
    Some((100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn contributions() -> impl Strategy<Value = Vec<Contribution>> {
        let one = (0_i64..60, 0_i64..60).prop_map(|(n, more)| Contribution { n, total: n + more });
        prop::collection::vec(one, 0..12)
    }

    proptest! {
        /// What a contributor can work out by taking its own away.
        #[test]
        fn whoever_contributes_learns_of_no_small_group(all in contributions(), floor in 5_i64..=10) {
            if !may_be_shown(&all, floor, true) {
                return Ok(());
            }
            prop_assert!(all.len() >= 4);
            let (n, total): (i64, i64) = (all.iter().map(|one| one.n).sum(), all.iter().map(|one| one.total).sum());
            for one in &all {
                let (left_n, left_total) = (n - one.n, total - one.total);
                prop_assert!(left_n >= floor && left_total >= floor && left_total - left_n >= floor);
                prop_assert!(one.total * 2 <= total);
            }
        }

        #[test]
        fn the_order_of_municipalities_tells_nothing(all in contributions(), floor in 5_i64..=10) {
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(may_be_shown(&all, floor, true), may_be_shown(&turned, floor, true));
            prop_assert!(!may_be_shown(&all, floor, true) || may_be_shown(&all, floor, false));
        }

        #[test]
        fn an_interval_holds_its_share_and_narrows_with_more_people(n in 0_i64..200, more in 0_i64..200) {
            let total = n + more;
            prop_assume!(total > 0);
            let (low, high) = interval(n, total).unwrap();
            #[allow(clippy::cast_precision_loss)]
            let share = 100.0 * n as f64 / total as f64;
            prop_assert!(0.0 <= low && low <= share + 1e-9 && share <= high + 1e-9 && high <= 100.0);
            let (low_of_ten, high_of_ten) = interval(n * 10, total * 10).unwrap();
            prop_assert!(high_of_ten - low_of_ten < high - low);
        }
    }

    #[test]
    fn three_are_too_few_and_one_may_not_be_most_of_it() {
        let equal = |count| vec![Contribution { n: 10, total: 20 }; count];
        assert!(!may_be_shown(&equal(3), 5, true) && may_be_shown(&equal(4), 5, true));
        let mut one_is_most = equal(4);
        one_is_most.push(Contribution { n: 50, total: 100 });
        assert!(!may_be_shown(&one_is_most, 5, true));
        assert_eq!(interval(1, 0), None);
    }
}
