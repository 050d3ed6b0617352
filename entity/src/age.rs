//! Coming of age: what guardians (vårdnadshavare) may do ends with the day before the 18th birthday.

use chrono::{Days, Months, NaiveDate};

const EIGHTEEN_YEARS: Months = Months::new(18 * 12);

/// The 18th birthday; of those born on the 29th of February it is the 28th in a year without one.
pub fn eighteenth_birthday(born: NaiveDate) -> NaiveDate {
    born.checked_add_months(EIGHTEEN_YEARS).unwrap_or(NaiveDate::MAX)
}

/// The last day of birth of those who are of age on a day, so that a condition can ask for it.
pub fn latest_birth_of_adults(today: NaiveDate) -> NaiveDate {
    let born = today.checked_sub_months(EIGHTEEN_YEARS).unwrap_or(NaiveDate::MIN);
    // On the 28th of February those born on the 29th come of age as well, where the year has none.
    let next = born.checked_add_days(Days::new(1)).unwrap_or(born);
    if eighteenth_birthday(next) <= today { next } else { born }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn whoever_is_born_on_a_leap_day_comes_of_age_on_the_last_of_february() {
        assert_eq!(eighteenth_birthday(day("2008-02-29")), day("2026-02-28"));
        assert_eq!(eighteenth_birthday(day("2007-11-25")), day("2025-11-25"));
    }

    /// Each day of eight years, and each day of birth near its 18th year before: leap days among both.
    #[test]
    fn the_condition_says_the_same_as_the_birthday() {
        for today in day("2024-01-01").iter_days().take(8 * 366) {
            let near = today.checked_sub_months(EIGHTEEN_YEARS).unwrap_or_default() - Days::new(3);
            for born in near.iter_days().take(7) {
                let is_adult = eighteenth_birthday(born) <= today;
                assert_eq!(born <= latest_birth_of_adults(today), is_adult, "born {born}, on {today}");
            }
        }
    }
}
