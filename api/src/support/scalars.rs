//! Scalars of the API: dates and ISO weeks.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate, Weekday};

/// A day, written `2025-11-24` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

/// A day, written `2025-11-24` (ISO 8601).
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map(Self)
            .map_err(|_| InputValueError::custom("write a day as 2025-11-24"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An ISO 8601 week, written `2025-W47`; kept as its Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(pub NaiveDate);

impl Week {
    /// The week of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day - chrono::Days::new(day.weekday().num_days_from_monday().into()))
    }

    /// Reads `2025-W47`.
    pub fn read(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        if year.len() != 4 || week.len() != 2 {
            return None;
        }
        NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon).map(Self)
    }

    /// As text.
    pub fn text(self) -> String {
        let week = self.0.iso_week();
        format!("{:04}-W{:02}", week.year(), week.week())
    }
}

/// An ISO 8601 week, written `2025-W47`.
#[Scalar]
impl ScalarType for Week {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        Self::read(text).ok_or_else(|| InputValueError::custom("write an ISO week as 2025-W47"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_as_it_is_written_also_over_new_year() {
        for text in ["2025-W47", "2026-W01", "2020-W53"] {
            assert_eq!(Week::read(text).map(Week::text).as_deref(), Some(text));
        }
        assert_eq!(Week::read("2025-W53"), None);
        assert_eq!(Week::read("2025-47"), None);
    }
}
