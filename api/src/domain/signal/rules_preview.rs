//! What a preview may show: counts of people under the primary rule of disclosure control, with one hidden state.

/// Fewest people that a shown count, or what remains of it, stands for.
pub const FEWEST: i64 = 5;
/// Thresholds of a preview, in basis points: 5 % to 95 % in steps of five points, and no others, since comparing 19 %
/// with 20 % picks out one person.
pub const STEP: i64 = 500;
/// How many of them there are.
pub const STEPS: i64 = 19;

/// Whether a count of `part` among `whole` may be shown: both it and what remains are 5 or more, or nothing or everybody
/// among 20 or more.
pub fn may_show(part: i64, whole: i64) -> bool {
    let rest = whole - part;
    if whole < FEWEST || rest < 0 {
        return false;
    }
    if part == 0 || rest == 0 {
        return whole >= 4 * FEWEST;
    }
    part >= FEWEST && rest >= FEWEST
}

/// How many reach each threshold, from the lowest, hidden where it must be. `bands[n]` counts those whose highest share
/// lies from `n` steps up to the next. Those at one threshold are among those at the one below, so that a count is shown
/// only where it differs from the one shown before by nobody or by 5 or more.
pub fn shown(bands: &[i64]) -> Vec<Option<i64>> {
    let whole: i64 = bands.iter().sum();
    let mut before = may_show(whole, whole).then_some(whole);
    let reach = |step: i64| bands.iter().skip(usize::try_from(step).unwrap_or(usize::MAX)).sum::<i64>();
    (1..=STEPS)
        .map(reach)
        .map(|count| {
            let apart = before.is_none_or(|before| before == count || before - count >= FEWEST);
            let shown = (may_show(count, whole) && apart).then_some(count);
            before = shown.or(before);
            shown
        })
        .collect()
}

/// How many there are in all, hidden where they are fewer than 5.
pub fn shown_whole(bands: &[i64]) -> Option<i64> {
    let whole = bands.iter().sum();
    (whole >= FEWEST).then_some(whole)
}

/// The counts of a part, hidden too where those of the rest of the whole would be: who knows the whole could subtract.
pub fn shown_of_part(part: &[i64], whole: &[i64]) -> (Option<i64>, Vec<Option<i64>>) {
    let rest: Vec<i64> = (0..part.len().max(whole.len()))
        .map(|n| whole.get(n).copied().unwrap_or(0) - part.get(n).copied().unwrap_or(0))
        .collect();
    let of_rest = shown(&rest);
    let counts = shown(part).into_iter().zip(of_rest).map(|(own, other)| own.filter(|_| other.is_some()));
    (shown_whole(part).filter(|_| shown_whole(&rest).is_some()), counts.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_and_all_but_few_are_hidden_and_nobody_among_few_too() {
        assert!(may_show(5, 45) && may_show(40, 45) && may_show(0, 20));
        assert!(
            !may_show(4, 45) && !may_show(41, 45) && !may_show(0, 19) && !may_show(3, 4) && !may_show(1, 1)
        );
    }

    proptest! {
        #[test]
        fn no_shown_counts_differ_by_a_few(bands in prop::collection::vec(0_i64..12, 0..25)) {
            let whole: i64 = bands.iter().sum();
            let counts: Vec<i64> = shown(&bands).into_iter().flatten().chain(shown_whole(&bands)).collect();
            for one in &counts {
                prop_assert!(*one == 0 || *one >= FEWEST);
                for other in counts.iter().filter(|other| *one != **other) {
                    // The whole itself is no count of a property.
                    prop_assert!((one - other).abs() >= FEWEST || *one == whole || *other == whole);
                }
                prop_assert!(whole - one == 0 || whole - one >= FEWEST);
            }
        }

        #[test]
        fn what_is_shown_is_true(bands in prop::collection::vec(0_i64..40, 0..25)) {
            for (n, count) in shown(&bands).into_iter().enumerate() {
                let truth: i64 = bands.iter().skip(n + 1).sum();
                prop_assert!(count.is_none_or(|count| count == truth));
            }
        }

        #[test]
        fn a_part_hides_what_the_rest_would_give_away(
            part in prop::collection::vec(0_i64..12, 20), rest in prop::collection::vec(0_i64..12, 20)
        ) {
            let whole: Vec<i64> = part.iter().zip(&rest).map(|(a, b)| a + b).collect();
            let (_, counts) = shown_of_part(&part, &whole);
            for (n, _) in counts.iter().enumerate().filter(|(_, count)| count.is_some()) {
                let of_rest: i64 = rest.iter().skip(n + 1).sum();
                prop_assert!(of_rest == 0 || of_rest >= FEWEST);
            }
        }
    }
}
