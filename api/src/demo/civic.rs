//! Civic numbers (personnummer) of people who do not exist: only birth numbers 238 and 239, which the Tax Agency has
//! set aside for tests, so that none can be anybody's.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::vocabulary::Sex;

/// The numbers of one municipality that are taken: two a day, one for each sex.
#[derive(Debug, Default)]
pub(super) struct CivicNumbers(HashSet<(NaiveDate, bool)>);

impl CivicNumbers {
    /// The number of somebody born that day, twelve digits; none when it is taken.
    pub(super) fn take(&mut self, born: NaiveDate, sex: Sex) -> Option<String> {
        let is_woman = sex == Sex::Female;
        // The third digit of the birth number is even for women.
        let serial = if is_woman { "238" } else { "239" };
        self.0.insert((born, is_woman)).then(|| {
            let nine = format!("{}{serial}", born.format("%y%m%d"));
            format!("{}{serial}{}", born.format("%Y%m%d"), check_digit(&nine))
        })
    }
}

/// The last digit (Luhn): every second digit doubled, from the first.
fn check_digit(nine: &str) -> u32 {
    let digits = nine.chars().filter_map(|digit| digit.to_digit(10)).enumerate();
    let sum: u32 = digits
        .map(|(at, digit)| {
            let weighted = if at % 2 == 0 { digit * 2 } else { digit };
            weighted / 10 + weighted % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::civic;

    #[test]
    fn every_number_is_valid_and_of_the_test_series() {
        let mut numbers = CivicNumbers::default();
        for born in NaiveDate::default().iter_days().skip(13_000).take(8_000) {
            for (sex, serial) in [(Sex::Female, "238"), (Sex::Male, "239")] {
                let number = numbers.take(born, sex).unwrap_or_default();
                let read = civic::parse(&number, None);
                assert!(read.is_ok_and(|read| read.birth_date() == Some(born)), "{born} {sex:?}");
                assert_eq!(number.get(8..11), Some(serial));
            }
        }
    }

    #[test]
    fn nobody_gets_a_number_that_is_taken() {
        let mut numbers = CivicNumbers::default();
        assert!(numbers.take(NaiveDate::default(), Sex::Male).is_some());
        assert!(numbers.take(NaiveDate::default(), Sex::Male).is_none());
    }
}
