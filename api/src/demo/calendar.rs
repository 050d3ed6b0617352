//! The days of the demonstration, all counted from its first start.

use chrono::{Datelike, Days, NaiveDate};

/// Weeks with attendance.
pub(super) const WEEKS: u64 = 12;

/// The Monday of the sample's last week with attendance.
const LAST_WEEK_OF_SAMPLE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 11, 17);

/// The days that follow from the day of the first start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The day of the first start.
    pub(super) today: NaiveDate,
    /// The year in which the school year began.
    pub(super) year: i32,
}

impl Calendar {
    /// Of a first start on this day.
    pub(super) fn of(today: NaiveDate) -> Self {
        let autumn = (today.month(), today.day()) >= (8, 15);
        Self { today, year: if autumn { today.year() } else { today.year() - 1 } }
    }

    /// The Monday of the last week with attendance: the one before the first start.
    pub(super) fn last_week(self) -> NaiveDate {
        let monday = Days::new(u64::from(self.today.weekday().num_days_from_monday()) + 7);
        self.today.checked_sub_days(monday).unwrap_or(self.today)
    }

    /// The Mondays of the weeks with attendance, the first first.
    pub(super) fn weeks(self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last_week();
        (0..WEEKS).rev().filter_map(move |back| last.checked_sub_days(Days::new(7 * back)))
    }

    /// By how many weeks the sample is moved.
    pub(super) fn shift_of_sample(self) -> i64 {
        LAST_WEEK_OF_SAMPLE.map_or(0, |last| (self.last_week() - last).num_weeks())
    }

    /// The first day of the school year that began so many years ago.
    pub(super) fn school_year_start(self, years_ago: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year - years_ago, 8, 15).unwrap_or(self.today)
    }

    /// The present term, such as 2025HT.
    pub(super) fn term(self) -> String {
        if self.is_autumn() { format!("{}HT", self.year) } else { format!("{}VT", self.year + 1) }
    }

    /// The term before it.
    pub(super) fn last_term(self) -> String {
        if self.is_autumn() { format!("{}VT", self.year) } else { format!("{}HT", self.year) }
    }

    fn is_autumn(self) -> bool {
        self.today.year() == self.year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(day: &str) -> Calendar {
        Calendar::of(day.parse().unwrap_or_default())
    }

    #[test]
    fn the_last_week_is_the_one_before_the_first_start() {
        assert_eq!(calendar("2025-11-24").last_week().to_string(), "2025-11-17");
        assert_eq!(calendar("2025-11-30").last_week().to_string(), "2025-11-17");
        assert_eq!(calendar("2025-11-24").weeks().count(), 12);
        assert_eq!(
            calendar("2025-11-24").weeks().next().map(|day| day.to_string()),
            Some("2025-09-01".into())
        );
    }

    #[test]
    fn the_sample_is_moved_by_whole_weeks() {
        assert_eq!(calendar("2025-11-24").shift_of_sample(), 0);
        assert_eq!(calendar("2025-11-23").shift_of_sample(), -1);
        assert_eq!(calendar("2026-11-24").shift_of_sample(), 52);
    }

    #[test]
    fn terms_follow_the_school_year() {
        assert_eq!(
            (calendar("2025-11-24").last_term(), calendar("2025-11-24").term()),
            ("2025VT".into(), "2025HT".into())
        );
        assert_eq!(
            (calendar("2026-03-02").last_term(), calendar("2026-03-02").term()),
            ("2025HT".into(), "2026VT".into())
        );
    }
}
