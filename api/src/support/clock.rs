//! Time is handed in, never taken: the one place that reads the system's clock.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Duration, NaiveDate, SubsecRound, Utc};

/// Tells the time; cheap to clone.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    Fixed { at: DateTime<Utc>, started: std::time::Instant },
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that starts at `at` and runs on from there.
    #[allow(clippy::disallowed_methods, reason = "the one place that takes the time")]
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Fixed { at, started: std::time::Instant::now() }))
    }

    /// Now, cut to microseconds, which is what both engines keep.
    #[allow(clippy::disallowed_methods, reason = "the one place that takes the time")]
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            Source::System => Utc::now(),
            Source::Fixed { at, started } => *at + started.elapsed(),
        }
        .trunc_subsecs(6)
    }

    /// Today in Sweden.
    pub fn today(&self) -> NaiveDate {
        local_day(self.now())
    }

    /// The day in Sweden whose night work is due: today from 01:00, yesterday before that.
    pub fn night(&self) -> NaiveDate {
        local_day(self.now() - Duration::hours(1))
    }
}

/// The day of an instant in Sweden: UTC+1, and UTC+2 from the last Sunday of March, 01:00 UTC, to the last Sunday
/// of October, 01:00 UTC (the rule of the European Union, without a table of time zones).
fn local_day(at: DateTime<Utc>) -> NaiveDate {
    let summer = |month| last_sunday(at.year(), month).and_then(|day| day.and_hms_opt(1, 0, 0));
    let in_summer = match (summer(3), summer(10)) {
        (Some(from), Some(to)) => (from..to).contains(&at.naive_utc()),
        _ => false,
    };
    (at + Duration::hours(if in_summer { 2 } else { 1 })).date_naive()
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(chrono::Days::new(last.weekday().num_days_from_sunday().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> String {
        local_day(text.parse().unwrap_or_default()).to_string()
    }

    #[test]
    fn midnight_is_swedish_in_winter_and_in_summer() {
        assert_eq!(day("2025-11-23T22:59:59Z"), "2025-11-23");
        assert_eq!(day("2025-11-23T23:00:00Z"), "2025-11-24");
        assert_eq!(day("2025-07-01T21:59:59Z"), "2025-07-01");
        assert_eq!(day("2025-07-01T22:00:00Z"), "2025-07-02");
    }

    #[test]
    fn the_night_begins_at_one() {
        let night = |text: &str| Clock::starting_at(text.parse().unwrap_or_default()).night().to_string();
        assert_eq!(night("2025-11-23T23:59:00Z"), "2025-11-23");
        assert_eq!(night("2025-11-24T00:00:00Z"), "2025-11-24");
    }
}
