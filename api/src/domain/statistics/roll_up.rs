//! One row a youth and term, kept up each night of the running term and the one before: what the figures of school read,
//! so that none of them reads weeks. Of older terms the rows stand as they are, also when their weeks are gone.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::municipality::{enrolment, term_record};
use uuid::Uuid;

use super::catalogue::{Period, PeriodKind};
use super::rules_eligible::eligible;
use super::store_roll_up::{self as store, Minutes};
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::ids;

/// Youths of one round: memory stays the same however many there are.
const ROUND: u64 = 500;

/// Works out the rows of the running term and the one before, some hundred youths at a time.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    let running = Period::of(PeriodKind::Term, grant.reach().today);
    for term in [running.previous(), running] {
        let mut after = Uuid::nil();
        loop {
            let enrolled = store::enrolled(grant, &term, after, ROUND).await?;
            let Some((last, _)) = enrolled.last_key_value() else { break };
            after = *last;
            round(grant, &term, &enrolled).await?;
        }
    }
    Ok(())
}

async fn round(
    grant: &Grant,
    term: &Period,
    enrolled: &BTreeMap<Uuid, enrolment::Model>,
) -> Result<(), Fault> {
    let youths: Vec<Uuid> = enrolled.keys().copied().collect();
    let minutes = store::minutes(grant, term, &youths).await?;
    let leaving: Vec<Uuid> =
        enrolled.values().filter(|row| ends_school(row, term)).map(|row| row.youth_id).collect();
    let grades = store::grades(grant, term, &leaving).await?;
    let stored = store::stored(grant, term, &youths).await?;
    let changed: Vec<term_record::Model> = enrolled
        .values()
        .map(|enrolment| {
            let of = enrolment.youth_id;
            let judged = grades.get(&of).and_then(|grades| eligible(pairs(grades)));
            let minutes = minutes.get(&of).copied().unwrap_or_default();
            record(enrolment, term, minutes, judged, stored.get(&of), grant.reach().today)
        })
        .filter(|row| stored.get(&row.youth_id) != Some(row))
        .collect();
    store::write(grant, &changed).await
}

fn pairs(grades: &HashMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    grades.iter().map(|(subject, grade)| (subject.as_str(), grade.as_str()))
}

/// Whether the term is the spring of year 9.
fn ends_school(row: &enrolment::Model, term: &Period) -> bool {
    term.text().ends_with("VT") && row.school_year == Some(9) && !row.school_type.starts_with("GY")
}

/// The row as it should be. Of a term that is over, weeks may have been erased since: minutes are not replaced by fewer.
fn record(
    enrolment: &enrolment::Model,
    term: &Period,
    minutes: Minutes,
    eligible: Option<bool>,
    stored: Option<&term_record::Model>,
    today: NaiveDate,
) -> term_record::Model {
    let is_over = term.ends_on < today;
    let kept = stored.filter(|row| is_over && i64::from(row.offered_minutes) > minutes.offered);
    let minutes = kept.map_or(minutes, Minutes::of);
    let whole = |minutes: i64| i32::try_from(minutes).unwrap_or(i32::MAX);
    let text = term.text();
    term_record::Model {
        id: stored.map_or_else(|| ids::of_term_record(enrolment.youth_id, &text), |row| row.id),
        youth_id: enrolment.youth_id,
        term: text,
        unit_id: enrolment.unit_id,
        school_type: enrolment.school_type.clone(),
        school_year: enrolment.school_year,
        valid_minutes: whole(minutes.valid),
        invalid_minutes: whole(minutes.invalid),
        reported_minutes: whole(minutes.reported),
        offered_minutes: whole(minutes.offered),
        eligible: eligible.or_else(|| stored.filter(|_| is_over).and_then(|row| row.eligible)),
        source_id: stored.and_then(|row| row.source_id),
        source_ref: stored.and_then(|row| row.source_ref.clone()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn pupil() -> enrolment::Model {
        enrolment::Model {
            id: Uuid::nil(),
            youth_id: Uuid::from_u128(1),
            unit_id: Uuid::from_u128(2),
            school_type: "GR".to_owned(),
            school_year: Some(9),
            programme_code: None,
            school_authority: None,
            starts_on: day(2024, 8, 15),
            ends_on: None,
            cancelled: false,
            source_id: None,
            source_ref: None,
        }
    }

    fn minutes(offered: i64) -> Minutes {
        Minutes { valid: offered / 10, invalid: 0, reported: offered, offered }
    }

    proptest! {
        #[test]
        fn the_same_again_changes_nothing_and_a_term_that_is_over_loses_no_minutes(
            first in 0_i64..10_000, second in 0_i64..10_000, over in any::<bool>(),
        ) {
            let term = Period::of(PeriodKind::Term, day(2025, 3, 1));
            let today = if over { day(2025, 11, 24) } else { day(2025, 5, 1) };
            let row = record(&pupil(), &term, minutes(first), Some(true), None, today);
            prop_assert_eq!(&record(&pupil(), &term, minutes(first), Some(true), Some(&row), today), &row);
            let next = record(&pupil(), &term, minutes(second), Some(false), Some(&row), today);
            let offered = if over { first.max(second) } else { second };
            prop_assert_eq!(i64::from(next.offered_minutes), offered);
            prop_assert_eq!(next.valid_minutes, i32::try_from(offered / 10).unwrap());
            prop_assert_eq!(next.eligible, Some(false));
        }
    }

    #[test]
    fn year_nine_is_judged_in_spring_alone() {
        let [autumn, spring] =
            [day(2024, 9, 1), day(2025, 3, 1)].map(|day| Period::of(PeriodKind::Term, day));
        assert!(ends_school(&pupil(), &spring) && !ends_school(&pupil(), &autumn));
        assert!(!ends_school(&enrolment::Model { school_year: Some(8), ..pupil() }, &spring));
    }
}
