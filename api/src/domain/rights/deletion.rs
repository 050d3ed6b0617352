//! What is deleted: everything about one person, or what is older than the rules of retention. Children go before what
//! they refer to, and what counts is counted first. Runs within a transaction of the caller's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use entity::municipality::{erasure, import_run, legal_hold, youth};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    QuerySelect, Set, Statement,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::figures;
use super::tables::{self, Person, Table};
use crate::support::fault::Fault;

/// Tables that an erasure changes besides those on the list.
pub const BESIDE: [&str; 2] = ["import_run", "counted_past"];
/// What stands in an import's report in the place of the register's id of an erased person.
const ERASED: &str = "erased";

/// Rows by table.
pub type Counts = BTreeMap<String, u64>;

/// What of one type of record is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The type of record: the name of its table.
    pub record_type: String,
    /// What is older than this day.
    pub before: NaiveDate,
}

/// Whether rows are deleted for good, or only to see how many would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// For good: what counts is counted.
    ForGood,
    /// To be rolled back.
    DryRun,
}

/// What was deleted for its age.
#[derive(Clone, Debug, Default)]
pub struct Deleted {
    /// Rows by table.
    pub counts: Counts,
    /// Youths of whom nothing is left.
    pub youths: Vec<Uuid>,
}

/// Deletes everything about a person but the proposals to erase them, which are emptied.
pub async fn of_person(tx: &DatabaseTransaction, person: &Person) -> Result<Counts, Fault> {
    forget_in_reports(tx, person).await?;
    empty_proposals(tx, person.id).await?;
    let mut counts = Counts::new();
    for table in tables::all().into_iter().rev().filter(|table| !is_proposals(table)) {
        let rows = table.rows_of(person);
        figures::count_past(tx, table.name, &rows).await?;
        note(&mut counts, &table, delete(tx, &table, rows).await?);
    }
    Ok(counts)
}

/// Deletes rows that are due, but not of persons under a legal hold, and none that another row still refers to.
pub async fn of_age(
    tx: &DatabaseTransaction,
    due: &[Due],
    today: NaiveDate,
    purpose: Purpose,
) -> Result<Deleted, Fault> {
    let references = references(tx).await?;
    let mut deleted = Deleted::default();
    for table in tables::all().into_iter().rev() {
        let Some(due) = due.iter().find(|due| due.record_type == table.name) else { continue };
        let Some(old) = older_than(&table, due.before) else { continue };
        let mut rows = Condition::all().add(old).add(not_held(&table, today));
        for (child, column, _) in references.iter().filter(|(_, _, parent)| parent == table.name) {
            rows = rows.add(nothing_refers(&table, child, column));
        }
        if table.name == "youth" {
            deleted.youths = ids_of_youths(tx, rows.clone()).await?;
        }
        if purpose == Purpose::ForGood {
            figures::count_past(tx, table.name, &rows).await?;
        }
        note(&mut deleted.counts, &table, delete(tx, &table, rows).await?);
    }
    Ok(deleted)
}

/// Holds in force on a day.
pub fn hold_in_force(today: NaiveDate) -> Condition {
    let lasts =
        Condition::any().add(legal_hold::Column::EndsOn.is_null()).add(legal_hold::Column::EndsOn.gte(today));
    Condition::all()
        .add(legal_hold::Column::LiftedAt.is_null())
        .add(legal_hold::Column::StartsOn.lte(today))
        .add(lasts)
}

fn is_proposals(table: &Table) -> bool {
    table.name == "erasure"
}

fn note(counts: &mut Counts, table: &Table, rows: u64) {
    if rows > 0 {
        counts.insert(table.name.to_owned(), rows);
    }
}

#[allow(clippy::disallowed_methods, reason = "rows that two people have decided to erase")]
async fn delete(tx: &DatabaseTransaction, table: &Table, rows: Condition) -> Result<u64, Fault> {
    let delete = Query::delete().from_table(table.name).cond_where(rows).take();
    Ok(tx.execute(&delete).await?.rows_affected())
}

fn older_than(table: &Table, day: NaiveDate) -> Option<Expr> {
    let (column, is_day) = table.kept_from?;
    let column = table.column(column);
    Some(if is_day { column.lt(day) } else { column.lt(day.and_time(NaiveTime::MIN).and_utc()) })
}

fn not_held(table: &Table, today: NaiveDate) -> Condition {
    let held = Query::select()
        .column((legal_hold::Entity, legal_hold::Column::YouthId))
        .from(legal_hold::Entity)
        .cond_where(hold_in_force(today))
        .take();
    let youth = table.column(table.youth);
    Condition::any().add(youth.clone().is_null()).add(youth.not_in_subquery(held))
}

