//! Periods that figures are of.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A kind of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodKind {
    /// School year (läsår), July to June: `2024/25`.
    SchoolYear,
    /// Term (termin): `2025VT` January to June, `2025HT` July to December.
    Term,
    /// Half-year (halvår): `2025H1`, `2025H2`.
    HalfYear,
    /// Month (månad): `2025-10`.
    Month,
}

/// A period, with its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Its kind.
    pub kind: PeriodKind,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

impl Period {
    /// The period of a kind that holds a day.
    pub fn of(kind: PeriodKind, day: NaiveDate) -> Self {
        let half = if day.month() >= 7 { 7 } else { 1 };
        let (year, month, months) = match kind {
            PeriodKind::SchoolYear if half == 7 => (day.year(), 7, 12),
            PeriodKind::SchoolYear => (day.year() - 1, 7, 12),
            PeriodKind::Term | PeriodKind::HalfYear => (day.year(), half, 6),
            PeriodKind::Month => (day.year(), day.month(), 1),
        };
        let starts_on = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
        Self { kind, starts_on, ends_on: starts_on + Months::new(months) - Days::new(1) }
    }

    /// Reads a period as [`Period::text`] writes it.
    pub fn read(text: &str) -> Option<Self> {
        let year = text.get(..4)?.parse().ok().filter(|year| (1990..=2200).contains(year))?;
        let day = |month| NaiveDate::from_ymd_opt(year, month, 1);
        let period = match text.get(4..)? {
            "VT" => Self::of(PeriodKind::Term, day(1)?),
            "HT" => Self::of(PeriodKind::Term, day(7)?),
            "H1" => Self::of(PeriodKind::HalfYear, day(1)?),
            "H2" => Self::of(PeriodKind::HalfYear, day(7)?),
            rest if rest.starts_with('/') => Self::of(PeriodKind::SchoolYear, day(7)?),
            rest => Self::of(PeriodKind::Month, day(rest.strip_prefix('-')?.parse().ok()?)?),
        };
        (period.text() == text).then_some(period)
    }

    /// As text: `2024/25`, `2025VT`, `2025H1`, `2025-10`.
    pub fn text(&self) -> String {
        let (year, month) = (self.starts_on.year(), self.starts_on.month());
        match self.kind {
            PeriodKind::SchoolYear => format!("{year}/{:02}", (year + 1).rem_euclid(100)),
            PeriodKind::Term => format!("{year}{}", if month == 1 { "VT" } else { "HT" }),
            PeriodKind::HalfYear => format!("{year}H{}", if month == 1 { 1 } else { 2 }),
            PeriodKind::Month => format!("{year}-{month:02}"),
        }
    }

    /// The one before.
    pub fn previous(&self) -> Self {
        Self::of(self.kind, self.starts_on - Days::new(1))
    }

    /// The calendar year that readers of Kolada look for it in: the one in which it ends.
    pub fn year(&self) -> i32 {
        self.ends_on.year()
    }

    /// The terms (as `term_record` writes them) that lie in it; none of a period shorter than a term.
    pub fn terms(&self) -> Vec<String> {
        match self.kind {
            PeriodKind::SchoolYear => {
                let (autumn, spring) = (self.starts_on.year(), self.ends_on.year());
                vec![format!("{autumn}HT"), format!("{spring}VT")]
            }
            PeriodKind::Term => vec![self.text()],
            PeriodKind::HalfYear | PeriodKind::Month => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_period_is_read_as_it_is_written_and_holds_its_days(day in 0_i32..60_000) {
            let day = NaiveDate::from_ymd_opt(1995, 1, 1).unwrap() + Days::new(day.unsigned_abs().into());
            for kind in [PeriodKind::SchoolYear, PeriodKind::Term, PeriodKind::HalfYear, PeriodKind::Month] {
                let period = Period::of(kind, day);
                prop_assert_eq!(Period::read(&period.text()), Some(period));
                prop_assert!(period.starts_on <= day && day <= period.ends_on);
                prop_assert_eq!(period.previous().ends_on.succ_opt(), Some(period.starts_on));
            }
        }
    }

    #[test]
    fn what_is_no_period_is_not_read() {
        for text in ["", "2025", "2025/27", "2025-13", "2025H3", "25VT", "2025-1", "åååå/25"] {
            assert_eq!(Period::read(text), None, "{text}");
        }
    }
}
