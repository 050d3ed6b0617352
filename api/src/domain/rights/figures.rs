//! Counts that live on (räkneverk): what the process has done in a school year. Rows that are deleted have been counted
//! before, so a figure is the same after an erasure.
//!
//! A line says: what is counted, the table, the column with its day, the column with its label (or none), and what it is
//! called. A row without that day is not counted.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime};
use entity::municipality::{counted_past, kaa_entry, measure, signal, youth_case};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{
    Condition, ConnectionTrait, DatabaseTransaction, EntityName, EntityTrait, IdenStatic, IntoActiveModel,
    QueryResult,
};

use super::tables::day_of;
use crate::access::Grant;
use crate::support::fault::Fault;

/// Fewer than this are not shown: the bound of the activity duty and of measures, taken for all.
const LEAST: i64 = 10;

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its name.
    pub kind: &'static str,
    /// What it is called, in Swedish and in English.
    pub title: (&'static str, &'static str),
    /// Its table.
    pub table: &'static str,
    day: (&'static str, bool),
    label: Option<&'static str>,
}

macro_rules! counted {
    ($($kind:literal: $table:ident on $day:ident $(by $label:ident)? => $swedish:literal, $english:literal;)+) => {
        /// All that is counted.
        pub fn all() -> Vec<Figure> {
            vec![$({
                #[allow(unused_mut, reason = "not every figure has a label")]
                let mut figure = Figure {
                    kind: $kind,
                    title: ($swedish, $english),
                    table: $table::Entity.table_name(),
                    day: day_of($table::Column::$day),
                    label: None,
                };
                $(figure.label = Some($table::Column::$label.as_str());)?
                figure
            }),+]
        }
    };
}

counted! {
    "SIGNALS_RAISED": signal on RaisedAt by Kind => "Väckta signaler", "Signals raised";
    "CASES_OPENED": youth_case on OpenedAt by Track => "Öppnade ärenden", "Cases opened";
    "CASES_CLOSED": youth_case on ClosedAt by Track => "Avslutade ärenden", "Cases closed";
    "MEASURES_ENDED": measure on EndedOn by State => "Avslutade insatser", "Measures ended";
    "KAA_ENTRIES": kaa_entry on RegisteredOn => "Registrerade i aktivitetsansvaret", "Entries in the activity duty";
}

/// A school year (läsår): from the first of July to the last of June.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchoolYear(i32);

impl SchoolYear {
    /// The school year of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(if day.month() >= 7 { day.year() } else { day.year() - 1 })
    }

    /// Reads `2025/26`.
    pub fn read(text: &str) -> Option<Self> {
        let first = text.get(..4)?.parse().ok().filter(|year| (1990..=2200).contains(year)).map(Self)?;
        (first.text() == text).then_some(first)
    }

    /// As text.
    pub fn text(self) -> String {
        format!("{:04}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }

    fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 7, 1).unwrap_or_default()
    }
}

impl Figure {
    fn column(&self, name: &'static str) -> Expr {
        Expr::col((self.table, name))
    }

    fn before(&self, day: NaiveDate) -> Expr {
        let (name, is_day) = self.day;
        if is_day {
            self.column(name).lt(day)
        } else {
            self.column(name).lt(day.and_time(NaiveTime::MIN).and_utc())
        }
    }

    /// Counts by label of the rows that are there, in a school year.
    fn live(&self, year: SchoolYear) -> SelectStatement {
        let mut counts = Query::select();
        match self.label {
            Some(label) => counts.expr_as(self.column(label), "label").group_by_col((self.table, label)),
            None => counts.expr_as(Expr::val(""), "label"),
        };
        counts
            .expr_as(self.column(self.day.0).count(), "n")
            .from(self.table)
            .and_where(self.before(year.first_day()).not())
            .and_where(self.before(SchoolYear(year.0 + 1).first_day()))
            .take()
    }

    /// Counts those of the rows that have a day, before they are deleted.
    #[allow(clippy::disallowed_methods, reason = "rows that two people have decided to erase")]
    async fn count_past(&self, tx: &DatabaseTransaction, rows: &Condition) -> Result<(), Fault> {
        let mut select = Query::select();
        select.expr_as(self.column(self.day.0), "day").from(self.table).cond_where(rows.clone());
        if let Some(label) = self.label {
            select.expr_as(self.column(label), "label");
        }
        let mut past: BTreeMap<(String, String), i32> = BTreeMap::new();
        for row in tx.query_all(&select).await? {
            let Some(day) = self.day_in(&row)? else { continue };
            let label: Option<String> = if self.label.is_some() { row.try_get("", "label")? } else { None };
            *past.entry((SchoolYear::of(day).text(), label.unwrap_or_default())).or_default() += 1;
        }
        for ((period, label), n) in past {
            add(tx, counted_past::Model { kind: self.kind.to_owned(), period, label, n }).await?;
        }
        Ok(())
    }

