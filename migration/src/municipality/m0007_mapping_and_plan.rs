//! Mappings (kartläggning) by versioned questionnaires, and the plan: goals, measures (insatser), follow-ups.

use sea_orm_migration::prelude::*;

use super::m0007_shipped;
use crate::table::table;
use crate::words::{SECRECY, TRACKS};

const DOMAINS: &[&str] = &[
    "ATTENDANCE",
    "LEARNING",
    "WELLBEING",
    "RELATIONS_AND_SAFETY",
    "HOME",
    "LEISURE",
    "FUTURE",
    "OWN_VOICE",
];
const MEASURE_STATES: &[&str] = &["OFFERED", "ACCEPTED", "DECLINED", "ACTIVE", "COMPLETED", "DISCONTINUED"];
const CHANGES: &[&str] = &["MUCH_BETTER", "BETTER", "UNCHANGED", "WORSE", "MUCH_WORSE", "NOT_KNOWN"];

pub(super) struct MappingAndPlan;

impl MigrationName for MappingAndPlan {
    fn name(&self) -> &str {
        "m0007_mapping_and_plan"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for MappingAndPlan {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        questionnaires(manager).await?;
        mappings(manager).await?;
        goals(manager).await?;
        measures(manager).await?;
        follow_ups(manager).await?;
        m0007_shipped::insert(manager).await
    }
}

async fn questionnaires(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("questionnaire")
        .id()
        .text("name")
        .int("version")
        .one_of("origin", &["MUNICIPALITY", "SKR", "SHIPPED"])
        .boolean("active")
        .uuid_or_null("created_by")
        .at_or_null("created_at")
        .unique(&["name", "version"])
        .create(manager)
        .await?;
    table("questionnaire_item")
        .id()
        .uuid("questionnaire_id")
        .int("position")
        .text("code")
        .one_of("domain", DOMAINS)
        .text("text_sv")
        .text("text_en")
        .one_of("secrecy", SECRECY)
        .one_of("answer_kind", &["TEXT", "SCALE_1_5", "YES_NO", "CHOICE"])
        .text_or_null("choices")
        .refers("questionnaire_id", "questionnaire")
        .unique(&["questionnaire_id", "code"])
        .create(manager)
        .await
}

async fn mappings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("mapping")
        .id()
        .uuid("youth_id")
        .uuid("case_id")
        .one_of("track", TRACKS)
        .uuid("questionnaire_id")
        .one_of("state", &["DRAFT", "COMPLETED"])
        .uuid("started_by")
        .at("started_at")
        .at_or_null("completed_at")
        .int("version")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .refers("questionnaire_id", "questionnaire")
        .index(&["youth_id"])
        .index(&["case_id"])
        .create(manager)
        .await?;
    table("mapping_answer")
        .id()
        .uuid("youth_id")
        .uuid("mapping_id")
        .text("item_code")
        .one_of("track", TRACKS)
        .one_of("secrecy", SECRECY)
        .uuid("author_id")
        .bytes_or_null("value")
        .bytes_or_null("own_voice")
        .boolean("is_strength")
        .boolean("is_risk")
        .at("changed_at")
        .int("version")
        .refers("youth_id", "youth")
        .refers("mapping_id", "mapping")
        .index(&["youth_id"])
        .unique(&["mapping_id", "item_code", "author_id"])
        .create(manager)
        .await
}

async fn goals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("goal")
        .id()
        .uuid("youth_id")
        .uuid("case_id")
        .one_of("track", TRACKS)
        .one_of("domain", DOMAINS)
        .one_of("state", &["OPEN", "REACHED", "PARTLY_REACHED", "NOT_REACHED", "DROPPED"])
        .bytes("text")
        .bytes_or_null("youth_part")
        .bytes_or_null("municipality_part")
        .bytes_or_null("others_part")
        .uuid("responsible_id")
        .uuid("author_id")
        .date_or_null("due_on")
        .at("created_at")
        .at("changed_at")
        .int("version")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .index(&["youth_id"])
        .index(&["case_id"])
        .create(manager)
        .await
}

async fn measures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("measure_type")
        .id()
        .text("name_sv")
        .text("name_en")
        .uuid_or_null("national_id")
        .boolean("is_other")
        .boolean("active")
        .int("version")
        .refers("national_id", "measure_type")
        .unique(&["name_sv"])
        .create(manager)
        .await?;
    table("measure")
        .id()
        .uuid("youth_id")
        .uuid("case_id")
        .uuid_or_null("goal_id")
        .one_of("track", TRACKS)
        .one_of("secrecy", SECRECY)
        .uuid("author_id")
        .uuid("type_id")
        .bytes_or_null("words")
        .one_of("level", &["PROMOTE", "PREVENT", "REMEDY"])
        .bytes("content")
        .bytes_or_null("method")
        .text_or_null("method_ref")
        .uuid("responsible_id")
        .one_of("state", MEASURE_STATES)
        .date("offered_on")
        .date_or_null("accepted_on")
        .date_or_null("declined_on")
        .bytes_or_null("declined_reason")
        .date_or_null("planned_start")
        .date_or_null("planned_end")
        .date_or_null("starts_on")
        .date_or_null("ended_on")
        .bytes_or_null("ended_reason")
        .one_of_or_null("outcome", CHANGES)
        .at("created_at")
        .at("changed_at")
        .int("version")
        .in_order("planned_start", "planned_end")
        .in_order("starts_on", "ended_on")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .refers("goal_id", "goal")
        .refers("type_id", "measure_type")
        .index(&["youth_id"])
        .index(&["case_id"])
        .index(&["goal_id"])
        .create(manager)
        .await?;
    table("measure_event")
        .id()
        .uuid("youth_id")
        .uuid("measure_id")
        .one_of("state", MEASURE_STATES)
        .date("happened_on")
        .uuid("author_id")
        .at("at")
        .refers("youth_id", "youth")
        .refers("measure_id", "measure")
        .index(&["youth_id", "at"])
        .index(&["measure_id"])
        .create(manager)
        .await
}

async fn follow_ups(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("follow_up")
        .id()
        .uuid("youth_id")
        .uuid("case_id")
        .uuid_or_null("measure_id")
        .one_of("track", TRACKS)
        .one_of("secrecy", SECRECY)
        .uuid_or_null("author_id")
        .one_of("kind", &["PLANNED", "AFTER_6_MONTHS", "AFTER_12_MONTHS", "AFTER_24_MONTHS"])
        .date("planned_on")
        .date_or_null("done_on")
        .uuid_or_null("done_by")
        .bytes_or_null("result")
        .one_of_or_null("outcome", CHANGES)
        .one_of_or_null("status", &["EDUCATION", "WORK", "OTHER_MEASURE", "NEITHER", "UNKNOWN"])
        .int("version")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .refers("measure_id", "measure")
        .index(&["youth_id"])
        .index(&["case_id"])
        .index(&["measure_id"])
        .create(manager)
        .await
}
