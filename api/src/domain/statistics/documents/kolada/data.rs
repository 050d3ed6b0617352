//! Values: by two or three of key figure, municipality and year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::registry::published_cell;
use entity::vocabulary::CellState;
use serde::Serialize;

use super::{about, at_most, few, groups, year};
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::{Figure, Wanted};
use crate::domain::statistics::catalogue::{self, ALL};
use crate::support::document::Asked;
use crate::support::fault::{Code, Fault};

/// Genders, with the breakdown and coordinate in which they stand.
const GENDERS: [(&str, &str, &str); 3] = [("T", "", ""), ("K", "sex", "sex=K"), ("M", "sex", "sex=M")];

/// What is asked for; an empty list asks for all.
#[derive(Debug, Default)]
pub(super) struct Selection {
    kpis: Vec<String>,
    municipalities: Vec<String>,
    years: Vec<i32>,
    from: Option<NaiveDate>,
}

impl Selection {
    /// Reads the pairs of the path, in any order, or the same by names of the query (`kpi_id`, `municipality_id`,
    /// `year`), as some clients ask.
    pub(super) fn read(asked: &Asked, path: &[&str]) -> Result<Self, Fault> {
        let mut parts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for pair in path.chunks(2) {
            let (name, ids) = match pair {
                ["kpi", ids] => ("kpi", ids),
                ["municipality" | "ou", ids] => ("municipality", ids),
                ["year", ids] => ("year", ids),
                _ => return Err(Fault::of(Code::NotFound)),
            };
            if parts.insert(name, few(ids)?).is_some() {
                return Err(Fault::of(Code::NotFound));
            }
        }
        for (name, part) in [
            ("kpi_id", "kpi"),
            ("municipality_id", "municipality"),
            ("ou_id", "municipality"),
            ("year", "year"),
        ] {
            let ids = asked.all(name);
            if !ids.is_empty() {
                parts.insert(part, at_most(ids)?);
            }
        }
        if parts.len() < 2 {
            return Err(Fault::bad_input(
                "Ange minst två av nyckeltal, kommun och år: /data/kpi/…/municipality/…/year/….",
                "Give at least two of key figure, municipality and year: /data/kpi/…/municipality/…/year/….",
            ));
        }
        let mut part = |name| parts.remove(name).unwrap_or_default();
        Ok(Self {
            kpis: part("kpi"),
            municipalities: part("municipality"),
            years: part("year").iter().map(|year| read_year(year)).collect::<Result<_, _>>()?,
            from: asked.one("from_date").map(read_day).transpose()?,
        })
    }

    fn wanted(&self, members: &BTreeMap<String, Vec<String>>) -> Wanted {
        let on_face = ALL.iter().filter(|indicator| year::is_on_this_face(indicator));
        let indicators = on_face.map(|indicator| indicator.code.to_owned());
        let single = self.municipalities.iter().filter(|id| !groups::is_group(id)).cloned();
        Wanted {
            indicators: indicators.filter(|code| self.kpis.is_empty() || self.kpis.contains(code)).collect(),
            municipalities: single.chain(members.values().flatten().cloned()).collect(),
            periods: self.years.iter().flat_map(|year| year::periods(*year)).collect(),
            breakdown: None,
        }
    }
}

fn read_year(text: &str) -> Result<i32, Fault> {
    let year = text.parse().ok().filter(|year| (1990..=2200).contains(year) && text.len() == 4);
    year.ok_or_else(|| Fault::bad_input("Ange år med fyra siffror.", "Give years by four digits."))
}

fn read_day(text: &str) -> Result<NaiveDate, Fault> {
    text.parse()
        .map_err(|_| Fault::bad_input("Ange from_date som ÅÅÅÅ-MM-DD.", "Give from_date as YYYY-MM-DD."))
}

#[derive(Serialize)]
pub(super) struct Row {
    kpi: String,
    period: i32,
    municipality: String,
    values: Vec<Value>,
}

#[derive(Clone, Serialize)]
struct Value {
    gender: &'static str,
    count: usize,
    status: &'static str,
    value: Option<f64>,
    isdeleted: bool,
}

/// In the order of the rows: key figure, municipality, year.
type Key = (String, String, i32);

/// Rows, by key figure, municipality and year.
pub(super) async fn rows(registry: &RegistryDb, selection: &Selection) -> Result<Vec<Row>, Fault> {
    let members = groups::members(registry, &selection.municipalities).await?;
    let wanted = selection.wanted(&members);
    let nobody = !selection.municipalities.is_empty() && wanted.municipalities.is_empty();
    if wanted.indicators.is_empty() || nobody {
        return Ok(Vec::new());
    }
    let (mut rows, mut published) = (BTreeMap::new(), BTreeMap::new());
    for figure in figures(registry, &wanted).await? {
        let Some((year, pooled)) = year::of(&figure.figure.period) else { continue };
        let key = (figure.figure.indicator.clone(), figure.publication.municipality_code.clone(), year);
        // Where a year is published by itself and in a pool, its own value stands.
        if pooled && rows.contains_key(&key) {
            continue;
        }
        published.insert(key.clone(), figure.publication.published_at.date_naive());
        rows.insert(key, values(&figure, if pooled { "POOL" } else { "" }));
    }
    if let Some(from) = selection.from {
        let withdrawn = withdrawn(registry, &wanted, from).await?;
        rows.retain(|key, _| published.get(key).is_some_and(|day| *day >= from) || withdrawn.contains(key));
        for key in withdrawn {
            let deleted = deleted(&key.0);
            rows.entry(key).or_insert(deleted);
        }
    }
    let mut all = together(&rows, &members);
    rows.retain(|(_, code, _), _| {
        selection.municipalities.is_empty() || selection.municipalities.contains(code)
    });
    all.extend(rows);
    Ok(all
        .into_iter()
        .map(|((kpi, municipality, period), values)| Row { kpi, period, municipality, values })
        .collect())
}

