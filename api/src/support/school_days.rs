//! School days (skoldagar): weekdays that are neither public holidays nor days that the municipality has closed.
//!
//! Public holidays follow from the calendar (lag 1989:253 om allmänna helgdagar); the eves that schools close on too,
//! and breaks (lov), are the municipality's own data.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Most days that a deadline is looked for: a year and a half.
const MOST: u64 = 550;

/// Days on which a municipality's schools are closed besides weekends and public holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolDays {
    closed: BTreeSet<NaiveDate>,
}

impl SchoolDays {
    /// With these days closed.
    pub fn new(closed: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self { closed: closed.into_iter().collect() }
    }

    /// Whether it is a school day.
    pub fn is_school_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && !is_public_holiday(day)
            && !self.closed.contains(&day)
    }

    /// The day that comes `days` school days after `from`; with 0 the first school day from `from` on. Where the
    /// calendar has too few, the last day that was looked at.
    pub fn after(&self, from: NaiveDate, days: u32) -> NaiveDate {
        let skip = if days == 0 { 0 } else { 1 };
        let nth = usize::try_from(days.saturating_sub(1)).unwrap_or(usize::MAX);
        let ahead = (skip..MOST).filter_map(|n| from.checked_add_days(Days::new(n)));
        ahead.filter(|day| self.is_school_day(*day)).nth(nth).unwrap_or(from + Days::new(MOST))
    }

    /// How many school days lie after `from`, up to and with `to`; 0 when `to` is not later.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_school_day(*day)).count()).unwrap_or(u32::MAX)
    }
}

/// Whether a day is a public holiday in Sweden (allmän helgdag) or one of the three eves that are treated as such.
pub fn is_public_holiday(day: NaiveDate) -> bool {
    let easter = easter(day.year());
    let from_easter = (day - easter).num_days();
    let (month, date) = (day.month(), day.day());
    let is_fixed = matches!((month, date), (1, 1 | 6) | (5, 1) | (6, 6) | (12, 24 | 25 | 26 | 31));
    let is_midsummer = month == 6 && (19..=25).contains(&date) && day.weekday() == Weekday::Fri;
    // Good Friday, Easter Monday, Ascension Day; Easter, Whit Sunday, midsummer day and All Saints are never weekdays.
    is_fixed || is_midsummer || matches!(from_easter, -2 | 1 | 39)
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876).
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    let part = |number| u32::try_from(number).unwrap_or(1);
    NaiveDate::from_ymd_opt(year, part(month), part(day)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, date) in
            [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year), day(date));
        }
    }

    #[test]
    fn a_deadline_passes_over_weekends_holidays_and_breaks() {
        let plain = SchoolDays::default();
        assert_eq!(plain.after(day("2025-11-21"), 1), day("2025-11-24"));
        assert_eq!(plain.after(day("2025-11-22"), 0), day("2025-11-24"));
        // Good Friday and Easter Monday.
        assert_eq!(plain.after(day("2026-04-02"), 1), day("2026-04-07"));
        let with_break = SchoolDays::new([day("2025-11-24"), day("2025-11-25")]);
        assert_eq!(with_break.after(day("2025-11-21"), 1), day("2025-11-26"));
    }

    #[test]
    fn midsummer_and_ascension_are_no_school_days() {
        for holiday in ["2026-06-19", "2026-05-14", "2026-06-06", "2025-12-24"] {
            assert!(is_public_holiday(day(holiday)), "{holiday}");
        }
        assert!(!is_public_holiday(day("2025-11-24")));
    }

    proptest! {
        #[test]
        fn counting_forth_and_back_is_the_same(start in 0_u64..3_000, days in 1_u32..200) {
            let from = day("2024-01-01") + Days::new(start);
            let calendar = SchoolDays::new([from + Days::new(3)]);
            let due = calendar.after(from, days);
            prop_assert!(calendar.is_school_day(due) && due > from);
            prop_assert_eq!(calendar.between(from, due), days);
        }
    }
}
