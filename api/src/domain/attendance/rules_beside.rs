//! Which weeks stand beside a measure: the four with lessons before it began, and the four after.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::rules::Minutes;

/// How many weeks with lessons a side has at most.
const WEEKS: usize = 4;

/// How far from its beginning weeks are looked for, in days: four weeks with lessons, and the longest holidays.
pub const FAR: Days = Days::new(7 * 16);

/// The sum of one side: its minutes, and how many weeks they are of; none without a week that has lessons.
pub type Side = Option<(Minutes, usize)>;

/// The weeks before, which were over when it began, and those after, which began with it or later. The week in the middle
/// of which it began is in neither.
pub fn beside(weeks: &BTreeMap<NaiveDate, Minutes>, start: NaiveDate) -> (Side, Side) {
    let with_lessons = || weeks.iter().filter(|(_, minutes)| minutes.offered > 0);
    let near = |monday: NaiveDate| {
        start.checked_sub_days(FAR).is_none_or(|first| first <= monday)
            && start.checked_add_days(FAR).is_none_or(|last| monday <= last)
    };
    let before =
        with_lessons().rev().filter(|(monday, _)| near(**monday) && **monday + Days::new(7) <= start);
    let after = with_lessons().filter(|(monday, _)| near(**monday) && **monday >= start);
    (sum(before.map(|(_, minutes)| *minutes)), sum(after.map(|(_, minutes)| *minutes)))
}

fn sum(weeks: impl Iterator<Item = Minutes>) -> Side {
    let (sum, count) =
        weeks.take(WEEKS).fold((Minutes::default(), 0), |(sum, count), week| (sum.plus(week), count + 1));
    (count > 0).then_some((sum, count))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::support::scalars::Week;

    fn monday() -> NaiveDate {
        Week::of(NaiveDate::from_ymd_opt(2025, 9, 1).unwrap()).0
    }

    fn week(number: u64, offered: i64) -> (NaiveDate, Minutes) {
        (
            monday() + Days::new(7 * number),
            Minutes { valid: 10, reported: offered, offered, ..Minutes::default() },
        )
    }

    #[test]
    fn a_side_without_lessons_is_none_and_holidays_are_passed_over() {
        let start = monday() + Days::new(7 * 6);
        assert_eq!(beside(&BTreeMap::new(), start), (None, None));
        let weeks: BTreeMap<_, _> = [week(0, 100), week(1, 100), week(2, 0), week(5, 100), week(6, 0)].into();
        let (before, after) = beside(&weeks, start);
        assert_eq!(before.map(|(minutes, count)| (minutes.offered, count)), Some((300, 3)));
        assert_eq!(after, None);
    }

    #[test]
    fn the_week_in_which_it_began_counts_only_when_it_began_on_a_monday() {
        let weeks: BTreeMap<_, _> = (0..3).map(|number| week(number, 100)).collect();
        let counts = |start| {
            let (before, after) = beside(&weeks, start);
            (before.map_or(0, |side| side.1), after.map_or(0, |side| side.1))
        };
        assert_eq!(counts(monday() + Days::new(7)), (1, 2));
        assert_eq!(counts(monday() + Days::new(8)), (1, 1));
    }

    proptest! {
        #[test]
        fn no_week_is_on_both_sides_and_a_side_has_four_at_most(
            offered in prop::collection::vec(0_i64..3, 0..40), start in 0_u64..280
        ) {
            let weeks: BTreeMap<_, _> = (0..).zip(&offered).map(|(number, offered)| week(number, *offered)).collect();
            let (before, after) = beside(&weeks, monday() + Days::new(start));
            let count = |side: Side| side.map_or(0, |side| side.1);
            prop_assert!(count(before) <= 4 && count(after) <= 4);
            let with_lessons = offered.iter().filter(|offered| **offered > 0).count();
            prop_assert!(count(before) + count(after) <= with_lessons);
        }
    }
}