/// The totals, and by sex.
async fn figures(registry: &RegistryDb, wanted: &Wanted) -> Result<Vec<Figure>, Fault> {
    let by = |breakdown: &str| Wanted { breakdown: Some(breakdown.to_owned()), ..wanted.clone() };
    let (mut totals, by_sex) = (registry.published(&by("")).await?, registry.published(&by("sex")).await?);
    // Both are in one order; where something was published in between, the totals stand alone.
    let mut by_sex: BTreeMap<_, _> =
        by_sex.into_iter().map(|figure| (identity(&figure), figure.cells)).collect();
    for figure in &mut totals {
        figure.cells.extend(by_sex.remove(&identity(figure)).unwrap_or_default());
    }
    Ok(totals)
}

fn identity(figure: &Figure) -> (uuid::Uuid, String, String) {
    (figure.publication.id, figure.figure.indicator.clone(), figure.figure.period.clone())
}

fn values(figure: &Figure, status: &'static str) -> Vec<Value> {
    let found = |breakdown: &str, coordinate: &str| {
        let is = |cell: &&published_cell::Model| cell.breakdown == breakdown && cell.coordinate == coordinate;
        figure.cells.iter().find(is).filter(|cell| cell.state != CellState::NotApplicable)
    };
    let value = |(gender, breakdown, coordinate)| {
        let cell = found(breakdown, coordinate)?;
        Some(Value { gender, count: 1, status, value: cell.value, isdeleted: false })
    };
    GENDERS.into_iter().filter_map(value).collect()
}

fn deleted(kpi: &str) -> Vec<Value> {
    let by_sex = catalogue::find(kpi).is_some_and(about::is_divided_by_gender);
    let genders = GENDERS.into_iter().filter(|(gender, ..)| by_sex || *gender == "T");
    genders.map(|(gender, ..)| Value { gender, count: 1, status: "", value: None, isdeleted: true }).collect()
}

/// What was withdrawn since a day: deleted where no earlier publication stands instead, changed where one does.
async fn withdrawn(registry: &RegistryDb, wanted: &Wanted, from: NaiveDate) -> Result<BTreeSet<Key>, Fault> {
    let since = from.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
    let asked = |list: &[String], one: &String| list.is_empty() || list.contains(one);
    let keys = registry.withdrawn_since(since).await?.into_iter().filter_map(|(publication, figure)| {
        let (year, _) = year::of(&figure.period)?;
        let wanted = asked(&wanted.indicators, &figure.indicator)
            && asked(&wanted.municipalities, &publication.municipality_code)
            && asked(&wanted.periods, &figure.period);
        wanted.then_some((figure.indicator, publication.municipality_code, year))
    });
    Ok(keys.collect())
}

/// The value of each group: the unweighted mean of those of its members that show one, as Kolada has it.
#[allow(clippy::cast_precision_loss, reason = "a number of municipalities")]
fn together(
    rows: &BTreeMap<Key, Vec<Value>>,
    members: &BTreeMap<String, Vec<String>>,
) -> BTreeMap<Key, Vec<Value>> {
    let mut shown: BTreeMap<(Key, usize), Vec<f64>> = BTreeMap::new();
    for ((kpi, code, year), values) in rows {
        for (group, _) in members.iter().filter(|(_, members)| members.contains(code)) {
            for value in values {
                let Some(at) = GENDERS.iter().position(|(gender, ..)| *gender == value.gender) else {
                    continue;
                };
                let key = ((kpi.clone(), group.clone(), *year), at);
                shown.entry(key).or_default().extend(value.value);
            }
        }
    }
    let mut means: BTreeMap<Key, Vec<Value>> = BTreeMap::new();
    for ((key, at), values) in shown {
        let Some((gender, ..)) = GENDERS.get(at) else { continue };
        let count = values.len();
        let value = (count > 0).then(|| values.iter().sum::<f64>() / count as f64);
        means.entry(key).or_default().push(Value { gender, count, status: "", value, isdeleted: false });
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_has_the_unweighted_mean_of_the_members_that_show_a_value() {
        let value =
            |value: Option<f64>| vec![Value { gender: "T", count: 1, status: "", value, isdeleted: false }];
        let key = |code: &str| ("UP10110".to_owned(), code.to_owned(), 2025);
        let shown = [("0483", Some(10.0)), ("0513", Some(25.0)), ("1481", None), ("0180", Some(99.0))];
        let rows = shown.into_iter().map(|(code, shown)| (key(code), value(shown))).collect();
        let members = [("GGR04802025".to_owned(), ["0483", "0513", "1481"].map(str::to_owned).to_vec())];
        let means = together(&rows, &BTreeMap::from(members));
        let mean = means.get(&key("GGR04802025")).and_then(|values| values.first()).unwrap();
        assert_eq!((means.len(), mean.count, mean.value), (1, 2, Some(17.5)));
    }
}
