//! Who is counted: one row a youth, with what figures are broken down by.

use entity::municipality::{term_record, youth};
use entity::reach::{Reach, Within};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::Period;

/// How many rows meet a condition.
pub(super) fn counted(condition: Expr) -> Expr {
    Expr::from(Func::sum(Expr::case(condition, 1).finally(0))).cast_as("bigint")
}

/// The nought of columns that an indicator has no use for.
pub(super) fn none() -> Expr {
    Expr::cust("CAST(0 AS bigint)")
}

/// Youths at the municipality's own schools in the terms of a period: `youth_id`, `unit_id` and `year` of the latest
/// term, `sex`, and the minutes `valid`, `invalid`, `reported` and `offered` of all terms.
pub(super) fn in_school(reach: &Reach, period: &Period) -> SelectStatement {
    let mut terms = term_record::Entity::within(reach)
        .filter(term_record::Column::Term.is_in(period.terms()))
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