fn nothing_refers(table: &Table, child: &str, column: &str) -> Expr {
    let (child, column) = (Alias::new(child), Alias::new(column));
    let refers = Query::select()
        .expr(Expr::val(1))
        .from(child.clone())
        .and_where(Expr::col((child, column)).eq(table.column("id")))
        .take();
    Expr::exists(refers).not()
}

/// Which column of which table refers to which table: read from the database, so that none is forgotten.
#[allow(clippy::disallowed_methods, reason = "reads how tables refer to one another, and no row")]
pub async fn references(tx: &impl ConnectionTrait) -> Result<Vec<(String, String, String)>, Fault> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => {
            "SELECT m.name AS child, f.\"from\" AS col, f.\"table\" AS parent FROM sqlite_master AS m \
             JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'"
        }
        _ => {
            "SELECT c.relname::text AS child, a.attname::text AS col, p.relname::text AS parent \
             FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] \
             WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"
        }
    };
    let rows = tx.query_all_raw(Statement::from_string(backend, sql)).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok((row.try_get("", "child")?, row.try_get("", "col")?, row.try_get("", "parent")?))
    };
    rows.iter().map(read).collect::<Result<_, sea_orm::DbErr>>().map_err(Fault::from)
}

#[allow(clippy::disallowed_methods, reason = "ids of persons whom two people have decided to erase")]
async fn ids_of_youths(tx: &DatabaseTransaction, rows: Condition) -> Result<Vec<Uuid>, Fault> {
    let ids = youth::Entity::find().select_only().column(youth::Column::Id).filter(rows);
    Ok(ids.into_tuple().all(tx).await?)
}

/// A refused or older proposal says no more than that there was one.
#[allow(clippy::disallowed_methods, reason = "rows that two people have decided to erase")]
async fn empty_proposals(tx: &DatabaseTransaction, youth: Uuid) -> Result<(), Fault> {
    erasure::Entity::update_many()
        .col_expr(erasure::Column::YouthId, Expr::val(None::<Uuid>))
        .col_expr(erasure::Column::Reason, Expr::val(None::<Vec<u8>>))
        .filter(erasure::Column::YouthId.eq(youth))
        .exec(tx)
        .await?;
    Ok(())
}

/// Reports of imports name rows by the register's ids: those of all rows of the person are taken out.
#[allow(clippy::disallowed_methods, reason = "rows that two people have decided to erase")]
async fn forget_in_reports(tx: &DatabaseTransaction, person: &Person) -> Result<(), Fault> {
    let mut references = BTreeSet::new();
    for table in tables::all().into_iter().filter(|table| table.has_source) {
        let mut select = Query::select();
        select.column((table.name, tables::SOURCE)).from(table.name).cond_where(table.rows_of(person));
        for row in tx.query_all(&select).await? {
            references.extend(row.try_get::<Option<String>>("", tables::SOURCE)?);
        }
    }
    // A report shows no id that is not a UUID.
    references.retain(|text| Uuid::try_parse(text).is_ok());
    if references.is_empty() {
        return Ok(());
    }
    let runs = import_run::Entity::find().select_only().column(import_run::Column::Id);
    // One at a time: a report may be long, and there may be many.
    for id in runs.into_tuple::<Uuid>().all(tx).await? {
        let run = import_run::Entity::find_by_id(id).one(tx).await?;
        let Some(report) = run.and_then(|run| run.report) else { continue };
        let rest = without(&report, &references);
        if rest != report {
            let change = import_run::ActiveModel { report: Set(Some(rest)), ..Default::default() };
            let run = import_run::Entity::update_many().set(change).filter(import_run::Column::Id.eq(id));
            run.exec(tx).await?;
        }
    }
    Ok(())
}

/// A report with other words in the place of these ids.
fn without(report: &str, references: &BTreeSet<String>) -> String {
    let ends_word = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
    let told = |word: &str| {
        let id = word.trim_end_matches(ends_word);
        if references.contains(id) { word.replacen(id, ERASED, 1) } else { word.to_owned() }
    };
    report.split_inclusive(ends_word).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_taken_out_of_a_report_and_nothing_else_is() {
        let [gone, kept] = [1, 2].map(|n| Uuid::from_u128(n).to_string());
        let report = format!(r#"{{"id":"{gone}","sv":"Elev {gone}, inte {kept}-{gone} (ÅÄÖ)."}}"#);
        let expected = format!(r#"{{"id":"erased","sv":"Elev erased, inte {kept}-{gone} (ÅÄÖ)."}}"#);
        assert_eq!(without(&report, &BTreeSet::from([gone])), expected);
    }
}
