//! What may be asked of published figures, and how the questions are read.

use chrono::NaiveDate;

use super::super::catalogue::{Indicator, Period};
use crate::support::fault::{Code, Fault};

/// Most municipalities times periods of one answer: 290 municipalities in six school years, or 100 in twenty.
pub const MOST_FIGURES: usize = 2_000;
/// Most periods of one answer.
pub const MOST_PERIODS: usize = 20;
/// Between the first and the last period of a pool.
const POOLED: char = '–';

/// The breakdowns of an indicator, as they are written; the first is the total.
pub fn breakdowns(indicator: &Indicator) -> Vec<String> {
    let written = |dimensions: Vec<super::super::catalogue::Dimension>| {
        dimensions.into_iter().map(|dimension| dimension.code()).collect::<Vec<_>>().join(",")
    };
    indicator.breakdowns().into_iter().map(written).collect()
}

/// Checks that a breakdown is one of those that are declared.
pub fn check_breakdown(asked: &str, declared: &[String]) -> Result<(), Fault> {
    if declared.iter().any(|breakdown| breakdown == asked) {
        return Ok(());
    }
    let named: Vec<_> = declared.iter().map(|breakdown| format!("\"{breakdown}\"")).collect();
    Err(Fault::bad_input(
        format!("Uppdelningen är inte deklarerad för nyckeltalet: ange en av {}.", named.join(", ")),
        format!("The breakdown is not declared for the indicator: give one of {}.", named.join(", ")),
    ))
}

/// The first and last day of a period or of a pool of periods, as they are published.
pub fn days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = text.split_once(POOLED).unwrap_or((text, text));
    let (first, last) = (Period::read(first)?, Period::read(last)?);
    (first.kind == last.kind && first.starts_on <= last.starts_on).then_some((first.starts_on, last.ends_on))
}

/// Checks that a text is a period of an indicator, or a pool of them.
pub fn check_period(text: &str, indicator: &Indicator) -> Result<(), Fault> {
    let first = text.split_once(POOLED).map_or(text, |(first, _)| first);
    let of_kind = Period::read(first).is_some_and(|period| period.kind == indicator.period);
    if of_kind && days(text).is_some() { Ok(()) } else { Err(no_period(text)) }
}

/// Checks that a text is a period, or a pool of periods, of any kind.
pub fn check_any_period(text: &str) -> Result<(), Fault> {
    days(text).map(|_| ()).ok_or_else(|| no_period(text))
}

/// Reads the calendar year of an official series.
pub fn year(text: &str) -> Result<i32, Fault> {
    let year = text.parse().ok().filter(|year| text.len() == 4 && (1900..=2200).contains(year));
    year.ok_or_else(|| no_period(text))
}

fn no_period(text: &str) -> Fault {
    let text: String = text.chars().filter(|letter| !letter.is_control()).take(30).collect();
    Fault::bad_input(
        format!("”{text}” är ingen period för nyckeltalet: skriv den som indicators säger (periodKind)."),
        format!("\"{text}\" is no period of the indicator: write it as indicators says (periodKind)."),
    )
}

/// Checks that an answer is not larger than answers may be.
pub fn check_size(municipalities: usize, periods: usize) -> Result<(), Fault> {
    if periods <= MOST_PERIODS && municipalities.saturating_mul(periods.max(1)) <= MOST_FIGURES {
        return Ok(());
    }
    Err(Fault::of(Code::LimitExceeded).saying(
        format!(
            "Fråga efter högst {MOST_PERIODS} perioder åt gången, och högst {MOST_FIGURES} kommuner gånger perioder."
        ),
        format!(
            "Ask for at most {MOST_PERIODS} periods at a time, and at most {MOST_FIGURES} municipalities times periods."
        ),
    ))
}

/// There is no such indicator.
pub fn unknown_indicator() -> Fault {
    Fault::bad_input(
        "Nyckeltalet finns inte: ta en kod ur indicators.",
        "There is no such indicator: take a code from indicators.",
    )
}

/// It is published only for all municipalities together.
pub fn group_only() -> Fault {
    Fault::bad_input(
        "Nyckeltalet redovisas aldrig per kommun: fråga efter methodEffects.",
        "The indicator is never shown by municipality: ask for methodEffects.",
    )
}

/// A municipality, asked for alone, that has published nothing of what was asked for.
pub fn not_published() -> Fault {
    Fault::of(Code::NotFound).saying(
        "Kommunen har inte publicerat nyckeltalet för perioden.",
        "The municipality has not published the indicator for the period.",
    )
}

/// Periods of which nobody has published anything.
pub fn no_data() -> Fault {
    Fault::of(Code::NotFound).saying(
        "Ingen kommun har publicerat nyckeltalet för perioden.",
        "No municipality has published the indicator for the period.",
    )
}

/// What was asked for, each once, in order.
pub fn distinct(mut asked: Vec<String>) -> Vec<String> {
    asked.sort();
    asked.dedup();
    asked
}

#[cfg(test)]
mod tests {
    use super::super::super::catalogue::find;
    use super::*;

    #[test]
    fn a_pool_begins_with_its_first_period_and_ends_with_its_last() {
        let (first, last) = days("2022/23–2024/25").unwrap();
        assert_eq!((first.to_string(), last.to_string()), ("2022-07-01".into(), "2025-06-30".into()));
        assert_eq!(days("2024/25–2022/23"), None);
        assert_eq!(days("2024/25–2025H1"), None);
    }

    #[test]
    fn what_is_no_period_or_breakdown_of_the_indicator_is_refused() {
        let indicator = find("UP10120").unwrap();
        assert!(
            check_period("2024/25", indicator).is_ok() && check_period("2022/23–2024/25", indicator).is_ok()
        );
        for text in ["2024", "2025H1", "2024/26", "", "2024/25–", "–"] {
            assert!(check_period(text, indicator).is_err(), "{text}");
        }
        let declared = breakdowns(indicator);
        assert_eq!(declared, ["", "sex", "year", "sex,year"]);
        assert!(check_breakdown("sex", &declared).is_ok() && check_breakdown("year,sex", &declared).is_err());
        assert!(year("2024").is_ok() && year("24").is_err() && year("2024/25").is_err());
    }

    #[test]
    fn an_answer_has_a_largest_size() {
        assert!(check_size(290, 6).is_ok() && check_size(100, 20).is_ok() && check_size(290, 0).is_ok());
        assert!(check_size(1, 21).is_err() && check_size(290, 7).is_err());
    }
}
