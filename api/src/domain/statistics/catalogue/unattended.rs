//! UP30100: pupils whose signal nobody had attended to when its deadline passed (obeaktade signaler).

use chrono::Days;
use entity::municipality::{signal, signal_event};
use entity::reach::{Reach, Within};
use entity::vocabulary::{SignalDeed, SignalKind, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::population::{day, in_school, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

pub(super) const INDICATOR: Indicator = Indicator {
    code: "UP30100",
    version: 1,
    title: Text {
        sv: "Elever med en signal som ingen tagit om hand i tid, kommunens skolor, andel (%)",
        en: "Pupils with a signal that nobody attended to in time, municipal schools, share (%)",
    },
    definition: Text {
        sv: "Andel av de elever i kommunens egna skolor som har en signal vars frist löpt ut under terminen, av vilkas signaler minst en varken omhändertagits, avfärdats eller lämnats till rektor senast den dagen. En signal vars grund upphört innan fristen löpt ut räknas inte, inte heller ofullständig rapportering.",
        en: "Of the pupils of the municipality's own schools with a signal whose deadline passed in the term, the share of whom at least one signal was neither attended to, dismissed nor handed to the head teacher by that day. A signal whose ground ceased before its deadline is not counted, nor is incomplete reporting.",
    },
    numerator: Text { sv: "elever med en obeaktad signal", en: "pupils with an unattended signal" },
    denominator: Text {
        sv: "elever med en signal vars frist löpt ut",
        en: "pupils with a signal whose deadline passed",
    },
    basis: UnitBasis::Authority,
    period: PeriodKind::Term,
    shape: Shape::Share,
    dimensions: &[Dimension::Sex, Dimension::SchoolYear],
    floor: 5,
    sensitive: true,
    group_only: false,
    part_of: None,
    same_people_as: None,
    matures_after: 0,
    purpose: None,
    reads: &["signal", "signal_event", "term_record", "youth"],
    source: Text { sv: "Egen definition.", en: "Own definition." },
    not_applicable: &[],
    leaves,
};

fn leaves(reach: &Reach, period: &Period) -> SelectStatement {
    let people = Query::select()
        .column(("pupils", "unit_id"))
        .column(("pupils", "sex"))
        .column(("pupils", "year"))
        .column(("of", "late"))
        .from_subquery(in_school(reach, period), "pupils")
        .join_subquery(
            sea_orm::JoinType::InnerJoin,
            signals(reach, period),
            "of",
            Expr::col(("of", "youth_id")).equals(("pupils", "youth_id")),
        )
        .take();
    share_of(people, &["sex", "year"], Expr::val(1).eq(1), Expr::col("late").eq(1))
}

/// Of each youth with a signal whose deadline has passed: whether one was late.
fn signals(reach: &Reach, period: &Period) -> SelectStatement {
    use signal::Column::{ClearedAt, DueOn, Kind, YouthId};
    let last = Ord::min(period.ends_on, reach.today - Days::new(1));
    let ceased = Expr::cust(format!("{} <= CAST(signal.due_on AS text)", day("signal.cleared_at")));
    let in_time = signal_event::Entity::within(reach)
        .filter(signal_event::Column::Deed.is_in([
            SignalDeed::Attended,
            SignalDeed::Dismissed,
            SignalDeed::Escalated,
        ]))
        .filter(Expr::cust("signal_event.signal_id = signal.id"))
        .filter(Expr::cust(format!("{} <= CAST(signal.due_on AS text)", day("signal_event.at"))));
    let mut rows = signal::Entity::within(reach)
        .filter(Kind.ne(SignalKind::ReportingIncomplete))
        .filter(DueOn.between(period.starts_on, last))
        .filter(ClearedAt.is_null().or(ceased.not()))
        .into_query();
    let late = Expr::case(Expr::exists(in_time.into_query()), 0).finally(1);
    rows.clear_selects()
        .column((signal::Entity, YouthId))
        .expr_as(Func::max(late), "late")
        .group_by_col((signal::Entity, YouthId));
    rows
}
