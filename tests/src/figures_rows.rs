//! Rows that figures count, each about one pupil.

use api::support::ids;
use chrono::{DateTime, NaiveDate, Utc};
use entity::municipality::{
    attendance, completion, follow_up, kaa_contact, kaa_entry, kaa_measure, mapping, measure, questionnaire,
    school_result, youth,
};
use entity::vocabulary::{
    CompletionOutcome, FollowUpKind, MappingState, MeasureLevel, MeasureState, Secrecy, Track, YouthStatus,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use crate::chain::{Chain, derived};
use crate::kaa::day;

/// Noon of a day.
pub fn noon(on: &str) -> DateTime<Utc> {
    day(on).and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

/// A grade of the spring of 2025.
pub fn grade(youth_id: Uuid, subject: &str, grade: &str) -> school_result::Model {
    school_result::Model {
        id: ids::of_result(youth_id, subject, "2025VT"),
        youth_id,
        subject_code: subject.to_owned(),
        term: "2025VT".to_owned(),
        grade: Some(grade.to_owned()),
        warning: false,
        group_id: None,
        source_id: None,
        source_ref: None,
    }
}

/// A week of 100 minutes, absent for some.
pub fn week(youth_id: Uuid, monday: NaiveDate, absent: i32) -> attendance::Model {
    attendance::Model {
        id: ids::of_attendance(youth_id, monday, None),
        youth_id,
        week: monday,
        group_id: None,
        valid_minutes: absent / 2,
        invalid_minutes: absent - absent / 2,
        other_minutes: 0,
        reported_minutes: 100,
        offered_minutes: 100,
        source_id: None,
        source_ref: None,
    }
}

/// A mapping that began at an instant.
pub async fn mapped(
    chain: &Chain<'_>,
    youth_id: Uuid,
    case_id: Uuid,
    at: DateTime<Utc>,
    tx: &DatabaseTransaction,
) -> Result<(), DbErr> {
    let questionnaire = questionnaire::Entity::find().one(tx).await?.expect("the shipped one");
    let row = mapping::Model {
        id: derived(youth_id, "mapping"),
        youth_id,
        case_id,
        track: Track::Compulsory,
        questionnaire_id: questionnaire.id,
        state: MappingState::Draft,
        started_by: chain.row("MENTOR"),
        started_at: at,
        completed_at: None,
        version: 1,
    };
    mapping::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// A measure in a state, offered on 1 September; one that is over went on from 5 September to 1 November.
pub fn measured(
    chain: &Chain<'_>,
    youth_id: Uuid,
    case_id: Uuid,
    type_id: Uuid,
    state: MeasureState,
    content: Vec<u8>,
) -> measure::Model {
    let ended = matches!(state, MeasureState::Completed | MeasureState::Discontinued);
    let now = noon("2025-11-24");
    measure::Model {
        id: derived(youth_id, "measure"),
        youth_id,
        case_id,
        goal_id: None,
        track: Track::Compulsory,
        secrecy: Secrecy::General,
        author_id: chain.row("MENTOR"),
        type_id,
        words: None,
        level: MeasureLevel::Prevent,
        content,
        method: None,
        method_ref: None,
        responsible_id: chain.row("MENTOR"),
        state,
        offered_on: day("2025-09-01"),
        accepted_on: None,
        declined_on: None,
        declined_reason: None,
        planned_start: None,
        planned_end: None,
        starts_on: ended.then(|| day("2025-09-05")),
        ended_on: ended.then(|| day("2025-11-01")),
        ended_reason: None,
        outcome: None,
        created_at: now,
        changed_at: now,
        version: 1,
    }
}

/// An entry in the register of the activity duty from 15 January 2025, of somebody who is 17 that year.
pub async fn registered(
    youth_id: Uuid,
    ended: Option<&str>,
    chain: &Chain<'_>,
    tx: &DatabaseTransaction,
) -> Result<(), DbErr> {
    let row = kaa_entry::Model {
        id: derived(youth_id, "entry"),
        youth_id,
        registered_on: day("2025-01-15"),
        reason: "NEVER_BEGAN".to_owned(),
        ended_on: ended.map(day),
        end_reason: ended.map(|_| "MOVED".to_owned()),
        version: 1,
        created_at: chain.today().and_time(chrono::NaiveTime::MIN).and_utc(),
    };
    let born = youth::ActiveModel { birth_date: Set(Some(day("2008-05-05"))), ..Default::default() };
    youth::Entity::update_many().set(born).filter(youth::Column::Id.eq(youth_id)).exec(tx).await?;
    kaa_entry::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// A contact of the activity duty.
pub async fn contacted(
    youth_id: Uuid,
    on: &str,
    reached: bool,
    tx: &DatabaseTransaction,
) -> Result<(), DbErr> {
    let row = kaa_contact::Model {
        id: derived(youth_id, "contact"),
        youth_id,
        entry_id: derived(youth_id, "entry"),
        contacted_on: day(on),
        way: "PHONE".to_owned(),
        reached,
        occupation: None,
        author_id: youth_id,
        created_at: noon(on),
    };
    kaa_contact::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// A measure of the activity duty: one that began in spring ended in spring.
pub async fn took_part(youth_id: Uuid, from: &str, tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let row = kaa_measure::ActiveModel {
        id: Set(derived(youth_id, "kaa measure")),
        youth_id: Set(youth_id),
        entry_id: Set(derived(youth_id, "entry")),
        kind: Set("INTERNSHIP".to_owned()),
        offered_on: Set(day(from)),
        starts_on: Set(Some(day(from))),
        // Who began in spring ended in spring.
        ends_on: Set((from < "2025-07-01").then(|| day("2025-06-01"))),
        created_at: Set(noon(from)),
        ..Default::default()
    };
    kaa_measure::Entity::insert(row).exec_without_returning(tx).await.map(drop)
}

/// Upper secondary studies, with a diploma where they ended.
pub async fn finished(
    chain: &Chain<'_>,
    youth_id: Uuid,
    began: &str,
    ended: Option<&str>,
    programme: &str,
    tx: &DatabaseTransaction,
) -> Result<(), DbErr> {
    let row = completion::Model {
        id: ids::of_completion(youth_id),
        youth_id,
        unit_id: chain.row("enhet 1"),
        programme_code: Some(programme.to_owned()),
        began_on: day(began),
        outcome: ended.map(|_| CompletionOutcome::Diploma),
        ended_on: ended.map(day),
        source_id: None,
        source_ref: None,
    };
    completion::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// What somebody did six months after closing, on 20 October 2025.
pub async fn followed_up(
    youth_id: Uuid,
    case_id: Uuid,
    status: YouthStatus,
    tx: &DatabaseTransaction,
) -> Result<(), DbErr> {
    let row = follow_up::Model {
        id: derived(youth_id, "status"),
        youth_id,
        case_id,
        measure_id: None,
        track: Track::UpperSecondary,
        secrecy: Secrecy::General,
        author_id: None,
        kind: FollowUpKind::After6Months,
        planned_on: day("2025-10-20"),
        done_on: Some(day("2025-10-20")),
        done_by: None,
        result: None,
        outcome: None,
        status: Some(status),
        version: 1,
    };
    follow_up::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}
