//! UP70201: a diploma after a measure, by method.

use entity::municipality::{completion, measure};
use entity::reach::{Reach, Within};
use entity::vocabulary::{CompletionOutcome, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::measures::joined;
use super::population::{SCHOOL_TRACKS, latest_of, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

pub(super) const INDICATOR: Indicator = Indicator {
    code: "UP70201",
    version: 1,
    title: Text {
        sv: "Personer med examen efter en insats, andel (%)",
        en: "People with a diploma after a measure, share (%)",
    },
    definition: Text {
        sv: "Av dem vars gymnasiestudier slutade under läsåret och som haft en insats dessförinnan, andelen med examen. Varje person räknas en gång, med den insats som började senast. En jämförelse mellan insatstyper är inget bevis för verkan: de ges till olika personer.",
        en: "Of those whose upper secondary studies ended in the school year and who had had a measure before, the share with a diploma. Each person counts once, by the measure that began last. A comparison of types of measures is no proof of an effect: they are given to different people.",
    },
    numerator: Text { sv: "personer med examen", en: "people with a diploma" },
    denominator: Text {
        sv: "personer med insats vars gymnasiestudier slutat",
        en: "people with a measure whose upper secondary studies ended",
    },
    basis: UnitBasis::Authority,
    period: PeriodKind::SchoolYear,
    shape: Shape::Share,
    dimensions: &[Dimension::Method],
    floor: 10,
    sensitive: true,
    group_only: true,
    part_of: None,
    same_people_as: None,
    matures_after: 0,
    purpose: None,
    reads: &["completion", "measure", "measure_type", "youth", "youth_case"],
    source: Text { sv: "Egen definition.", en: "Own definition." },
    not_applicable: &[],
    leaves,
};

fn leaves(reach: &Reach, period: &Period) -> SelectStatement {
    use completion::Column::{EndedOn, Outcome, YouthId};
    let mut ended = completion::Entity::within(reach)
        .filter(Outcome.is_not_null())
        .filter(EndedOn.between(period.starts_on, period.ends_on))
        .into_query();
    ended.clear_selects().columns([YouthId, Outcome, EndedOn].map(|column| (completion::Entity, column)));
    let mut rows = measure::Entity::within(reach)
        .filter(measure::Column::Track.is_in(SCHOOL_TRACKS))
        .filter(measure::Column::StartsOn.is_not_null())
        .into_query();
    rows.clear_selects();
    joined(&mut rows);
    rows.expr_as(Expr::col(("studies", "outcome")), "outcome")
        .expr_as(
            Expr::cust(
                "ROW_NUMBER() OVER (PARTITION BY measure.youth_id ORDER BY measure.starts_on DESC, measure.id)",
            ),
            "place",
        )
        .join_subquery(
            sea_orm::JoinType::InnerJoin,
            ended,
            "studies",
            Expr::col(("studies", "youth_id"))
                .equals((measure::Entity, measure::Column::YouthId))
                .and(Expr::cust("measure.starts_on <= studies.ended_on")),
        );
    let has = Expr::col("outcome").eq(CompletionOutcome::Diploma);
    share_of(latest_of(rows), &["method"], Expr::val(1).eq(1), has)
}
