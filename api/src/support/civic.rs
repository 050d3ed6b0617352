//! Swedish civic numbers (personnummer), coordination numbers (samordningsnummer) and temporary numbers (TF-nummer):
//! read in every form that registers use, checked, and never printed.

use chrono::{Datelike, NaiveDate};
use personnummer::Personnummer;

/// What is added to the day in a coordination number.
const COORDINATION: u32 = 60;

/// A checked number in its one form of twelve characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CivicNumber(String);

/// Why a text is no civic number. Never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CivicError {
    /// Not twelve digits, YYYYMMDD-NNNN, YYMMDD-NNNN or a temporary number such as 20130101TF01.
    Form,
    /// There is no such day.
    Date,
    /// The last digit does not fit the others.
    CheckDigit,
    /// Written with two digits of the year, and no birth date tells the century.
    Century,
}

impl std::fmt::Debug for CivicNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CivicNumber(…)")
    }
}

impl CivicNumber {
    /// The number in twelve characters, century first and no divider.
    pub fn canonical(&self) -> &str {
        &self.0
    }

    /// The day of birth that the number states; none in a temporary number, whose day is often made up.
    pub fn birth_date(&self) -> Option<NaiveDate> {
        if is_temporary(&self.0) {
            return None;
        }
        date_of(&self.0)
    }
}

/// Reads and checks a number; `birth_date` settles the century when only two digits of the year are written.
pub fn parse(text: &str, birth_date: Option<NaiveDate>) -> Result<CivicNumber, CivicError> {
    let text = text.trim().to_ascii_uppercase();
    if !text.is_ascii() {
        return Err(CivicError::Form);
    }
    let (day, tail) = divide(&text).ok_or(CivicError::Form)?;
    let twelve = match day.len() {
        8 => format!("{day}{tail}"),
        6 => format!("{}{day}{tail}", century(day, birth_date)?),
        _ => return Err(CivicError::Form),
    };
    check(&twelve)?;
    Ok(CivicNumber(twelve))
}

/// Divides into the day and the last four characters, at the divider where there is one.
fn divide(text: &str) -> Option<(&str, &str)> {
    let (day, tail) = match text.split_once(['-', '+']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(4)?)?,
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = tail.len() == 4 && digits(day) && (digits(tail) || is_temporary_tail(tail));
    fits.then_some((day, tail))
}

fn century(day: &str, birth_date: Option<NaiveDate>) -> Result<i32, CivicError> {
    let year = birth_date.ok_or(CivicError::Century)?.year();
    let written: i32 = day.get(..2).and_then(|two| two.parse().ok()).ok_or(CivicError::Form)?;
    if year.rem_euclid(100) == written { Ok(year / 100) } else { Err(CivicError::Century) }
}

fn check(twelve: &str) -> Result<(), CivicError> {
    date_of(twelve).ok_or(CivicError::Date)?;
    if is_temporary(twelve) {
        return Ok(());
    }
    let right = if day_of(twelve).is_some_and(|day| day > COORDINATION) {
        // The crate leaves out the added 60 when it sums, so it takes wrong coordination numbers for right ones.
        luhn_is_right(twelve)
    } else {
        Personnummer::parse(twelve).is_ok_and(|number| number.valid())
    };
    if right { Ok(()) } else { Err(CivicError::CheckDigit) }
}

fn is_temporary(twelve: &str) -> bool {
    twelve.get(8..).is_some_and(is_temporary_tail)
}

/// Two letters and two digits.
fn is_temporary_tail(tail: &str) -> bool {
    let kinds =
        |byte: u8, place: usize| if place < 2 { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() };
    tail.len() == 4 && tail.bytes().enumerate().all(|(place, byte)| kinds(byte, place))
}

fn day_of(twelve: &str) -> Option<u32> {
    twelve.get(6..8)?.parse().ok()
}

fn date_of(twelve: &str) -> Option<NaiveDate> {
    let year = twelve.get(..4)?.parse().ok()?;
    let month = twelve.get(4..6)?.parse().ok()?;
    let day = day_of(twelve)?;
    NaiveDate::from_ymd_opt(year, month, if day > COORDINATION { day - COORDINATION } else { day })
}

/// Sums the last ten digits, every other one doubled.
fn luhn_is_right(twelve: &str) -> bool {
    let digits = twelve.bytes().skip(2).map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 } else { digit })
        .map(|value| if value > 9 { value - 9 } else { value })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str, born: &str) -> Result<String, CivicError> {
        parse(text, born.parse().ok()).map(|number| number.canonical().to_owned())
    }

    // Numbers of the tax agency's own test series and of its documents.
    #[test]
    fn every_form_is_read_as_the_same_twelve_characters() {
        let one = Ok("189001019802".to_owned());
        assert_eq!(canonical("189001019802", ""), one);
        assert_eq!(canonical("18900101-9802", ""), one);
        assert_eq!(canonical(" 900101+9802", "1890-01-01"), one);
    }

    #[test]
    fn a_wrong_check_digit_is_refused() {
        assert_eq!(canonical("18900101-9801", ""), Err(CivicError::CheckDigit));
    }

    #[test]
    fn two_digits_of_the_year_need_a_birth_date_that_fits() {
        assert_eq!(canonical("900101-9802", ""), Err(CivicError::Century));
        assert_eq!(canonical("900101-9802", "1991-01-01"), Err(CivicError::Century));
    }

    #[test]
    fn a_coordination_number_is_summed_with_its_sixty() {
        assert_eq!(canonical("19701063-2391", ""), Ok("197010632391".to_owned()));
        assert_eq!(canonical("19701063-2394", ""), Err(CivicError::CheckDigit));
        let number = parse("197010632391", None).ok();
        assert_eq!(number.and_then(|number| number.birth_date()), NaiveDate::from_ymd_opt(1970, 10, 3));
    }

    #[test]
    fn a_temporary_number_is_known_by_its_letters_and_states_no_birthday() {
        assert_eq!(canonical("20130101tf01", ""), Ok("20130101TF01".to_owned()));
        assert_eq!(parse("20130101TF01", None).ok().and_then(|number| number.birth_date()), None);
    }

    #[test]
    fn what_is_no_number_is_refused_without_being_repeated() {
        for text in
            ["", "1", "abc", "2013-01-01", "201313019802", "20130101TFX1", "åäö101-9802", "18900101-98024"]
        {
            assert!(parse(text, NaiveDate::from_ymd_opt(2013, 1, 1)).is_err(), "{text}");
        }
        let shown = format!("{:?}", parse("189001019802", None));
        assert!(!shown.contains("9802"));
    }
}
