//! UP20300: drop-out from upper secondary school (studieavbrott). No official definition exists; this one is stated.

use entity::municipality::{completion, enrolment};
use entity::reach::{Reach, Within};
use entity::vocabulary::{CompletionOutcome, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryTrait};

use super::population::{day, in_school, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

pub(super) const INDICATOR: Indicator = Indicator {
    code: "UP20300",
    version: 1,
    title: Text {
        sv: "Gymnasieelever som avbrutit studierna under läsåret, kommunens skolor, andel (%)",
        en: "Upper secondary pupils who broke off in the school year, municipal schools, share (%)",
    },
    definition: Text {
        sv: "Andel elever i kommunens egna gymnasieskolor under läsåret vars sista inskrivning, i någon skola som kommunen känner till, slutade före den 1 juni, utan ny inskrivning under läsåret och utan examen eller studiebevis. Den som fortsätter i en skola som kommunen inte känner till räknas som avbrott.",
        en: "Share of pupils in the municipality's own upper secondary schools in the school year whose last enrolment, at any school that the municipality knows of, ended before 1 June, with no new one in the school year and neither diploma nor study certificate. Who goes on at a school that the municipality does not know of counts as broken off.",
    },
    numerator: Text { sv: "elever som avbrutit", en: "pupils who broke off" },
    denominator: Text {
        sv: "elever i gymnasieskolan under läsåret",
        en: "upper secondary pupils of the school year",
    },
    basis: UnitBasis::Authority,
    period: PeriodKind::SchoolYear,
    shape: Shape::Share,
    dimensions: &[Dimension::Sex, Dimension::SchoolYear],
    floor: 5,
    sensitive: true,
    group_only: false,
    part_of: None,
    same_people_as: None,
    matures_after: 0,
    purpose: None,
    reads: &["completion", "enrolment", "term_record", "youth"],
    source: Text {
        sv: "Egen definition: ingen officiell finns.",
        en: "Own definition: there is no official one.",
    },
    not_applicable: &[],
    leaves,
};

fn leaves(reach: &Reach, period: &Period) -> SelectStatement {
    let june = format!("{}-06-01", period.year());
    let broke_off = Expr::col(("done", "finished")).is_null().and(Expr::col(("of", "last_day")).lt(june));
    let people = Query::select()
        .column(("pupils", "unit_id"))
        .column(("pupils", "sex"))
        .column(("pupils", "year"))
        .expr_as(Expr::case(broke_off, 1).finally(0), "broke_off")
        .from_subquery(in_school(reach, period), "pupils")
        .join_subquery(
            sea_orm::JoinType::LeftJoin,
            last_days(reach, period),
            "of",
            Expr::col(("of", "youth_id")).equals(("pupils", "youth_id")),
        )
        .join_subquery(
            sea_orm::JoinType::LeftJoin,
            finished(reach),
            "done",
            Expr::col(("done", "finished")).equals(("pupils", "youth_id")),
        )
        .and_where(Expr::col(("pupils", "year")).like("GY%"))
        .take();
    share_of(people, &["sex", "year"], Expr::val(1).eq(1), Expr::col("broke_off").eq(1))
}

/// The last day, as text, of each youth's enrolments that have begun; of one that goes on a day that comes after all others.
fn last_days(reach: &Reach, period: &Period) -> SelectStatement {
    use enrolment::Column::{Cancelled, EndsOn, StartsOn, YouthId};
    // What ends after today goes on, whatever is written in advance.
    let goes_on = Condition::any().add(EndsOn.is_null()).add(EndsOn.gte(reach.today));
    let mut days = enrolment::Entity::within(reach)
        .filter(Cancelled.eq(false))
        .filter(StartsOn.lte(period.ends_on))
        .into_query();
    let last = Expr::case(goes_on, "9999").finally(Expr::cust(day("enrolment.ends_on")));
    days.clear_selects()
        .expr_as(Expr::col((enrolment::Entity, YouthId)), "youth_id")
        .expr_as(Func::max(last), "last_day")
        .group_by_col((enrolment::Entity, YouthId));
    days
}

fn finished(reach: &Reach) -> SelectStatement {
    use completion::Column::{Outcome, YouthId};
    let mut done = completion::Entity::within(reach)
        .filter(Outcome.is_in([CompletionOutcome::Diploma, CompletionOutcome::StudyCertificate]))
        .into_query();
    done.clear_selects().expr_as(Expr::col((completion::Entity, YouthId)), "finished");
    done
}
