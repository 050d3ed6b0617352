//! What the indicators of lead times (ledtider) share: days from one step of a case to the next.

use entity::municipality::{follow_up, mapping, measure, signal, youth, youth_case};
use entity::reach::{Reach, Within};
use entity::vocabulary::{FollowUpKind, SignalKind, SignalState, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryTrait, Select};

use super::population::{SCHOOL_TRACKS, day_number, day_within, latest_of, mean_of, sex};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

/// How many days before a mapping a signal may have been raised that led to it: cases do not say which signals they came
/// from.
const BEFORE: i32 = 180;

/// A step of a case, at its first time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A mapping was begun.
    Mapping,
    /// A measure began.
    Measure,
    /// A planned follow-up was done.
    FollowUp,
}

/// Days from a step to the next.
pub(super) const fn days(
    code: &'static str,
    title: Text,
    steps: Text,
    reads: &'static [&'static str],
    leaves: fn(&Reach, &Period) -> SelectStatement,
) -> Indicator {
    Indicator {
        code,
        version: 1,
        title,
        definition: Text {
            sv: "Dagar, helger medräknade, från det första steget i ärendet till det andra, när det andra togs under läsåret; 0 när det andra togs först. En signal räknas när den väckts högst 180 dagar före kartläggningen och inte avfärdats. Varje person räknas en gång, med sitt senaste ärende. Ärenden utan det första steget har ingen uppgift. Bara skolans ärenden.",
            en: "Days, weekends included, from the first step of the case to the second, where the second was taken in the school year; 0 where the second came first. A signal counts if it was raised at most 180 days before the mapping and was not dismissed. Each person counts once, by the latest case. Cases without the first step have no data. Cases of school alone.",
        },
        numerator: steps,
        denominator: Text {
            sv: "personer vars ärende nått det andra steget",
            en: "people whose case reached the second step",
        },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Mean(Text { sv: "dagar", en: "days" }),
        dimensions: &[Dimension::Sex],
        floor: 5,
        sensitive: true,
        group_only: false,
        part_of: None,
        same_people_as: None,
        matures_after: 0,
        purpose: None,
        reads,
        source: Text { sv: "Egen definition.", en: "Own definition." },
        not_applicable: &[],
        leaves,
    }
}

/// The smallest cells of the days from a step to the next; from none, they are from a signal of the youth.
pub(super) fn leaves(reach: &Reach, period: &Period, from: Option<Step>, to: Step) -> SelectStatement {
    use youth_case::Column;
    let id = || Expr::col((youth_case::Entity, Column::Id));
    let mut cases = youth_case::Entity::within(reach).filter(Column::Track.is_in(SCHOOL_TRACKS)).into_query();
    cases
        .clear_selects()
        .expr_as(Expr::col((youth_case::Entity, Column::OwnerUnitId)), "unit_id")
        .expr_as(sex(), "sex")
        .expr_as(began(reach, from), "began_at")
        .expr_as(Expr::col(("ended", "at")), "ended_at")
        .expr_as(
            Expr::cust(
                "ROW_NUMBER() OVER (PARTITION BY youth_case.youth_id ORDER BY ended.at DESC, youth_case.id)",
            ),
            "place",
        )
        .join_subquery(
            JoinType::InnerJoin,
            first(reach, to),
            "ended",
            id().equals(("ended", "case_id")).and(day_within("ended.at", period.starts_on, period.ends_on)),
        )
        .left_join(
            youth::Entity,
            Expr::col((youth_case::Entity, Column::YouthId)).equals((youth::Entity, youth::Column::Id)),
        );
    let (began, ended) = (day_number("began_at"), day_number("ended_at"));
    let days = format!("CASE WHEN {ended} < {began} THEN 0 ELSE {ended} - {began} END");
    mean_of(latest_of(cases), &["sex"], days)
}

/// When the first step was taken, of a joined case and its second step.
fn began(reach: &Reach, step: Option<Step>) -> Expr {
    let rows = match step {
        None => {
            let (raised, ended) = (day_number("signal.raised_at"), day_number("ended.at"));
            let mut signals = signal::Entity::within(reach)
                .filter(signal::Column::Kind.ne(SignalKind::ReportingIncomplete))
                .filter(signal::Column::State.ne(SignalState::Dismissed))
                .filter(Expr::cust("signal.youth_id = youth_case.youth_id"))
                .filter(Expr::cust(format!("{ended} - {raised} BETWEEN 0 AND {BEFORE}")))
                .into_query();
            let raised_at = Expr::col((signal::Entity, signal::Column::RaisedAt));
            signals.clear_selects().expr(Func::min(raised_at));
            signals
        }
        Some(step) => Query::select()
            .column("at")
            .from_subquery(first(reach, step), "began")
            .and_where(Expr::cust("began.case_id = youth_case.id"))
            .take(),
    };
    Expr::SubQuery(None, Box::new(rows.into()))
}

/// When a step of a case was first taken, by case.
fn first(reach: &Reach, step: Step) -> SelectStatement {
    match step {
        Step::Mapping => {
            first_of(mapping::Entity::within(reach), mapping::Column::CaseId, mapping::Column::StartedAt)
        }
        Step::Measure => first_of(
            measure::Entity::within(reach).filter(measure::Column::StartsOn.is_not_null()),
            measure::Column::CaseId,
            measure::Column::StartsOn,
        ),
        Step::FollowUp => first_of(
            follow_up::Entity::within(reach)
                .filter(follow_up::Column::Kind.eq(FollowUpKind::Planned))
                .filter(follow_up::Column::DoneOn.is_not_null()),
            follow_up::Column::CaseId,
            follow_up::Column::DoneOn,
        ),
    }
}

fn first_of<E: EntityTrait>(rows: Select<E>, case: E::Column, at: E::Column) -> SelectStatement {
    let mut rows = rows.into_query();
    rows.clear_selects()
        .expr_as(Expr::col(case.as_column_ref()), "case_id")
        .expr_as(Func::min(Expr::col(at.as_column_ref())), "at")
        .group_by_col(case.as_column_ref());
    rows
}
