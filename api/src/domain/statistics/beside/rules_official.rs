//! Official series in the shapes of Kolada's API v3: pages of `/kpi` (metadata) and of `/data/…` (values), as they come.
//!
//! A file holds one page or a list of pages, of either kind. Titles and descriptions are taken as the source says them and
//! never from elsewhere. Three things stay apart: a row that is absent, a value that is null, and one that was deleted.
//! Regions, the country and groups are passed over; figures here are of municipalities.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::registry::{official_series, official_value};
use serde::Deserialize;
use serde_json::Value;

/// The line that the source asks to be named by.
pub const SOURCE: &str = "Källa: Kolada";

/// What a file holds.
#[derive(Debug, Default, PartialEq)]
pub struct Official {
    /// Series, by id.
    pub series: Vec<official_series::Model>,
    /// Values, by series, municipality, year and sex.
    pub values: Vec<official_value::Model>,
    /// Values passed over, since they are of a region, the country or a group.
    pub passed_over: usize,
}

/// Why a file is not read.
#[derive(Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It is no JSON, or no page of `values`.
    Shape(String),
    /// Values of a series whose metadata is neither in the file nor imported before.
    NoMetadata(String),
}

#[derive(Deserialize)]
struct Page {
    values: Vec<Value>,
}

#[derive(Deserialize)]
struct Kpi {
    id: String,
    title: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    is_divided_by_gender: Value,
}

#[derive(Deserialize)]
struct Datum {
    kpi: String,
    municipality: String,
    period: i32,
    values: Vec<OfGender>,
}

#[derive(Deserialize)]
struct OfGender {
    gender: String,
    value: Option<f64>,
    #[serde(default, alias = "is_deleted")]
    isdeleted: bool,
}

/// Reads a file; `known` are the series imported before, `is_municipality` says whether an id is a municipality's.
pub fn read(
    text: &str,
    known: &BTreeSet<String>,
    is_municipality: impl Fn(&str) -> bool,
    now: DateTime<Utc>,
) -> Result<Official, NotRead> {
    let shape = |cause: serde_json::Error| NotRead::Shape(cause.to_string());
    let whole: Value = serde_json::from_str(text).map_err(shape)?;
    let pages = match whole {
        Value::Array(pages) => pages,
        page => vec![page],
    };
    let (mut series, mut values, mut passed_over) = (BTreeMap::new(), BTreeMap::new(), 0);
    for page in pages {
        let Page { values: rows } = serde_json::from_value(page).map_err(shape)?;
        for row in rows {
            if row.get("kpi").is_some() {
                let datum: Datum = serde_json::from_value(row).map_err(shape)?;
                let here = is_municipality(&datum.municipality);
                passed_over += if here { 0 } else { datum.values.len() };
                for value in datum.values.iter().filter(|_| here) {
                    let model = of_datum(&datum, value)?;
                    let key = (model.series_id.clone(), model.municipality_code.clone(), model.year);
                    values.insert((key, model.gender.clone()), model);
                }
            } else {
                let kpi: Kpi = serde_json::from_value(row).map_err(shape)?;
                series.insert(kpi.id.clone(), of_kpi(kpi, now));
            }
        }
    }
    let values: Vec<_> = values.into_values().collect();
    let lacks = |value: &&official_value::Model| {
        !series.contains_key(&value.series_id) && !known.contains(&value.series_id)
    };
    match values.iter().find(lacks) {
        Some(value) => Err(NotRead::NoMetadata(value.series_id.clone())),
        None => Ok(Official { series: series.into_values().collect(), values, passed_over }),
    }
}

fn of_kpi(kpi: Kpi, now: DateTime<Utc>) -> official_series::Model {
    // Written as 1 by some of the source's answers and as true by others.
    let divided = kpi.is_divided_by_gender == true || kpi.is_divided_by_gender == 1;
    official_series::Model {
        id: kpi.id,
        title: kpi.title,
        description: kpi.description.unwrap_or_default(),
        divided_by_gender: divided,
        source: SOURCE.to_owned(),
        imported_at: now,
    }
}

fn of_datum(datum: &Datum, value: &OfGender) -> Result<official_value::Model, NotRead> {
    if !["T", "K", "M"].contains(&value.gender.as_str()) {
        return Err(NotRead::Shape(format!("gender is T, K or M, not {}", value.gender)));
    }
    Ok(official_value::Model {
        series_id: datum.kpi.clone(),
        municipality_code: datum.municipality.clone(),
        year: datum.period,
        gender: value.gender.clone(),
        value: value.value.filter(|_| !value.isdeleted),
        deleted: value.isdeleted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KPI: &str = r#"{ "values": [{ "id": "N15428", "title": "Behöriga, andel (%)", "description": "Beskrivning",
        "is_divided_by_gender": 1, "municipality_type": "K", "auspices": "X" }], "count": 1, "next_url": null }"#;
    const DATA: &str = r#"{ "values": [
        { "kpi": "N15428", "municipality": "0483", "period": 2024, "values": [
            { "gender": "T", "count": 1, "status": "", "value": 85.1, "isdeleted": false },
            { "gender": "K", "count": 1, "status": "", "value": null, "isdeleted": false },
            { "gender": "M", "count": 1, "status": "", "value": 80.0, "isdeleted": true }] },
        { "kpi": "N15428", "municipality": "0000", "period": 2024, "values": [
            { "gender": "T", "count": 290, "value": 86.0 }] }], "count": 2, "next_url": null }"#;

    fn read_it(text: &str, known: &[&str]) -> Result<Official, NotRead> {
        let known = known.iter().map(|id| (*id).to_owned()).collect();
        read(text, &known, |code| code != "0000", DateTime::default())
    }

    #[test]
    fn metadata_is_taken_as_the_source_says_it() {
        let series = read_it(KPI, &[]).unwrap().series;
        assert_eq!((&*series[0].id, &*series[0].title), ("N15428", "Behöriga, andel (%)"));
        assert!(series[0].divided_by_gender && series[0].source == "Källa: Kolada");
    }

    #[test]
    fn a_value_that_is_null_and_one_that_was_deleted_stay_apart_and_the_country_is_passed_over() {
        let both = read_it(&format!("[{KPI}, {DATA}]"), &[]).unwrap();
        assert_eq!(both, Official { passed_over: 1, ..read_it(&format!("[{DATA}, {KPI}]"), &[]).unwrap() });
        let seen: Vec<_> = both.values.iter().map(|row| (&*row.gender, row.value, row.deleted)).collect();
        assert_eq!(seen, [("K", None, false), ("M", None, true), ("T", Some(85.1), false)]);
    }

    #[test]
    fn values_without_metadata_are_refused_unless_it_was_imported_before() {
        assert_eq!(read_it(DATA, &[]), Err(NotRead::NoMetadata("N15428".to_owned())));
        assert!(read_it(DATA, &["N15428"]).is_ok());
        for text in ["", "{}", "[1]", r#"{ "values": [{ "kpi": "N1", "municipality": 1 }] }"#] {
            assert!(matches!(read_it(text, &[]), Err(NotRead::Shape(_))), "{text}");
        }
    }
}
