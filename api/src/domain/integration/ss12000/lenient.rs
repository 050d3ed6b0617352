//! Values that registers write in more than one way, and what may be told of a value that cannot be read.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A day, written as a date or as a date with a time after it; null and empty are none.
pub(super) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let refused = || serde::de::Error::custom("value, expected a date such as 2025-08-18");
    match Option::<Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) => {
            text.trim().get(..10).and_then(|date| date.parse().ok()).map(Some).ok_or_else(refused)
        }
        Some(_) => Err(refused()),
    }
}

/// A whole number, written as a number or as text; null and empty are none.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let refused = || serde::de::Error::custom("value, expected a whole number");
    let number = match Option::<Value>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Value::Number(number)) => number.as_i64().or_else(|| number.as_f64().and_then(without_fraction)),
        Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    number.map(Some).ok_or_else(refused)
}

#[allow(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn without_fraction(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e9).then_some(number as i64)
}

/// What may be told of a row that cannot be read: which field is missing or what was expected, never a value.
pub(super) fn tellable(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("missing field") {
        return text;
    }
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => "unreadable value".to_owned(),
    }
}

/// A raw word for the report: cut short, digits hidden, since anything may stand in a field.
pub(super) fn shown(raw: &str) -> String {
    raw.trim().chars().take(40).map(|c| if c.is_numeric() { '#' } else { c }).collect()
}
