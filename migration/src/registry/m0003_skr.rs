//! What SKR's own staff sign in with. They belong to no municipality, so their accounts are here, in tables like those of
//! a municipality's staff.

use sea_orm_migration::prelude::*;

use crate::table::table;

pub(super) struct Skr;

impl MigrationName for Skr {
    fn name(&self) -> &str {
        "m0003_skr"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Skr {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("skr_account")
            .id()
            .text("given_name")
            .text("family_name")
            .one_of("role", &["SKR_PROCESS_SUPPORT", "SKR_ANALYST"])
            .text("user_name")
            .text("password_hash")
            .bytes("totp_secret")
            .big_or_null("totp_last_step")
            .at_or_null("disabled_at")
            .at("created_at")
            .unique(&["user_name"])
            .create(manager)
            .await?;
        table("skr_session")
            .id()
            .uuid("account_id")
            .boolean("second_factor")
            .at("created_at")
            .at("expires_at")
            .at_or_null("revoked_at")
            .refers("account_id", "skr_account")
            .index(&["account_id"])
            .create(manager)
            .await?;
        table("skr_refresh_token")
            .id()
            .uuid("session_id")
            .bytes("token_hash")
            .at("issued_at")
            .at_or_null("used_at")
            .refers("session_id", "skr_session")
            .unique(&["token_hash"])
            .index(&["session_id"])
            .create(manager)
            .await
    }
}
