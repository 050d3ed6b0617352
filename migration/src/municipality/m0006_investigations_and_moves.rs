//! Investigations of absence, reports of it that came from outside, and hand-overs between municipalities.

use sea_orm_migration::prelude::*;

use crate::table::table;
use crate::words::TRACKS;

const PROTECTIONS: &[&str] = &["NONE", "SECRECY_MARKED", "PROTECTED_REGISTRATION"];

pub(super) struct InvestigationsAndMoves;

impl MigrationName for InvestigationsAndMoves {
    fn name(&self) -> &str {
        "m0006_investigations_and_moves"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for InvestigationsAndMoves {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        investigations(manager).await?;
        reports(manager).await?;
        hand_overs(manager).await
    }
}

async fn investigations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("investigation")
        .id()
        .uuid("youth_id")
        .uuid_or_null("case_id")
        .uuid("unit_id")
        .one_of("state", &["OPEN", "CLOSED", "NOT_NEEDED"])
        .uuid("opened_by")
        .date("opened_on")
        .at("opened_at")
        .bytes("reason")
        .at_or_null("reported_at")
        .text_or_null("home_municipality")
        .at_or_null("told_at")
        .bytes_or_null("conclusion")
        .at_or_null("closed_at")
        .date_or_null("follow_up_on")
        .int("version")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .refers("unit_id", "unit")
        .index(&["youth_id"])
        .index(&["case_id"])
        .index(&["state", "opened_on"])
        .create(manager)
        .await
}

async fn reports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("absence_report")
        .id()
        .uuid_or_null("youth_id")
        .bytes_or_null("civic_hash")
        .bytes_or_null("civic_number")
        .bytes("name")
        .bytes("content")
        .bytes_or_null("sender")
        .text_or_null("from_municipality")
        .one_of("protection", PROTECTIONS)
        .period()
        .one_of("arrived_how", &["HAND_OVER", "CSV", "LETTER"])
        .date("arrived_on")
        .one_of("state", &["NEW", "HANDLED"])
        .uuid_or_null("recorded_by")
        .uuid_or_null("handled_by")
        .at_or_null("handled_at")
        .bytes_or_null("handling")
        .int("version")
        .refers("youth_id", "youth")
        .index(&["youth_id"])
        .index(&["civic_hash"])
        .index(&["state", "arrived_on"])
        .create(manager)
        .await
}

async fn hand_overs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("hand_over_out")
        .id()
        .uuid("youth_id")
        .one_of("kind", &["TRANSFER", "ABSENCE_REPORT"])
        .text("to_municipality")
        .bytes_or_null("payload")
        .at("created_at")
        .at_or_null("sent_at")
        .at_or_null("delivered_at")
        .refers("youth_id", "youth")
        .index(&["youth_id"])
        .index(&["delivered_at"])
        .create(manager)
        .await?;
    table("hand_over_in")
        .id()
        .uuid_or_null("youth_id")
        .bytes_or_null("civic_hash")
        .text("from_municipality")
        .one_of("to_track", TRACKS)
        .one_of("protection", PROTECTIONS)
        .bytes_or_null("payload")
        .one_of("state", &["ARRIVED", "ACCEPTED", "REJECTED"])
        .at("arrived_at")
        .uuid_or_null("answered_by")
        .at_or_null("answered_at")
        .bytes_or_null("answer")
        .at_or_null("returned_at")
        .int("version")
        .refers("youth_id", "youth")
        .index(&["youth_id"])
        .index(&["civic_hash"])
        .index(&["state", "arrived_at"])
        .index(&["returned_at"])
        .create(manager)
        .await
}
