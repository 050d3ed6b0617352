//! What rules look at, added up in the database: one statement a measure for some hundred youths. For jobs.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::municipality::{attendance, enrolment, school_result, signal, unit_closure, youth};
use entity::reach::{Reach, Within};
use entity::vocabulary::{SignalKind, SignalState};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::rules::Last;
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::minutes::Minutes;

/// Minutes by week of each youth.
pub type Weeks = HashMap<Uuid, Vec<(NaiveDate, Minutes)>>;

/// The last signal by youth, rule and kind, with its id.
pub type LastSignals = HashMap<(Uuid, Uuid, SignalKind), (Uuid, Last)>;

/// The ids of youths that are here, after an id.
pub async fn youths_after(grant: &Grant, after: Uuid, most: u64) -> Result<Vec<Uuid>, Fault> {
    let rows = youth::Entity::within(grant.reach())
        .select_only()
        .column(youth::Column::Id)
        .filter(youth::Column::Id.gt(after))
        .filter(youth::Column::RemovedAt.is_null())
        .order_by_asc(youth::Column::Id)
        .limit(most);
    ids(grant, &rows.into_query()).await
}

/// Those of these youths that are here still.
pub async fn present(grant: &Grant, youths: &[Uuid]) -> Result<Vec<Uuid>, Fault> {
    let rows = youth::Entity::within(grant.reach())
        .select_only()
        .column(youth::Column::Id)
        .filter(youth::Column::Id.is_in(youths.iter().copied()))
        .filter(youth::Column::RemovedAt.is_null());
    ids(grant, &rows.into_query()).await
}

/// Those of these youths that are enrolled today at a unit or below it.
pub async fn enrolled_below(grant: &Grant, youths: &[Uuid], unit: Uuid) -> Result<BTreeSet<Uuid>, Fault> {
    let rows = youth::Entity::within(grant.reach())
        .select_only()
        .column(youth::Column::Id)
        .filter(youth::Column::Id.is_in(youths.iter().copied()))
        .filter(youth::Column::Id.in_subquery(of_unit(grant.reach(), unit)));
    Ok(ids(grant, &rows.into_query()).await?.into_iter().collect())
}

/// Ids of youths enrolled today at a unit or below it, as far as a reach goes.
pub fn of_unit(reach: &Reach, unit: Uuid) -> SelectStatement {
    let below = unit_closure::Entity::within(reach)
        .select_only()
        .column(unit_closure::Column::UnitId)
        .filter(unit_closure::Column::AncestorId.eq(unit));
    enrolment::Entity::within(reach)
        .select_only()
        .column(enrolment::Column::YouthId)
        .filter(enrolment::Column::Cancelled.eq(false))
        .filter(enrolment::Column::StartsOn.lte(reach.today))
        .filter(
            Condition::any()
                .add(enrolment::Column::EndsOn.is_null())
                .add(enrolment::Column::EndsOn.gte(reach.today)),
        )
        .filter(enrolment::Column::UnitId.in_subquery(below.into_query()))
        .into_query()
}

/// The columns of [`by_week`] after youth and week.
pub const MINUTES: [(attendance::Column, &str); 5] = [
    (attendance::Column::ValidMinutes, "valid"),
    (attendance::Column::InvalidMinutes, "invalid"),
    (attendance::Column::OtherMinutes, "other"),
    (attendance::Column::ReportedMinutes, "reported"),
    (attendance::Column::OfferedMinutes, "offered"),
];

/// Minutes by youth and week within a reach: the total row where a week has one, else the sum of its group rows, as
/// `attendance::rules::by_week` has it. Weeks without lessons are left out.
pub fn by_week(reach: &Reach, from: NaiveDate, to: NaiveDate) -> SelectStatement {
    let rows = attendance::Entity::within(reach)
        .filter(attendance::Column::Week.gte(from))
        .filter(attendance::Column::Week.lte(to));
    let mut weeks = rows.into_query();
    weeks.clear_selects().column(attendance::Column::YouthId).column(attendance::Column::Week);
    for (column, name) in MINUTES {
        weeks.expr_as(of_week(column), name);
    }
    weeks
        .group_by_columns([attendance::Column::YouthId, attendance::Column::Week])
        .and_having(of_week(attendance::Column::OfferedMinutes).gt(0))
        .take()
}

fn of_week(column: attendance::Column) -> Expr {
    let group = || Expr::col(attendance::Column::GroupId);
    let has_total = Expr::from(Func::count(Expr::col(Asterisk))).gt(Func::count(group()));
    let total = Func::sum(Expr::case(group().is_null(), Expr::col(column)));
    Expr::case(has_total, total).finally(Func::sum(Expr::col(column))).into()
}

