//! What statistics are worked out from beside the process, what is being prepared, and the snapshots of figures inside
//! the municipality.

use sea_orm_migration::prelude::*;

use crate::table::table;

pub(super) struct Statistics;

impl MigrationName for Statistics {
    fn name(&self) -> &str {
        "m0011_statistics"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Statistics {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sources(manager).await?;
        drafts(manager).await?;
        table("figure_snapshot")
            .date("taken_on")
            .text("indicator")
            .text("period")
            .uuid("unit_id")
            .text("breakdown")
            .text("coordinate")
            .one_of("state", &["VALUE", "SUPPRESSED", "MISSING", "NOT_APPLICABLE"])
            .big_or_null("n")
            .big_or_null("total")
            .double_or_null("value")
            .int_or_null("coverage")
            .keys(&["taken_on", "indicator", "period", "unit_id", "breakdown", "coordinate"])
            .refers("unit_id", "unit")
            .index(&["indicator", "period", "unit_id"])
            .create(manager)
            .await
    }
}

/// One row a youth: when upper secondary school was begun and what it led to; and one a youth and term.
async fn sources(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("completion")
        .id()
        .uuid("youth_id")
        .uuid("unit_id")
        .text_or_null("programme_code")
        .date("began_on")
        .one_of_or_null("outcome", &["DIPLOMA", "STUDY_CERTIFICATE", "INTERRUPTED"])
        .date_or_null("ended_on")
        .of_source()
        .in_order("began_on", "ended_on")
        .refers("youth_id", "youth")
        .refers("unit_id", "unit")
        .unique(&["youth_id"])
        .index(&["began_on"])
        .create(manager)
        .await?;
    table("term_record")
        .id()
        .uuid("youth_id")
        .text("term")
        .uuid("unit_id")
        .text("school_type")
        .small_or_null("school_year")
        .minutes("valid_minutes")
        .minutes("invalid_minutes")
        .minutes("reported_minutes")
        .minutes("offered_minutes")
        .boolean_or_null("eligible")
        .of_source()
        .refers("youth_id", "youth")
        .refers("unit_id", "unit")
        .unique(&["youth_id", "term"])
        .index(&["term"])
        .create(manager)
        .await
}

/// A publication being prepared, with its exact cube sealed; and on which ground figures of a purpose are made at all.
async fn drafts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("statistics_draft")
        .id()
        .text("period")
        .one_of("basis", &["HOME_MUNICIPALITY", "SCHOOL_LOCATION", "AUTHORITY"])
        .one_of("state", &["DRAFT", "PUBLISHED", "REFUSED", "DISCARDED"])
        .bytes("cube")
        .int("floor")
        .date("as_of")
        .uuid("prepared_by")
        .at("prepared_at")
        .uuid_or_null("decided_by")
        .at_or_null("decided_at")
        .text_or_null("refusal")
        .uuid_or_null("publication_id")
        .int("version")
        .index(&["prepared_at"])
        .create(manager)
        .await?;
    table("statistics_ground")
        .id()
        .one_of("purpose", &["KAA"])
        .text("text")
        .uuid("recorded_by")
        .at("recorded_at")
        .at_or_null("ended_at")
        .create(manager)
        .await?;
    // One ground a purpose stands at a time, whoever records it.
    let index = "CREATE UNIQUE INDEX statistics_ground_one_standing ON statistics_ground (purpose) WHERE ended_at IS NULL";
    manager.get_connection().execute_unprepared(index).await?;
    Ok(())
}