    fn day_in(&self, row: &QueryResult) -> Result<Option<NaiveDate>, Fault> {
        if self.day.1 {
            return Ok(row.try_get("", "day")?);
        }
        let at: Option<chrono::DateTime<chrono::Utc>> = row.try_get("", "day")?;
        Ok(at.map(|at| at.date_naive()))
    }
}

/// Counts what is counted of a table's rows, before they are deleted.
pub async fn count_past(tx: &DatabaseTransaction, table: &str, rows: &Condition) -> Result<(), Fault> {
    for figure in all().into_iter().filter(|figure| figure.table == table) {
        figure.count_past(tx, rows).await?;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "counts, which name nobody")]
async fn add(tx: &DatabaseTransaction, more: counted_past::Model) -> Result<(), Fault> {
    use counted_past::Column::{Kind, Label, N, Period};
    let sum = Expr::col((counted_past::Entity, N)).add(more.n);
    let added = OnConflict::columns([Kind, Period, Label]).value(N, sum).to_owned();
    let row = more.into_active_model();
    counted_past::Entity::insert(row).on_conflict(added).exec_without_returning(tx).await?;
    Ok(())
}

/// The counts of a figure in a school year, by label: rows that are there, and rows that were. None is a count too small
/// to show, or one that would give away such a count.
pub async fn shown(
    grant: &Grant,
    figure: &Figure,
    year: SchoolYear,
) -> Result<BTreeMap<String, Option<i64>>, Fault> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (label, n) in grant.tally(&figure.live(year)).await? {
        *counts.entry(label).or_default() += n;
    }
    let past = Query::select()
        .expr_as(Expr::col("label"), "label")
        .expr_as(Expr::col("n").cast_as("bigint"), "n")
        .from("counted_past")
        .and_where(Expr::col("kind").eq(figure.kind))
        .and_where(Expr::col("period").eq(year.text()))
        .take();
    for (label, n) in grant.tally(&past).await? {
        *counts.entry(label).or_default() += n;
    }
    Ok(disclosed(counts))
}

/// The primary rule of disclosure control; where one part alone is hidden, the next smallest is too.
fn disclosed(counts: BTreeMap<String, i64>) -> BTreeMap<String, Option<i64>> {
    let is_small = |n: i64| 0 < n && n < LEAST;
    let hidden = counts.values().filter(|n| is_small(**n)).count();
    let mut others: Vec<_> = counts.iter().filter(|(_, n)| !is_small(**n) && **n > 0).collect();
    others.sort_by_key(|(label, n)| (**n, (*label).clone()));
    let beside = if hidden == 1 { others.first().map(|(label, _)| (*label).clone()) } else { None };
    let shown = |(label, n): (String, i64)| {
        let shown = (!is_small(n) && beside.as_ref() != Some(&label)).then_some(n);
        (label, shown)
    };
    counts.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_school_year_begins_in_july_and_is_read_as_it_is_written() {
        let day = |text: &str| SchoolYear::of(text.parse().unwrap());
        assert_eq!(day("2025-06-30").text(), "2024/25");
        assert_eq!(day("2025-07-01").text(), "2025/26");
        assert_eq!(SchoolYear::read("2025/26").map(SchoolYear::text).as_deref(), Some("2025/26"));
        assert_eq!(SchoolYear::read("1999/00").map(SchoolYear::text).as_deref(), Some("1999/00"));
        for malformed in ["2025/27", "2025", "2025-26", "åååå/26", "202"] {
            assert_eq!(SchoolYear::read(malformed), None, "{malformed}");
        }
    }

    proptest! {
        #[test]
        fn no_small_count_is_shown_and_none_stands_alone(counts in proptest::collection::btree_map("[A-E]", 0_i64..40, 0..5)) {
            let shown = disclosed(counts.clone());
            prop_assert!(shown.values().flatten().all(|n| *n == 0 || *n >= LEAST));
            let hidden: Vec<_> = shown.iter().filter(|(_, n)| n.is_none()).collect();
            let others = counts.values().filter(|n| **n > 0).count();
            prop_assert!(hidden.len() != 1 || others == 1);
        }
    }
}
