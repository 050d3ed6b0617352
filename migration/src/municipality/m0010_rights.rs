//! The youth's rights: erasures, legal holds, rules of retention, and the counts that outlive the people counted.

use sea_orm_migration::prelude::*;

use crate::table::table;

pub(super) struct Rights;

impl MigrationName for Rights {
    fn name(&self) -> &str {
        "m0010_rights"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Rights {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("erasure")
            .id()
            .one_of("kind", &["PERSON", "RETENTION"])
            .one_of("state", &["PROPOSED", "APPROVED", "REFUSED", "CARRIED_OUT"])
            .uuid_or_null("youth_id")
            .bytes_or_null("reason")
            .text("scope")
            .text("counts")
            .uuid("proposed_by")
            .at("proposed_at")
            .uuid_or_null("decided_by")
            .at_or_null("decided_at")
            .at_or_null("carried_out_at")
            .at_or_null("cleaned_at")
            .refers("youth_id", "youth")
            .index(&["youth_id"])
            .index(&["state"])
            .create(manager)
            .await?;
        table("legal_hold")
            .id()
            .uuid("youth_id")
            .bytes("reason")
            .period()
            .uuid("placed_by")
            .at("placed_at")
            .uuid_or_null("lifted_by")
            .at_or_null("lifted_at")
            .refers("youth_id", "youth")
            .index(&["youth_id"])
            .create(manager)
            .await?;
        table("retention_rule")
            .key(ColumnDef::new("record_type").text().to_owned())
            .int("months")
            .boolean("active")
            .int("version")
            .uuid("changed_by")
            .at("changed_at")
            .create(manager)
            .await?;
        table("counted_past")
            .text("kind")
            .text("period")
            .text("label")
            .int("n")
            .keys(&["kind", "period", "label"])
            .create(manager)
            .await
    }
}
