//! What the indicators of the effects of methods share: the absence of people in the four whole weeks before a measure
//! began and the four after. They are published only for all municipalities together.

use chrono::Days;
use entity::municipality::{attendance, measure};
use entity::reach::{Reach, Within};
use entity::vocabulary::UnitBasis;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, JoinType, QueryFilter, QueryTrait};

use super::measures::joined;
use super::population::{SCHOOL_TRACKS, day_number, latest_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};
use crate::domain::statistics::types_weeks::by_week;

/// What differs between them.
pub(super) struct Of {
    pub(super) code: &'static str,
    pub(super) title: Text,
    pub(super) numerator: Text,
    pub(super) shape: Shape,
    pub(super) leaves: fn(&Reach, &Period) -> SelectStatement,
}

/// An indicator of what becomes of absence.
pub(super) const fn of_absence(of: Of) -> Indicator {
    Indicator {
        code: of.code,
        version: 1,
        title: of.title,
        definition: Text {
            sv: "Frånvaro i procent av erbjuden tid under de fyra hela veckorna före och efter att en insats började, för dem vars insats började under läsåret och vars båda perioder har lektioner. Varje persons andel avrundas till hela procent. Varje person räknas en gång, med den insats som började senast. En jämförelse före och efter är inget bevis för verkan.",
            en: "Absence in per cent of the time offered in the four whole weeks before and after a measure began, of those whose measure began in the school year and who had lessons in both. Each person's share is rounded to whole per cent. Each person counts once, by the measure that began last. A comparison of before and after is no proof of an effect.",
        },
        numerator: of.numerator,
        denominator: Text {
            sv: "personer med insats och lektioner före och efter",
            en: "people with a measure and lessons before and after",
        },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: of.shape,
        dimensions: &[Dimension::Method],
        floor: 10,
        sensitive: true,
        group_only: true,
        part_of: None,
        same_people_as: None,
        matures_after: 0,
        purpose: None,
        reads: &["attendance", "measure", "measure_type", "youth", "youth_case"],
        source: Text { sv: "Egen definition.", en: "Own definition." },
        not_applicable: &[],
        leaves: of.leaves,
    }
}

/// People with a measure that began in the period, four whole weeks ago or more: `unit_id`, `method`, and whole percent
/// `before` and `after`, each null without lessons.
pub(super) fn people(reach: &Reach, period: &Period) -> SelectStatement {
    let percent = |first: i32, last: i32| {
        // As whole numbers: PostgreSQL's sum of them is none, and would be divided with a remainder.
        let of = |what: &str| {
            format!("CAST(SUM(CASE WHEN since BETWEEN {first} AND {last} THEN {what} ELSE 0 END) AS bigint)")
        };
        let (absent, offered) = (of("absent"), of("offered"));
        Expr::cust(format!("CASE WHEN {offered} > 0 THEN (100 * {absent} + {offered} / 2) / {offered} END"))
    };
    Query::select()
        .columns(["youth_id", "unit_id", "method"])
        // Weeks are known by their Mondays: from 34 days before to 7 before, and from the day itself to 27 after.
        .expr_as(percent(-34, -7), "before")
        .expr_as(percent(0, 27), "after")
        .from_subquery(weeks_around(reach, period), "weeks_around")
        .group_by_columns(["youth_id", "unit_id", "method"])
        .take()
}

fn weeks_around(reach: &Reach, period: &Period) -> SelectStatement {
    let first = period.starts_on - Days::new(34);
    let last = period.ends_on + Days::new(27);
    let mut weeks = by_week(reach, first, last);
    let mut whose = latest_begun(reach, period);
    whose.clear_selects().column((measure::Entity, measure::Column::YouthId));
    weeks.and_where(Expr::col(attendance::Column::YouthId).in_subquery(whose));
    Query::select()
        .column(("begun", "youth_id"))
        .column(("begun", "unit_id"))
        .column(("begun", "method"))
        .expr_as(Expr::cust("CAST(of_week.valid + of_week.invalid AS bigint)"), "absent")
        .expr_as(Expr::cust("CAST(of_week.offered AS bigint)"), "offered")
        .expr_as(
            Expr::cust(format!("{} - {}", day_number("of_week.week"), day_number("begun.starts_on"))),
            "since",
        )
        .from_subquery(latest_of(begun(reach, period)), "begun")
        .join_subquery(
            JoinType::LeftJoin,
            weeks,
            "of_week",
            Expr::col(("of_week", "youth_id")).equals(("begun", "youth_id")),
        )
        .take()
}

/// Measures that began in the period, four whole weeks ago or more.
fn latest_begun(reach: &Reach, period: &Period) -> SelectStatement {
    use measure::Column;
    let last = Ord::min(period.ends_on, reach.today - Days::new(34));
    measure::Entity::within(reach)
        .filter(Column::Track.is_in(SCHOOL_TRACKS))
        .filter(Column::StartsOn.between(period.starts_on, last))
        .into_query()
}

fn begun(reach: &Reach, period: &Period) -> SelectStatement {
    let mut rows = latest_begun(reach, period);
    rows.clear_selects();
    joined(&mut rows);
    rows.column((measure::Entity, measure::Column::YouthId))
        .column((measure::Entity, measure::Column::StartsOn))
        .expr_as(
            Expr::cust(
                "ROW_NUMBER() OVER (PARTITION BY measure.youth_id ORDER BY measure.starts_on DESC, measure.id)",
            ),
            "place",
        );
    rows
}
