//! Which year of Kolada's a period's value stands in: one period a year, always the same.
//!
//! A school year stands in the calendar year in which it ends, and so does a term: the spring's, which ends the school
//! year. A half-year's value is that of the second half, which ends the year. Figures by month are not on this face.

use chrono::Datelike;

use crate::domain::statistics::catalogue::{Indicator, Period, PeriodKind};

/// Years that are pooled together.
const POOLED: i32 = 3;

/// Whether an indicator is on this face.
pub(super) fn is_on_this_face(indicator: &Indicator) -> bool {
    indicator.period != PeriodKind::Month && !indicator.group_only
}

/// The year of a period, and whether it is a pool of years, which stands in its last; none for a period that is on no
/// year.
pub(super) fn of(period: &str) -> Option<(i32, bool)> {
    let (last, pooled) = match period.split_once('–') {
        Some((_, last)) => (last, true),
        None => (period, false),
    };
    let period = Period::read(last)?;
    let stands = match period.kind {
        PeriodKind::SchoolYear => true,
        PeriodKind::Term => period.starts_on.month() == 1,
        PeriodKind::HalfYear => period.starts_on.month() == 7,
        PeriodKind::Month => false,
    };
    stands.then(|| (period.year(), pooled))
}

/// Every period that may stand in a year.
pub(super) fn periods(year: i32) -> Vec<String> {
    let school_year = |ends: i32| format!("{}/{:02}", ends - 1, ends.rem_euclid(100));
    let term = |year: i32| format!("{year}VT");
    let half_year = |year: i32| format!("{year}H2");
    let write: [&dyn Fn(i32) -> String; 3] = [&school_year, &term, &half_year];
    let both = |write: &dyn Fn(i32) -> String| {
        [write(year), format!("{}–{}", write(year - POOLED + 1), write(year))]
    };
    write.into_iter().flat_map(both).collect()
}

/// What the description of a key figure says of its years.
pub(super) fn said(indicator: &Indicator) -> &'static str {
    match indicator.period {
        PeriodKind::SchoolYear => "Ett läsår anges med det kalenderår då det slutar.",
        PeriodKind::Term => "Årets värde är vårterminens.",
        PeriodKind::HalfYear => "Årets värde är det andra halvårets.",
        PeriodKind::Month => "Anges inte per år.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_one_period_of_each_kind_and_finds_its_way_back() {
        for (period, year) in [
            ("2024/25", Some((2025, false))),
            ("2025VT", Some((2025, false))),
            ("2025HT", None),
            ("2025H1", None),
            ("2025H2", Some((2025, false))),
            ("2025-12", None),
            ("2022/23–2024/25", Some((2025, true))),
            ("2023H2–2025H2", Some((2025, true))),
            ("allt", None),
        ] {
            assert_eq!(of(period), year, "{period}");
            assert_eq!(periods(2025).iter().any(|one| one == period), year.is_some(), "{period}");
        }
        assert_eq!(periods(2000).first().map(String::as_str), Some("1999/00"));
    }
}
