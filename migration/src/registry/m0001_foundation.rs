//! Municipalities, signing keys, signed ends of access logs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table::table;

pub(super) struct Foundation;

impl MigrationName for Foundation {
    fn name(&self) -> &str {
        "m0001_foundation"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Foundation {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("municipality")
            .key(ColumnDef::new("code").text().to_owned())
            .text("name")
            .text("county_code")
            .text("county_name")
            .text_or_null("database_url")
            .bytes_or_null("database_password")
            .bytes("data_key")
            .text_or_null("version")
            .text_or_null("failure")
            .at("added_at")
            .create(manager)
            .await?;
        table("signing_key")
            .key(ColumnDef::new("kid").text().to_owned())
            .bytes("public_key")
            .bytes("private_key")
            .at("signs_from")
            .at_or_null("retired_at")
            .create(manager)
            .await?;
        table("signed_head")
            .id()
            .text("municipality_code")
            .big("seq")
            .bytes("hash")
            .at("signed_at")
            .text("signature")
            .index(&["municipality_code", "seq"])
            .create(manager)
            .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            sample_no_key(manager).await?;
        }
        Ok(())
    }
}

/// PostgreSQL's planner keeps samples of values in its catalog, where a destroyed key would outlive its row.
async fn sample_no_key(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (table, column) in
        [("municipality", "data_key"), ("municipality", "database_password"), ("signing_key", "private_key")]
    {
        let none = format!("ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0");
        manager.get_connection().execute_unprepared(&none).await?;
    }
    Ok(())
}
