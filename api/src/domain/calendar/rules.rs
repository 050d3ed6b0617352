//! Which closed days a school year can have.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use entity::municipality::closed_day;

/// What is wrong with the closed days of a school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarFault {
    /// A school year begins in a year from 2000 to 2100.
    SchoolYear,
    /// A day lies outside the school year.
    Day,
    /// A day stands there twice.
    Twice,
    /// A name is 1 to 100 characters.
    Name,
}

/// The days of the school year that begins in a year: 1 July to 30 June.
pub fn days_of(school_year: i32) -> Result<RangeInclusive<NaiveDate>, CalendarFault> {
    let first = NaiveDate::from_ymd_opt(school_year, 7, 1).filter(|_| (2000..=2100).contains(&school_year));
    let last = NaiveDate::from_ymd_opt(school_year.saturating_add(1), 6, 30);
    first.zip(last).map(|(first, last)| first..=last).ok_or(CalendarFault::SchoolYear)
}

/// Checks the closed days of a school year.
pub fn check(school_year: i32, days: &[closed_day::Model]) -> Result<(), CalendarFault> {
    let year = days_of(school_year)?;
    let mut seen = BTreeSet::new();
    for row in days {
        if !year.contains(&row.day) {
            return Err(CalendarFault::Day);
        }
        if !seen.insert(row.day) {
            return Err(CalendarFault::Twice);
        }
        if !(1..=100).contains(&row.name.chars().count()) {
            return Err(CalendarFault::Name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(day: &str, name: &str) -> closed_day::Model {
        closed_day::Model { day: day.parse().unwrap(), name: name.to_owned() }
    }

    #[test]
    fn a_school_year_has_its_days_once_and_by_name() {
        let of_2025 = |days: &[closed_day::Model]| check(2025, days);
        assert_eq!(of_2025(&[closed("2025-10-27", "Höstlov"), closed("2026-06-30", "Sommarlov")]), Ok(()));
        assert_eq!(of_2025(&[closed("2025-06-30", "Sommarlov")]), Err(CalendarFault::Day));
        assert_eq!(of_2025(&[closed("2025-10-27", "")]), Err(CalendarFault::Name));
        let twice = [closed("2025-10-27", "Höstlov"), closed("2025-10-27", "Studiedag")];
        assert_eq!(of_2025(&twice), Err(CalendarFault::Twice));
        assert_eq!(check(1999, &[]), Err(CalendarFault::SchoolYear));
    }
}
