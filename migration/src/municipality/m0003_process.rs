//! The spine of the process around one youth: cases, consents, what is shared, notes, transfers, the KAA register.

use sea_orm_migration::prelude::*;

use crate::table::table;
use crate::words::{CASE_STATES, ROLES, SECRECY, TRACKS};

pub(super) struct Process;

impl MigrationName for Process {
    fn name(&self) -> &str {
        "m0003_process"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Process {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        cases(manager).await?;
        secrecy(manager).await?;
        moves(manager).await
    }
}

async fn cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("closed_day").key(ColumnDef::new("day").date().to_owned()).text("name").create(manager).await?;
    table("consent")
        .id()
        .uuid("youth_id")
        .one_of("purpose", &["YOUNG_ADULT_SUPPORT", "SHARE_INFORMATION", "TRANSFER", "COLLABORATION"])
        .one_of("given_by", &["YOUTH", "GUARDIAN"])
        .one_of("track", TRACKS)
        .bytes("scope")
        .bytes("receiver")
        .period()
        .at_or_null("withdrawn_at")
        .uuid("author_id")
        .at("created_at")
        .refers("youth_id", "youth")
        .index(&["youth_id"])
        .create(manager)
        .await?;
    table("youth_case")
        .id()
        .uuid("youth_id")
        .one_of("track", TRACKS)
        .one_of("state", CASE_STATES)
        .uuid("owner_unit_id")
        .uuid_or_null("responsible_id")
        .uuid_or_null("consent_id")
        .uuid_or_null("opened_by")
        .at("opened_at")
        .at_or_null("closed_at")
        .text_or_null("closing_reason")
        .int("version")
        .refers("youth_id", "youth")
        .refers("owner_unit_id", "unit")
        .refers("consent_id", "consent")
        .index(&["youth_id"])
        .index(&["responsible_id"])
        .index(&["track", "state"])
        .create(manager)
        .await
}

async fn secrecy(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("note")
        .id()
        .uuid("youth_id")
        .uuid_or_null("case_id")
        .one_of("track", TRACKS)
        .one_of("secrecy", SECRECY)
        .uuid("author_id")
        .bytes("body")
        .int("version")
        .at("created_at")
        .at("changed_at")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .index(&["youth_id"])
        .index(&["case_id"])
        .create(manager)
        .await?;
    table("secrecy_share")
        .id()
        .uuid("youth_id")
        .uuid("object_id")
        .uuid_or_null("to_staff_id")
        .one_of_or_null("to_role", ROLES)
        .one_of("ground", &["CONSENT", "LAW"])
        .uuid_or_null("consent_id")
        .bytes("reason")
        .uuid("author_id")
        .at("created_at")
        .at_or_null("ended_at")
        .refers("youth_id", "youth")
        .refers("consent_id", "consent")
        .index(&["object_id"])
        .index(&["youth_id"])
        .create(manager)
        .await
}

async fn moves(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("kaa_entry")
        .id()
        .uuid("youth_id")
        .date("registered_on")
        .text("reason")
        .date_or_null("ended_on")
        .text_or_null("end_reason")
        .int("version")
        .at("created_at")
        .refers("youth_id", "youth")
        .index(&["youth_id"])
        .create(manager)
        .await?;
    // One open entry a youth, whoever makes it.
    let one_open = "CREATE UNIQUE INDEX kaa_entry_one_open ON kaa_entry (youth_id) WHERE ended_on IS NULL";
    manager.get_connection().execute_unprepared(one_open).await?;
    table("transfer")
        .id()
        .uuid("youth_id")
        .uuid_or_null("case_id")
        .one_of("kind", &["REFERRAL", "TRANSFER"])
        .one_of("state", &["IN_PROGRESS", "ACCEPTED", "REJECTED", "DONE", "REVOKED"])
        .uuid("from_unit_id")
        .uuid_or_null("to_unit_id")
        .text_or_null("to_municipality")
        .one_of("from_track", TRACKS)
        .one_of("to_track", TRACKS)
        .one_of("ground", &["CONSENT", "LAW"])
        .uuid_or_null("consent_id")
        .bytes("reason")
        .bytes_or_null("message")
        .uuid("author_id")
        .at("created_at")
        .uuid_or_null("decided_by")
        .at_or_null("decided_at")
        .bytes_or_null("answer")
        .int("version")
        .refers("youth_id", "youth")
        .refers("case_id", "youth_case")
        .refers("from_unit_id", "unit")
        .refers("to_unit_id", "unit")
        .refers("consent_id", "consent")
        .index(&["youth_id"])
        .index(&["to_track", "state"])
        .create(manager)
        .await
}
