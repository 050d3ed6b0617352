//! When a rule is met, and what follows for the signals of a youth. Pure: the figures are handed in.

use chrono::{Datelike, Days, NaiveDate};
use entity::vocabulary::{SignalMeasure, SignalState};

use crate::support::minutes::Minutes;

/// Basis points of a whole.
pub const WHOLE: i64 = 10_000;

/// What a rule measures, read for one youth. What is not known makes it an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A share of minutes: known, and at most, of those offered.
    Share {
        /// Minutes that are known to count.
        known: i64,
        /// Minutes that may count.
        at_most: i64,
        /// Minutes offered.
        offered: i64,
    },
    /// A number of things.
    Count(i64),
}

/// How a reading stands to a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At or over it, whatever is not known.
    Over,
    /// Perhaps: only if what is not known counts.
    Perhaps,
    /// Below it, whatever is not known.
    Below,
    /// There is nothing to go by.
    Unknown,
}

impl Reading {
    /// The absence of some weeks, by the measure.
    pub fn of_absence(measure: SignalMeasure, minutes: Minutes) -> Self {
        let known = if measure == SignalMeasure::InvalidAbsence { minutes.invalid } else { minutes.absent() };
        Self::Share { known, at_most: known + minutes.unknown(), offered: minutes.offered }
    }

    /// How it stands to a threshold: basis points of a share, or a number.
    pub fn stands(self, threshold: i32) -> Standing {
        let threshold = i64::from(threshold);
        match self {
            Self::Share { offered, .. } if offered <= 0 => Standing::Unknown,
            Self::Share { known, .. } if known * WHOLE >= threshold * self.whole() => Standing::Over,
            Self::Share { at_most, .. } if at_most * WHOLE >= threshold * self.whole() => Standing::Perhaps,
            Self::Count(count) if count >= threshold => Standing::Over,
            Self::Share { .. } | Self::Count(_) => Standing::Below,
        }
    }

    fn whole(self) -> i64 {
        match self {
            Self::Share { offered, .. } => offered,
            Self::Count(_) => 1,
        }
    }
}

/// The last `number` weeks that have lessons. The present week counts once all of it is reported: before that, lessons
/// that are still to come would be taken for unreported ones.
pub fn window(weeks: &[(NaiveDate, Minutes)], number: i16, monday: NaiveDate) -> Vec<(NaiveDate, Minutes)> {
    let first = looks_back_to(number, monday);
    let counts = |(week, minutes): &&(NaiveDate, Minutes)| {
        let has_ended = *week < monday || (*week == monday && minutes.unknown() == 0);
        minutes.offered > 0 && *week >= first && has_ended
    };
    let mut last: Vec<_> = weeks.iter().filter(counts).copied().collect();
    last.sort_by_key(|(week, _)| *week);
    let number = usize::try_from(number).unwrap_or_default();
    last.split_off(last.len().saturating_sub(number))
}

/// From which Monday weeks with lessons are looked for: as many weeks without lessons may lie between, and a summer.
pub fn looks_back_to(number: i16, monday: NaiveDate) -> NaiveDate {
    let weeks = (u64::try_from(number).unwrap_or_default() * 2 + 12).min(60);
    monday - Days::new(7 * weeks)
}

/// The term of a day and the one before: 2025HT and 2025VT.
pub fn terms(today: NaiveDate) -> [String; 2] {
    let year = today.year();
    if today.month() < 7 {
        [format!("{year}VT"), format!("{}HT", year - 1)]
    } else {
        [format!("{year}HT"), format!("{year}VT")]
    }
}

/// The last signal that a rule raised for a youth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// Counts the episodes, from 1.
    pub episode: i32,
    /// Where the signal stands.
    pub state: SignalState,
    /// The day it was raised.
    pub raised_on: NaiveDate,
    /// Whether the episode has ended.
    pub cleared: bool,
}

/// What is to be done about a youth's signals of one rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Raise the signal, in this episode.
    pub raise: Option<i32>,
    /// End the episode of the last signal.
    pub clear: bool,
    /// Ask for the missing reports, in this episode.
    pub ask: Option<i32>,
    /// The reports are there: end the episode of the last item that asked for them.
    pub settle: bool,
}

