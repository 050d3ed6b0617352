//! What the indicators of absence share: youths by the share of offered lessons that they were absent from.

use entity::reach::Reach;
use entity::vocabulary::UnitBasis;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};

use super::population::{counted, in_school, none};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

/// Youths absent from at least so many percent of the lessons of a school year.
pub(super) const fn over<const PERCENT: i32>(
    code: &'static str,
    title: Text,
    part_of: Option<&'static str>,
) -> Indicator {
    Indicator {
        code,
        version: 1,
        title,
        definition: Text {
            sv: "Andel elever vid kommunens egna skolor vars frånvaro under läsåret, giltig och ogiltig, är minst så många procent av erbjuden tid. Tid som inte är rapporterad räknas som närvaro.",
            en: "Share of pupils at the municipality's own schools whose absence in the school year, valid and invalid, is at least so many percent of the time offered. Time not reported counts as presence.",
        },
        numerator: Text { sv: "elever med så hög frånvaro", en: "pupils with so much absence" },
        denominator: Text {
            sv: "elever med erbjuden tid under läsåret",
            en: "pupils with time offered in the school year",
        },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Share,
        dimensions: &[Dimension::Sex, Dimension::SchoolYear],
        floor: 5,
        sensitive: true,
        group_only: false,
        part_of,
        purpose: None,
        reads: &["term_record", "youth"],
        source: Text {
            sv: "Egen definition; trösklarna är vanliga, ingen är fastställd i lag.",
            en: "Own definition; the thresholds are customary, none is set by law.",
        },
        leaves: leaves::<PERCENT>,
    }
}

fn leaves<const PERCENT: i32>(reach: &Reach, period: &Period) -> SelectStatement {
    let has_data = || Expr::col("offered").gt(0);
    let absent = Expr::col("valid").add(Expr::col("invalid")).mul(100).gte(Expr::col("offered").mul(PERCENT));
    Query::select()
        .columns(["unit_id", "sex", "year"])
        .expr_as(Expr::cust("CAST(NULL AS text)"), "third")
        .expr_as(counted(has_data().and(absent)), "n")
        .expr_as(counted(has_data()), "total")
        .expr_as(none(), "sum")
        .expr_as(none(), "largest")
        .expr_as(counted(has_data().not()), "without_data")
        .from_subquery(in_school(reach, period), "youths")
        .group_by_columns(["unit_id", "sex", "year"])
        .take()
}
