//! Cases: their history, the duties that are timed, and how long each may take.

use sea_orm_migration::prelude::*;

use crate::table::table;
use crate::words::{CASE_STATES, ROLES, TRACKS};

pub(super) struct Cases;

impl MigrationName for Cases {
    fn name(&self) -> &str {
        "m0005_cases"
    }
}

const EVENTS: &[&str] =
    &["OPENED", "SIGNAL_TAKEN_UP", "ASSIGNED", "MOVED", "CLOSED", "REOPENED", "CONSENT_RENEWED"];

const DUTIES: &[&str] = &[
    "BEGIN_MAPPING",
    "FINISH_MAPPING",
    "AGREE_PLAN",
    "FOLLOW_UP",
    "CONCLUDE",
    "ATTEND_SIGNAL",
    "INVESTIGATE_ABSENCE",
    "REPORT_INVESTIGATION",
    "TELL_HOME_MUNICIPALITY",
    "FOLLOW_UP_MEASURE",
    "FOLLOW_UP_ESTABLISHMENT",
    "ANSWER_TRANSFER",
    "CONTACT_KAA",
];

/// What a municipality starts with, for it to change: school days until due, and after that until the lead of the track
/// sees it and until it counts at the area manager. The law says "promptly" and names no number of days.
const RULES: &[(&str, i32, i32, i32)] = &[
    ("BEGIN_MAPPING", 5, 1, 5),
    ("FINISH_MAPPING", 15, 1, 10),
    ("AGREE_PLAN", 10, 1, 10),
    ("FOLLOW_UP", 30, 1, 10),
    ("CONCLUDE", 10, 1, 10),
    ("ATTEND_SIGNAL", 5, 1, 5),
    ("INVESTIGATE_ABSENCE", 15, 0, 5),
    ("REPORT_INVESTIGATION", 1, 0, 2),
    ("TELL_HOME_MUNICIPALITY", 1, 0, 2),
    ("FOLLOW_UP_MEASURE", 5, 1, 10),
    ("FOLLOW_UP_ESTABLISHMENT", 10, 5, 20),
    ("ANSWER_TRANSFER", 5, 1, 5),
    ("CONTACT_KAA", 10, 1, 10),
];

#[async_trait::async_trait]
impl MigrationTrait for Cases {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        one_open_case(manager).await?;
        history(manager).await?;
        rules(manager).await?;
        clocks(manager).await
    }
}

/// One open case a youth and track, whoever opens it.
async fn one_open_case(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let index =
        "CREATE UNIQUE INDEX youth_case_one_open ON youth_case (youth_id, track) WHERE closed_at IS NULL";
    manager.get_connection().execute_unprepared(index).await?;
    Ok(())
}

async fn history(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("case_event")
        .id()
        .uuid("youth_id")
        .uuid("case_id")
        .one_of("track", TRACKS)
        .one_of("kind", EVENTS)
        .one_of_or_null("from_state", CASE_STATES)
        .one_of("to_state", CASE_STATES)
        .uuid_or_null("responsible_id")
        .uuid_or_null("by_id")
        .at("at")
        .bytes_or_null("reason")
        .uuid_or_null("signal_id")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .index(&["youth_id", "at"])
        .index(&["case_id"])
        .create(manager)
        .await
}

async fn rules(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("duty_rule")
        .keys(&["kind"])
        .one_of("kind", DUTIES)
        .int("school_days")
        .int("lead_after")
        .int("manager_after")
        .int("version")
        .create(manager)
        .await?;
    for (kind, days, lead, manager_after) in RULES {
        let row = format!(
            "INSERT INTO duty_rule (kind, school_days, lead_after, manager_after, version) \
             VALUES ('{kind}', {days}, {lead}, {manager_after}, 1)"
        );
        manager.get_connection().execute_unprepared(&row).await?;
    }
    Ok(())
}

async fn clocks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("duty_clock")
        .id()
        .uuid("youth_id")
        .one_of("track", TRACKS)
        .one_of("kind", DUTIES)
        .int("step")
        .uuid_or_null("case_id")
        .uuid_or_null("object_id")
        .uuid("unit_id")
        .uuid_or_null("owner_id")
        .one_of_or_null("owner_role", ROLES)
        .date("starts_on")
        .date("due_on")
        .at_or_null("met_at")
        .uuid_or_null("met_by")
        .at_or_null("ended_at")
        .uuid_or_null("ended_by")
        .bytes_or_null("ended_reason")
        .one_of_or_null("escalated_to", ROLES)
        .date_or_null("told_on")
        .int("version")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .refers("unit_id", "unit")
        .index(&["youth_id"])
        .index(&["case_id"])
        .index(&["object_id"])
        .index(&["unit_id"])
        .index(&["due_on"])
        .create(manager)
        .await
}
