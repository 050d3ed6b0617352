//! Who is counted: one row a youth, with what figures are broken down by.

use chrono::{Months, NaiveDate};
use entity::municipality::{term_record, youth};
use entity::reach::{Reach, Within};
use entity::vocabulary::Track;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::Period;

/// School forms of which fewer than five people are hidden. Adapted forms (anpassade skolformer) are left out: their
/// groups are small, and would need ten.
const FORMS: [&str; 5] = ["FKLASS", "GR", "SAM", "SP", "GY"];

/// Tracks of school: those of the activity duty and of young adults rest on grounds of their own.
pub(super) const SCHOOL_TRACKS: [Track; 2] = [Track::Compulsory, Track::UpperSecondary];

/// How many rows meet a condition.
fn counted(condition: Expr) -> Expr {
    Expr::from(Func::sum(Expr::case(condition, 1).finally(0))).cast_as("bigint")
}

/// A number of any width as one of eight bytes, nought where there is none.
fn whole(number: impl Into<Expr>) -> Expr {
    Expr::from(Func::coalesce([number.into(), 0.into()])).cast_as("bigint")
}

/// The columns that stand for the declared dimensions, null where fewer are declared.
fn by(people: SelectStatement, dimensions: &[&'static str]) -> SelectStatement {
    let mut cells = Query::select();
    cells.column("unit_id").from_subquery(people, "people").group_by_col("unit_id");
    for (place, name) in ["first", "second", "third"].into_iter().enumerate() {
        match dimensions.get(place) {
            Some(dimension) => {
                cells.expr_as(Expr::col(*dimension), name).group_by_col(*dimension);
            }
            None => {
                cells.expr_as(Expr::cust("CAST(NULL AS text)"), name);
            }
        }
    }
    cells
}

/// The smallest cells of a share: of the people of whom it is known, those who have the property.
pub(super) fn share_of(
    people: SelectStatement,
    dimensions: &[&'static str],
    known: Expr,
    has: Expr,
) -> SelectStatement {
    by(people, dimensions)
        .expr_as(counted(known.clone().and(has)), "n")
        .expr_as(counted(known.clone()), "total")
        .expr_as(whole(0), "sum")
        .expr_as(whole(0), "largest")
        .expr_as(counted(known.not()), "without_data")
        .take()
}

/// The smallest cells of a mean of whole numbers, which is in words and null where it is not known.
pub(super) fn mean_of(
    people: SelectStatement,
    dimensions: &[&'static str],
    value: String,
) -> SelectStatement {
    let value = || Expr::cust(value.clone());
    by(people, dimensions)
        .expr_as(counted(value().is_not_null()), "n")
        .expr_as(counted(value().is_not_null()), "total")
        .expr_as(whole(Func::sum(value())), "sum")
        .expr_as(whole(Func::max(value())), "largest")
        .expr_as(counted(value().is_null()), "without_data")
        .take()
}

/// The latest of each person's rows, from people who have a column `place` that counts theirs from the latest.
pub(super) fn latest_of(people: SelectStatement) -> SelectStatement {
    Query::select()
        .expr(Expr::cust("*"))
        .from_subquery(people, "rows_of_people")
        .and_where(Expr::col("place").eq(1))
        .take()
}

/// The day of a column that holds a day or an instant (then of UTC), as text: the same on both engines.
pub(super) fn day(column: &str) -> String {
    format!("SUBSTR(CAST({column} AS text), 1, 10)")
}

/// That the day of a column lies in a span.
pub(super) fn day_within(column: &str, first: NaiveDate, last: NaiveDate) -> Expr {
    Expr::cust(format!("{} BETWEEN '{first}' AND '{last}'", day(column)))
}

/// The day of a column as a number that grows by one each day: neither engine's own functions know the other's days.
/// Years begin in March here, so that the leap day is their last.
pub(super) fn day_number(column: &str) -> String {
    let day = day(column);
    let month = format!("((CAST(SUBSTR({day}, 6, 2) AS integer) + 9) % 12)");
    let year = format!("(CAST(SUBSTR({day}, 1, 4) AS integer) - {month} / 10)");
    format!(
        "(365 * {year} + {year} / 4 - {year} / 100 + {year} / 400 + (306 * {month} + 5) / 10 \
         + CAST(SUBSTR({day}, 9, 2) AS integer))"
    )
}

/// Youths at the municipality's own schools in the terms of a period: `youth_id`, `unit_id` and `year` of the latest
/// term, `sex`, and the minutes `valid`, `invalid`, `reported` and `offered` of all terms.
pub(super) fn in_school(reach: &Reach, period: &Period) -> SelectStatement {
    let mut terms = term_record::Entity::within(reach)
        .filter(term_record::Column::Term.is_in(period.terms()))
        .filter(term_record::Column::SchoolType.is_in(FORMS))
        .into_query();
    terms
        .clear_selects()
        .expr_as(Expr::col((term_record::Entity, term_record::Column::YouthId)), "youth_id")
        .expr_as(latest("unit_id"), "unit_id")
        .expr_as(latest("school_type"), "school_type")
        .expr_as(latest("school_year"), "school_year")
        .column("valid_minutes")
        .column("invalid_minutes")
        .column("reported_minutes")
        .column("offered_minutes");
    Query::select()
        .expr_as(Expr::col(("terms", "youth_id")), "youth_id")
        .column("unit_id")
        .expr_as(sex(), "sex")
        .expr_as(school_year(), "year")
        .expr_as(Func::sum(Expr::col("valid_minutes")), "valid")
        .expr_as(Func::sum(Expr::col("invalid_minutes")), "invalid")
        .expr_as(Func::sum(Expr::col("reported_minutes")), "reported")
        .expr_as(Func::sum(Expr::col("offered_minutes")), "offered")
        .from_subquery(terms, "terms")
        .left_join(youth::Entity, Expr::col(("terms", "youth_id")).equals((youth::Entity, youth::Column::Id)))
        .group_by_columns(["youth_id", "unit_id", "school_type", "school_year", "sex"])
        .take()
}

/// Of the latest term of each youth. In words, since it is a window.
fn latest(column: &str) -> Expr {
    Expr::cust(format!(
        "FIRST_VALUE(term_record.{column}) OVER (PARTITION BY term_record.youth_id ORDER BY term_record.term DESC)"
    ))
}

/// The category of sex of a joined youth.
pub(super) fn sex() -> Expr {
    let sex = || Expr::col((youth::Entity, youth::Column::Sex));
    Expr::case(sex().eq("FEMALE"), "K").case(sex().eq("MALE"), "M").finally("X").into()
}

/// The category of school year, from the columns `school_type` and `school_year`.
pub(super) fn school_year() -> Expr {
    Expr::cust(
        "CASE WHEN school_year IS NULL THEN 'X' \
         WHEN school_type LIKE 'GY%' THEN 'GY' || school_year \
         WHEN school_year BETWEEN 1 AND 6 THEN '1-6' ELSE CAST(school_year AS text) END",
    )
}

/// The category of age of a joined youth on a day.
pub(super) fn age(on: NaiveDate) -> Expr {
    let born = || Expr::col((youth::Entity, youth::Column::BirthDate));
    let last_adult = on - Months::new(12 * 18);
    Expr::case(born().lte(last_adult), "18-").case(born().gt(last_adult), "-17").finally("X").into()
}

/// The category of programme, from a column with its code: those of introductory programmes begin with IM.
pub(super) fn programme(column: &str) -> Expr {
    Expr::cust(format!(
        "CASE WHEN {column} LIKE 'IM%' THEN 'IM' \
         WHEN SUBSTR({column}, 1, 2) IN ('EK', 'ES', 'HU', 'NA', 'SA', 'TE', 'IB') THEN 'HP' \
         WHEN SUBSTR({column}, 1, 2) IN \
         ('BA', 'BF', 'EE', 'FO', 'FS', 'FT', 'FX', 'HA', 'HN', 'HT', 'HV', 'IN', 'NB', 'RL', 'SX', 'VE', 'VF', 'VO', 'VV') \
         THEN 'YP' ELSE 'X' END"
    ))
}
