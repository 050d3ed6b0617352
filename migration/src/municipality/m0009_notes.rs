//! The history of notes, what youths say of them, and of what kind a shared thing is.

use sea_orm_migration::prelude::*;

use crate::table::table;

pub(super) struct Notes;

impl MigrationName for Notes {
    fn name(&self) -> &str {
        "m0009_notes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Notes {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("note_revision")
            .id()
            .uuid("youth_id")
            .uuid("note_id")
            .int("version")
            .bytes("body")
            .uuid("author_id")
            .at("at")
            .refers("youth_id", "youth")
            .refers("note_id", "note")
            .index(&["youth_id"])
            .unique(&["note_id", "version"])
            .create(manager)
            .await?;
        table("note_remark")
            .id()
            .uuid("youth_id")
            .uuid("note_id")
            .bytes("body")
            .uuid("author_id")
            .at("at")
            .refers("youth_id", "youth")
            .refers("note_id", "note")
            .index(&["youth_id"])
            .index(&["note_id"])
            .create(manager)
            .await?;
        // Mapping answers and measures are shared by the same rows as notes.
        let kinds = ["NOTE", "MAPPING_ANSWER", "MEASURE"];
        let mut kind = ColumnDef::new("object_kind");
        kind.text().not_null().default("NOTE").check(Expr::col("object_kind").is_in(kinds));
        manager.alter_table(Table::alter().table("secrecy_share").add_column(kind).to_owned()).await?;
        // A youth's notes are read newest first; what rests on a consent is looked up from it.
        index(manager, "note", &["youth_id", "created_at", "id"]).await?;
        index(manager, "secrecy_share", &["consent_id"]).await
    }
}

async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}
