//! What the indicators of measures (insatser) share: people, each by one measure of the school's cases.

use chrono::NaiveDate;
use entity::municipality::{measure, measure_type, youth_case};
use entity::reach::{Reach, Within};
use entity::vocabulary::{MeasureState, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};
use uuid::Uuid;

use super::population::{SCHOOL_TRACKS, latest_of, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

/// The ids of the national categories that come with the system, and the codes that figures have for them.
const METHODS: [(u128, &str); 3] = [(1, "IM"), (2, "SYV"), (3, "OTHER")];
const SHIPPED: u128 = 0x7570_3200_0000_8000_8000_0000_0000_0200;

/// What differs between them.
pub(super) struct Of {
    pub(super) code: &'static str,
    pub(super) title: Text,
    pub(super) definition: Text,
    pub(super) numerator: Text,
    pub(super) denominator: Text,
    pub(super) leaves: fn(&Reach, &Period) -> SelectStatement,
}

/// An indicator of measures.
pub(super) const fn of_measures(of: Of) -> Indicator {
    Indicator {
        code: of.code,
        version: 1,
        title: of.title,
        definition: of.definition,
        numerator: of.numerator,
        denominator: of.denominator,
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Share,
        dimensions: &[Dimension::Method, Dimension::Level],
        floor: 10,
        sensitive: true,
        group_only: false,
        part_of: None,
        same_people_as: None,
        matures_after: 0,
        purpose: None,
        reads: &["measure", "measure_type", "youth", "youth_case"],
        source: Text { sv: "Egen definition.", en: "Own definition." },
        not_applicable: &[],
        leaves: of.leaves,
    }
}

/// The smallest cells of a share of the people with a measure in some states, each by the latest of them by a day.
pub(super) fn of_latest(
    reach: &Reach,
    (day, first, last): (measure::Column, NaiveDate, NaiveDate),
    states: &[MeasureState],
    known: Expr,
    has: Expr,
) -> SelectStatement {
    use measure::Column;
    let mut rows = measure::Entity::within(reach)
        .filter(Column::Track.is_in(SCHOOL_TRACKS))
        .filter(Column::State.is_in(states.iter().copied()))
        .filter(day.between(first, last))
        .into_query();
    rows.clear_selects();
    joined(&mut rows);
    rows.column((measure::Entity, Column::State)).column((measure::Entity, Column::Outcome)).expr_as(
        Expr::cust(format!(
            "ROW_NUMBER() OVER (PARTITION BY measure.youth_id ORDER BY measure.{} DESC, measure.id)",
            sea_orm::IdenStatic::as_str(&day)
        )),
        "place",
    );
    share_of(latest_of(rows), &["method", "level"], known, has)
}

/// Gives rows of measures their unit, method and level.
pub(super) fn joined(rows: &mut SelectStatement) {
    rows.expr_as(Expr::col((youth_case::Entity, youth_case::Column::OwnerUnitId)), "unit_id")
        .expr_as(method(), "method")
        .expr_as(Expr::col((measure::Entity, measure::Column::Level)), "level")
        .inner_join(
            youth_case::Entity,
            Expr::col((measure::Entity, measure::Column::CaseId))
                .equals((youth_case::Entity, youth_case::Column::Id)),
        )
        .inner_join(
            measure_type::Entity,
            Expr::col((measure::Entity, measure::Column::TypeId))
                .equals((measure_type::Entity, measure_type::Column::Id)),
        );
}

/// The national category of a joined type of measures; what a municipality has not placed in one is unknown.
fn method() -> Expr {
    let of = |column| Expr::col((measure_type::Entity, column));
    let national = || {
        Expr::from(sea_orm::sea_query::Func::coalesce([
            of(measure_type::Column::NationalId),
            of(measure_type::Column::Id),
        ]))
    };
    let [(first, code), rest @ ..] = METHODS;
    let mut case = Expr::case(national().eq(Uuid::from_u128(SHIPPED + first)), code);
    for (number, code) in rest {
        case = case.case(national().eq(Uuid::from_u128(SHIPPED + number)), code);
    }
    case.finally("X").into()
}
