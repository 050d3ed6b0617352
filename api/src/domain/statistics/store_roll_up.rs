//! Reads that the rows of terms are worked out from, a round of youths at a time, and their writes. For the job of the
//! night.

use std::collections::{BTreeMap, HashMap};

use entity::municipality::{attendance, enrolment, school_result, term_record};
use entity::reach::Within;
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use uuid::Uuid;

use super::catalogue::Period;
use super::types_weeks::by_week;
use crate::access::Grant;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::fault::Fault;

/// Minutes of a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    /// Valid absence.
    pub valid: i64,
    /// Invalid absence.
    pub invalid: i64,
    /// Reported.
    pub reported: i64,
    /// Offered.
    pub offered: i64,
}

impl Minutes {
    /// Those of a row.
    pub fn of(row: &term_record::Model) -> Self {
        Self {
            valid: row.valid_minutes.into(),
            invalid: row.invalid_minutes.into(),
            reported: row.reported_minutes.into(),
            offered: row.offered_minutes.into(),
        }
    }
}

/// Enrolments at schools that the municipality runs; where no authority is written, it is taken to be the own one.
pub fn at_own_schools(grant: &Grant) -> Select<enrolment::Entity> {
    let mut own = Condition::any().add(enrolment::Column::SchoolAuthority.is_null());
    match grant.own_authority() {
        Some(number) => own = own.add(enrolment::Column::SchoolAuthority.eq(number)),
        None => own = own.add(Expr::val(1).eq(1)),
    }
    enrolment::Entity::within(grant.reach()).filter(enrolment::Column::Cancelled.eq(false)).filter(own)
}

/// The enrolment by which each of so many youths after an id counts in a term: the one that began last.
pub async fn enrolled(
    grant: &Grant,
    term: &Period,
    after: Uuid,
    most: u64,
) -> Result<BTreeMap<Uuid, enrolment::Model>, Fault> {
    use enrolment::Column::{EndsOn, Id, StartsOn, YouthId};
    let in_term = || {
        at_own_schools(grant)
            .filter(StartsOn.lte(term.ends_on))
            .filter(Condition::any().add(EndsOn.is_null()).add(EndsOn.gte(term.starts_on)))
    };
    let youths = in_term()
        .select_only()
        .column(YouthId)
        .distinct()
        .filter(YouthId.gt(after))
        .order_by_asc(YouthId)
        .limit(most);
    let youths: Vec<Uuid> =
        grant.figures::<(Uuid,)>(&youths.into_query()).await?.into_iter().map(|(youth,)| youth).collect();
    let rows = in_term().filter(YouthId.is_in(youths)).order_by_asc(StartsOn).order_by_asc(Id);
    Ok(grant.all(rows).await?.into_iter().map(|row| (row.youth_id, row)).collect())
}

/// Minutes of these youths in the weeks whose Mondays lie in a term, by the rule of weeks: see [`by_week`].
pub async fn minutes(grant: &Grant, term: &Period, youths: &[Uuid]) -> Result<HashMap<Uuid, Minutes>, Fault> {
    let mut weeks = by_week(grant.reach(), term.starts_on, term.ends_on);
    weeks.and_where(attendance::Column::YouthId.is_in(youths.iter().copied()));
    let sum = |column: &'static str| Expr::from(Func::sum(Expr::col(column))).cast_as("bigint");
    let sums = Query::select()
        .column("youth_id")
        .exprs(["valid", "invalid", "reported", "offered"].map(sum))
        .from_subquery(weeks, "weeks")
        .group_by_col("youth_id")
        .take();
    let rows = grant.figures::<(Uuid, i64, i64, i64, i64)>(&sums).await?;
    let minutes =
        |(youth, valid, invalid, reported, offered)| (youth, Minutes { valid, invalid, reported, offered });
    Ok(rows.into_iter().map(minutes).collect())
}

/// The grades of these youths in a term, by subject.
pub async fn grades(
    grant: &Grant,
    term: &Period,
    youths: &[Uuid],
) -> Result<HashMap<Uuid, HashMap<String, String>>, Fault> {
    use school_result::Column::{Grade, SubjectCode, Term, YouthId};
    let mut found: HashMap<Uuid, HashMap<String, String>> = HashMap::new();
    if youths.is_empty() {
        return Ok(found);
    }
    let rows = school_result::Entity::within(grant.reach())
        .select_only()
        .columns([YouthId, SubjectCode, Grade])
        .filter(YouthId.is_in(youths.iter().copied()))
        .filter(Term.eq(term.text()))
        .filter(Grade.is_not_null());
    for (youth, subject, grade) in grant.figures::<(Uuid, String, String)>(&rows.into_query()).await? {
        found.entry(youth).or_default().insert(subject, grade);
    }
    Ok(found)
}

/// The rows of a term that are stored of these youths.
pub async fn stored(
    grant: &Grant,
    term: &Period,
    youths: &[Uuid],
) -> Result<HashMap<Uuid, term_record::Model>, Fault> {
    let rows = term_record::Entity::within(grant.reach())
        .filter(term_record::Column::Term.eq(term.text()))
        .filter(term_record::Column::YouthId.is_in(youths.iter().copied()));
    Ok(grant.all(rows).await?.into_iter().map(|row| (row.youth_id, row)).collect())
}

/// Writes rows, all of them or none.
pub async fn write(grant: &Grant, rows: &[term_record::Model]) -> Result<(), Fault> {
    use term_record::Column::{
        Eligible, Id, InvalidMinutes, OfferedMinutes, ReportedMinutes, SchoolType, SchoolYear, UnitId,
        ValidMinutes,
    };
    if rows.is_empty() {
        return Ok(());
    }
    let replaced = OnConflict::column(Id)
        .update_columns([
            UnitId,
            SchoolType,
            SchoolYear,
            ValidMinutes,
            InvalidMinutes,
            ReportedMinutes,
            OfferedMinutes,
            Eligible,
        ])
        .to_owned();
    let tx = grant.begin().await?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
        term_record::Entity::insert_many(some)
            .on_conflict(replaced.clone())
            .exec_without_returning(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
