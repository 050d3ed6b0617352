//! The access log: chained, and on SQLite closed to change by triggers (on PostgreSQL by privileges).

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table::table;

pub(super) struct AccessLog;

impl MigrationName for AccessLog {
    fn name(&self) -> &str {
        "m0002_access_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AccessLog {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("access_log")
            .key(ColumnDef::new("seq").big_integer().to_owned())
            .at("at")
            .uuid("request_id")
            .text("actor")
            .text("assignments")
            .text("action")
            .uuid_or_null("subject_key")
            .bytes_or_null("reason_hash")
            .bytes("previous")
            .bytes("hash")
            .index(&["subject_key", "seq"])
            .create(manager)
            .await?;
        table("access_log_head")
            .key(ColumnDef::new("id").small_integer().to_owned())
            .big("seq")
            .bytes("hash")
            .create(manager)
            .await?;
        table("access_subject")
            .key(ColumnDef::new("subject_key").uuid().to_owned())
            .uuid("youth_id")
            .bytes("data_key")
            .unique(&["youth_id"])
            .create(manager)
            .await?;
        table("access_reason")
            .key(ColumnDef::new("seq").big_integer().to_owned())
            .uuid("subject_key")
            .bytes("reason")
            .index(&["subject_key"])
            .create(manager)
            .await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            refuse_change_on_sqlite(manager).await?;
        }
        Ok(())
    }
}

/// The log and its end are never removed, entries never changed; beside the chain rows may go (erasure), not change.
const REFUSED: &[(&str, &str)] = &[
    ("UPDATE", "access_log"),
    ("DELETE", "access_log"),
    ("DELETE", "access_log_head"),
    ("UPDATE", "access_subject"),
    ("UPDATE", "access_reason"),
];

async fn refuse_change_on_sqlite(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (change, table) in REFUSED {
        let trigger = format!(
            "CREATE TRIGGER {table}_refuses_{change} BEFORE {change} ON {table} \
             BEGIN SELECT RAISE(ABORT, 'the access log can only be added to'); END"
        );
        manager.get_connection().execute_unprepared(&trigger).await?;
    }
    // INSERT OR REPLACE removes the old row without asking the triggers on DELETE.
    let trigger = "CREATE TRIGGER access_log_refuses_REPLACE BEFORE INSERT ON access_log \
         WHEN EXISTS (SELECT 1 FROM access_log WHERE seq = NEW.seq) \
         BEGIN SELECT RAISE(ABORT, 'the access log can only be added to'); END";
    manager.get_connection().execute_unprepared(trigger).await?;
    Ok(())
}