/// Minutes of the last weeks with lessons of these youths, so many and one more, since the present one may not count.
pub async fn weeks(
    grant: &Grant,
    youths: &[Uuid],
    (from, to): (NaiveDate, NaiveDate),
    most: i16,
) -> Result<Weeks, Fault> {
    let mut weeks = by_week(grant.reach(), from, to);
    weeks.and_where(attendance::Column::YouthId.is_in(youths.iter().copied()));
    weeks.expr_as(Expr::cust("ROW_NUMBER() OVER (PARTITION BY youth_id ORDER BY week DESC)"), "place");
    let statement = Query::select()
        .columns(["youth_id", "week"])
        .columns(MINUTES.map(|(_, name)| name))
        .from_subquery(weeks, "weeks")
        .and_where(Expr::col("place").lte(i64::from(most) + 1))
        .take();
    type Row = (Uuid, NaiveDate, i64, i64, i64, i64, i64);
    let mut weeks = Weeks::with_capacity(youths.len());
    for (youth, week, valid, invalid, other, reported, offered) in grant.figures::<Row>(&statement).await? {
        let minutes = Minutes { valid, invalid, other, reported, offered };
        weeks.entry(youth).or_default().push((week, minutes));
    }
    Ok(weeks)
}

/// The subjects with F, no basis for a grade, or a warning, of each of these youths who has any: the latest that is
/// known of a subject in two terms, the present one first.
pub async fn failed_or_warned(
    grant: &Grant,
    youths: &[Uuid],
    terms: &[String; 2],
) -> Result<HashMap<Uuid, BTreeSet<String>>, Fault> {
    let failing = || {
        Condition::any()
            .add(school_result::Column::Grade.is_in(["F", "-"]))
            .add(school_result::Column::Warning.eq(true))
    };
    let of_those = |rows: sea_orm::Select<school_result::Entity>| {
        rows.select_only()
            .filter(school_result::Column::YouthId.is_in(youths.iter().copied()))
            .filter(school_result::Column::Term.is_in(terms.clone()))
    };
    let with_any = of_those(school_result::Entity::within(grant.reach()))
        .column(school_result::Column::YouthId)
        .filter(failing());
    let rows = of_those(school_result::Entity::within(grant.reach()))
        .column(school_result::Column::YouthId)
        .column(school_result::Column::SubjectCode)
        .column(school_result::Column::Term)
        .column(school_result::Column::Grade)
        .column(school_result::Column::Warning)
        .filter(school_result::Column::YouthId.in_subquery(with_any.into_query()));
    type Row = (Uuid, String, String, Option<String>, bool);
    let mut latest: HashMap<(Uuid, String), (bool, bool)> = HashMap::new();
    for (youth, subject, term, grade, warning) in grant.figures::<Row>(&rows.into_query()).await? {
        let (present, fails) = (term == terms[0], warning || matches!(grade.as_deref(), Some("F" | "-")));
        let known = latest.entry((youth, subject)).or_insert((present, fails));
        if present {
            *known = (present, fails);
        }
    }
    let mut subjects: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    for ((youth, subject), _) in latest.into_iter().filter(|(_, (_, fails))| *fails) {
        subjects.entry(youth).or_default().insert(subject);
    }
    Ok(subjects)
}

/// Observations of these youths since a day, but for those dismissed.
pub async fn observations(
    grant: &Grant,
    youths: &[Uuid],
    today: NaiveDate,
    weeks: i16,
) -> Result<HashMap<(Uuid, SignalKind), Vec<DateTime<Utc>>>, Fault> {
    let since = today - Days::new(7 * u64::try_from(weeks).unwrap_or_default());
    let rows = signal::Entity::within(grant.reach())
        .select_only()
        .column(signal::Column::YouthId)
        .column(signal::Column::Kind)
        .column(signal::Column::RaisedAt)
        .filter(signal::Column::YouthId.is_in(youths.iter().copied()))
        .filter(signal::Column::RuleId.is_null())
        .filter(signal::Column::State.ne(SignalState::Dismissed))
        .filter(signal::Column::RaisedAt.gte(since.and_time(chrono::NaiveTime::MIN).and_utc()));
    let mut found: HashMap<(Uuid, SignalKind), Vec<DateTime<Utc>>> = HashMap::new();
    type Row = (Uuid, SignalKind, DateTime<Utc>);
    for (youth, kind, at) in grant.figures::<Row>(&rows.into_query()).await? {
        found.entry((youth, kind)).or_default().push(at);
    }
    Ok(found)
}

/// The last signal of each of these youths by rule and kind, with its id.
pub async fn last_signals(grant: &Grant, youths: &[Uuid]) -> Result<LastSignals, Fault> {
    use signal::Column::{ClearedAt, Episode, Id, Kind, RaisedAt, RuleId, State, YouthId};
    let rows = signal::Entity::within(grant.reach())
        .select_only()
        .columns([Id, YouthId, RuleId, Kind, Episode, State, RaisedAt, ClearedAt])
        .filter(YouthId.is_in(youths.iter().copied()))
        .filter(RuleId.is_not_null())
        .order_by_asc(Episode);
    type Row = (Uuid, Uuid, Uuid, SignalKind, i32, SignalState, DateTime<Utc>, Option<DateTime<Utc>>);
    let mut last = LastSignals::new();
    for (id, youth, rule, kind, episode, state, raised, cleared) in
        grant.figures::<Row>(&rows.into_query()).await?
    {
        let cleared = cleared.is_some();
        let told = Last { episode, state, raised_on: raised.date_naive(), cleared };
        last.insert((youth, rule, kind), (id, told));
    }
    Ok(last)
}

async fn ids(grant: &Grant, statement: &SelectStatement) -> Result<Vec<Uuid>, Fault> {
    Ok(grant.figures::<(Uuid,)>(statement).await?.into_iter().map(|(id,)| id).collect())
}