/// What follows from how a youth stands to a rule. `due` says whether the step of the staircase may be taken; `signal`
/// and `item` are the last signal and the last item that asked for reports.
pub fn judge(standing: Standing, due: bool, signal: Option<Last>, item: Option<Last>) -> Verdict {
    let stands = |last: Option<Last>| last.is_some_and(|last| !last.cleared);
    let next = |last: Option<Last>| Some(last.map_or(0, |last| last.episode) + 1);
    let mut verdict = Verdict::default();
    match standing {
        Standing::Over => {
            verdict.raise = next(signal).filter(|_| due && !stands(signal));
            verdict.settle = stands(item);
        }
        Standing::Perhaps => verdict.ask = next(item).filter(|_| due && !stands(item)),
        Standing::Below => {
            verdict.clear = stands(signal);
            verdict.settle = stands(item);
        }
        Standing::Unknown => {}
    }
    verdict
}

/// Whether the next step of a staircase may be taken: the signal of the step before stands, was not dismissed, and has
/// stood for as many school days as the rule says, counted by `school_days`.
pub fn is_due(before: Option<Last>, after_days: i32, school_days: impl Fn(NaiveDate) -> u32) -> bool {
    before.is_some_and(|last| {
        !last.cleared
            && last.state != SignalState::Dismissed
            && i64::from(school_days(last.raised_on)) >= i64::from(after_days)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 11, 24).unwrap()
    }

    fn minutes(valid: i64, invalid: i64, reported: i64, offered: i64) -> Minutes {
        Minutes { valid, invalid, other: 0, reported, offered }
    }

    fn last(episode: i32, cleared: bool) -> Last {
        Last { episode, state: SignalState::Open, raised_on: monday(), cleared }
    }

    prop_compose! {
        fn any_minutes()(offered in 0_i64..3_000, a in 0.0..=1.0, b in 0.0..=1.0, c in 0.0..=1.0) -> Minutes {
            let part = |whole: i64, share: f64| (whole as f64 * share) as i64;
            let reported = part(offered, a);
            let absent = part(reported, b);
            let valid = part(absent, c);
            minutes(valid, absent - valid, reported, offered)
        }
    }

    fn any_standing() -> impl Strategy<Value = Standing> {
        prop::sample::select(vec![Standing::Over, Standing::Perhaps, Standing::Below, Standing::Unknown])
    }

    #[test]
    fn fifteen_of_a_hundred_is_over_fifteen_percent_and_less_is_not() {
        let total = |minutes| Reading::of_absence(SignalMeasure::TotalAbsence, minutes).stands(1_500);
        assert_eq!(total(minutes(10, 5, 100, 100)), Standing::Over);
        assert_eq!(total(minutes(1_499, 0, 10_000, 10_000)), Standing::Below);
        assert_eq!(total(minutes(1, 0, 35, 100)), Standing::Perhaps);
        assert_eq!(total(minutes(0, 0, 0, 0)), Standing::Unknown);
        let invalid = |minutes| Reading::of_absence(SignalMeasure::InvalidAbsence, minutes).stands(1_500);
        assert_eq!(invalid(minutes(10, 5, 100, 100)), Standing::Below);
    }

    #[test]
    fn the_present_week_counts_once_all_of_it_is_reported() {
        let before = monday() - Days::new(7);
        let weeks = |reported| [(before, minutes(0, 0, 100, 100)), (monday(), minutes(20, 0, reported, 100))];
        assert_eq!(window(&weeks(60), 4, monday()).len(), 1);
        assert_eq!(window(&weeks(100), 4, monday()).len(), 2);
    }

    #[test]
    fn terms_follow_each_other() {
        assert_eq!(terms(monday()), ["2025HT", "2025VT"]);
        assert_eq!(terms(NaiveDate::from_ymd_opt(2026, 1, 8).unwrap()), ["2026VT", "2025HT"]);
    }

    #[test]
    fn the_second_step_waits_for_its_days_and_stops_at_a_dismissal() {
        let days = |_| 9;
        assert!(!is_due(Some(last(1, false)), 10, days) && is_due(Some(last(1, false)), 9, days));
        assert!(!is_due(Some(last(1, true)), 0, days) && !is_due(None, 0, days));
        let dismissed = Last { state: SignalState::Dismissed, ..last(1, false) };
        assert!(!is_due(Some(dismissed), 0, days));
    }

    proptest! {
        #[test]
        fn a_signal_is_never_raised_by_what_is_not_known(minutes in any_minutes(), threshold in 1..=10_000) {
            let reading = Reading::of_absence(SignalMeasure::TotalAbsence, minutes);
            let all_present = Minutes { reported: minutes.offered, ..minutes };
            let if_present = Reading::of_absence(SignalMeasure::TotalAbsence, all_present).stands(threshold);
            let all_absent = Minutes { valid: minutes.valid + minutes.unknown(), ..all_present };
            let if_absent = Reading::of_absence(SignalMeasure::TotalAbsence, all_absent).stands(threshold);
            match reading.stands(threshold) {
                Standing::Over => prop_assert!(if_present == Standing::Over && if_absent == Standing::Over),
                Standing::Perhaps => prop_assert!(if_present == Standing::Below && if_absent == Standing::Over),
                Standing::Below => prop_assert!(if_present == Standing::Below && if_absent == Standing::Below),
                Standing::Unknown => prop_assert_eq!(minutes.offered, 0),
            }
        }

        #[test]
        fn a_window_has_only_weeks_with_lessons_and_the_latest_of_them(
            offered in prop::collection::vec(0_i64..3, 0..30), number in 1_i16..10
        ) {
            let weeks: Vec<_> = offered
                .iter()
                .enumerate()
                .map(|(back, offered)| (monday() - Days::new(7 * (1 + back as u64)), minutes(0, 0, *offered, *offered)))
                .collect();
            let window = window(&weeks, number, monday());
            let first_week = looks_back_to(number, monday());
            let weeks: Vec<_> = weeks.into_iter().filter(|(week, _)| *week >= first_week).collect();
            let with_lessons = weeks.iter().filter(|(_, minutes)| minutes.offered > 0).count();
            prop_assert_eq!(window.len(), with_lessons.min(usize::try_from(number).unwrap()));
            prop_assert!(window.iter().all(|(_, minutes)| minutes.offered > 0));
            prop_assert!(window.windows(2).all(|pair| pair[0].0 < pair[1].0));
            let first = window.first().map(|(week, _)| *week);
            let left_out = weeks.iter().filter(|(week, minutes)| {
                minutes.offered > 0 && !window.iter().any(|(other, _)| other == week)
            });
            prop_assert!(left_out.clone().all(|(week, _)| Some(*week) < first));
        }

        #[test]
        fn whatever_comes_an_episode_raises_once_and_the_same_again_does_nothing(
            standings in prop::collection::vec(any_standing(), 0..40)
        ) {
            let (mut signal, mut item): (Option<Last>, Option<Last>) = (None, None);
            let (mut raised, mut risen, mut below) = (0, 0, true);
            for standing in standings {
                let verdict = judge(standing, true, signal, item);
                if let Some(episode) = verdict.raise {
                    raised += 1;
                    prop_assert_eq!(episode, raised);
                    signal = Some(last(episode, false));
                }
                if verdict.clear { signal = signal.map(|last| Last { cleared: true, ..last }); }
                if verdict.settle { item = item.map(|last| Last { cleared: true, ..last }); }
                if let Some(episode) = verdict.ask { item = Some(last(episode, false)); }
                prop_assert_eq!(judge(standing, true, signal, item), Verdict::default());
                match standing {
                    Standing::Over => { if below { risen += 1; } below = false; }
                    Standing::Below => below = true,
                    Standing::Perhaps | Standing::Unknown => {}
                }
            }
            prop_assert_eq!(raised, risen);
        }

        #[test]
        fn a_step_that_is_not_due_raises_nothing_and_still_ends(standing in any_standing(), cleared: bool) {
            let verdict = judge(standing, false, Some(last(1, cleared)), None);
            prop_assert_eq!((verdict.raise, verdict.ask), (None, None));
            prop_assert_eq!(verdict.clear, standing == Standing::Below && !cleared);
        }
    }
}
