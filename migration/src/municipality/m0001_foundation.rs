//! Units, staff, access, youths, groups, attendance, results, sources.

use sea_orm_migration::prelude::*;

use crate::table::table;
use crate::words::ROLES;

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
        units_and_staff(manager).await?;
        access(manager).await?;
        youths(manager).await?;
        groups(manager).await?;
        facts(manager).await?;
        sources(manager).await
    }
}

async fn units_and_staff(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("identity")
        .key(ColumnDef::new("id").small_integer().to_owned())
        .text("municipality_code")
        .text_or_null("organisation_number")
        .text("time_zone")
        .create(manager)
        .await?;
    table("unit")
        .id()
        .uuid_or_null("parent_id")
        .one_of(
            "kind",
            &["AUTHORITY", "BOARD", "ADMINISTRATION", "AREA", "SCHOOL", "SCHOOL_UNIT", "KAA_UNIT", "OTHER"],
        )
        .sorted_text("name")
        .text_or_null("school_unit_code")
        .text_or_null("authority_number")
        .of_source()
        .at("created_at")
        .refers("parent_id", "unit")
        .index(&["parent_id"])
        .create(manager)
        .await?;
    table("unit_closure")
        .uuid("ancestor_id")
        .uuid("unit_id")
        .int("depth")
        .keys(&["ancestor_id", "unit_id"])
        .refers("ancestor_id", "unit")
        .refers("unit_id", "unit")
        .index(&["unit_id"])
        .create(manager)
        .await?;
    table("staff")
        .id()
        .text("given_name")
        .text("family_name")
        .sorted_text("sort_name")
        .of_source()
        .at_or_null("removed_at")
        .at("created_at")
        .index(&["sort_name", "id"])
        .create(manager)
        .await
}

async fn access(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("account")
        .id()
        .uuid("staff_id")
        .text("user_name")
        .text("password_hash")
        .bytes("totp_secret")
        .big_or_null("totp_last_step")
        .uuid_or_null("invited_by")
        .uuid_or_null("confirmed_by")
        .at_or_null("disabled_at")
        .at("created_at")
        .refers("staff_id", "staff")
        .unique(&["user_name"])
        .unique(&["staff_id"])
        .create(manager)
        .await?;
    table("session")
        .id()
        .uuid("account_id")
        .boolean("second_factor")
        .at("created_at")
        .at("expires_at")
        .at_or_null("revoked_at")
        .refers("account_id", "account")
        .index(&["account_id"])
        .create(manager)
        .await?;
    table("refresh_token")
        .id()
        .uuid("session_id")
        .bytes("token_hash")
        .at("issued_at")
        .at_or_null("used_at")
        .refers("session_id", "session")
        .unique(&["token_hash"])
        .index(&["session_id"])
        .create(manager)
        .await
}

async fn youths(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("youth")
        .id()
        .text("given_name")
        .text("family_name")
        .sorted_text("sort_name")
        .date_or_null("birth_date")
        .one_of_or_null("sex", &["FEMALE", "MALE"])
        .bytes_or_null("civic_number")
        .bytes_or_null("civic_hash")
        .text_or_null("home_municipality")
        .one_of("protection", &["NONE", "SECRECY_MARKED", "PROTECTED_REGISTRATION"])
        .bytes_or_null("email")
        .bytes_or_null("phone")
        .of_source()
        .at_or_null("removed_at")
        .at("created_at")
        .index(&["sort_name", "id"])
        .index(&["civic_hash"])
        .index(&["home_municipality"])
        .create(manager)
        .await?;
    table("guardian")
        .id()
        .uuid("youth_id")
        .bytes("name")
        .bytes_or_null("phone")
        .bytes_or_null("email")
        .one_of(
            "relation",
            &["GUARDIAN", "OTHER_RESPONSIBLE", "OTHER_AUTHORIZED", "TRUSTEE", "PARENT", "UNKNOWN"],
        )
        .of_source()
        .refers("youth_id", "youth")
        .index(&["youth_id"])
        .create(manager)
        .await?;
    table("enrolment")
        .id()
        .uuid("youth_id")
        .uuid("unit_id")
        .text("school_type")
        .small_or_null("school_year")
        .text_or_null("programme_code")
        .text_or_null("school_authority")
        .period()
        .boolean("cancelled")
        .of_source()
        .refers("youth_id", "youth")
        .refers("unit_id", "unit")
        .index(&["youth_id"])
        .index(&["unit_id", "youth_id"])
        .create(manager)
        .await
}

async fn groups(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("student_group")
        .id()
        .uuid("unit_id")
        .one_of("kind", &["CLASS", "MENTOR", "TEACHING", "OTHER"])
        .sorted_text("name")
        .text_or_null("school_type")
        .text_or_null("subject_code")
        .period()
        .of_source()
        .refers("unit_id", "unit")
        .index(&["unit_id"])
        .create(manager)
        .await?;
    table("group_membership")
        .id()
        .uuid("group_id")
        .uuid("youth_id")
        .period()
        .of_source()
        .refers("group_id", "student_group")
        .refers("youth_id", "youth")
        .index(&["group_id", "youth_id"])
        .index(&["youth_id"])
        .create(manager)
        .await?;
    table("assignment")
        .id()
        .uuid("staff_id")
        .one_of("role", ROLES)
        .uuid("unit_id")
        .uuid_or_null("group_id")
        .period()
        .one_of("state", &["ACTIVE", "PENDING", "REFUSED"])
        .uuid_or_null("granted_by")
        .uuid_or_null("approved_by")
        .of_source()
        .at("created_at")
        .refers("staff_id", "staff")
        .refers("unit_id", "unit")
        .refers("group_id", "student_group")
        .index(&["staff_id"])
        .index(&["unit_id"])
        .create(manager)
        .await?;
    table("protected_appointment")
        .id()
        .uuid("youth_id")
        .uuid("staff_id")
        .uuid("appointed_by")
        .period()
        .refers("youth_id", "youth")
        .refers("staff_id", "staff")
        .index(&["staff_id", "youth_id"])
        .create(manager)
        .await?;
    table("break_glass")
        .id()
        .uuid("staff_id")
        .uuid("youth_id")
        .bytes("reason")
        .at("opened_at")
        .at("expires_at")
        .uuid_or_null("reviewed_by")
        .at_or_null("reviewed_at")
        .bytes_or_null("review")
        .refers("staff_id", "staff")
        .refers("youth_id", "youth")
        .index(&["staff_id", "expires_at"])
        .create(manager)
        .await
}

async fn facts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("attendance")
        .id()
        .uuid("youth_id")
        .date("week")
        .uuid_or_null("group_id")
        .minutes("valid_minutes")
        .minutes("invalid_minutes")
        .minutes("other_minutes")
        .minutes("reported_minutes")
        .minutes("offered_minutes")
        .of_source()
        .refers("youth_id", "youth")
        .refers("group_id", "student_group")
        .index(&["youth_id", "week"])
        .create(manager)
        .await?;
    table("school_result")
        .id()
        .uuid("youth_id")
        .text("subject_code")
        .text("term")
        .one_of_or_null("grade", &["A", "B", "C", "D", "E", "F", "-"])
        .boolean("warning")
        .uuid_or_null("group_id")
        .of_source()
        .refers("youth_id", "youth")
        .refers("group_id", "student_group")
        .index(&["youth_id"])
        .create(manager)
        .await
}

async fn sources(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("source")
        .id()
        .text("name")
        .one_of("dialect", &["A", "B", "C"])
        .text("municipality_codes")
        .text_or_null("base_url")
        .text_or_null("token_url")
        .text_or_null("client_id")
        .bytes_or_null("client_secret")
        .at_or_null("seen_until")
        .at("created_at")
        .unique(&["name"])
        .create(manager)
        .await?;
    table("duty_mapping")
        .id()
        .int("priority")
        .text_or_null("duty_role")
        .text_or_null("description")
        .text_or_null("assignment_role_type")
        .one_of_or_null("role", ROLES)
        .create(manager)
        .await?;
    table("import_run")
        .id()
        .uuid("source_id")
        .at("started_at")
        .at_or_null("finished_at")
        .text_or_null("report")
        .refers("source_id", "source")
        .index(&["source_id"])
        .create(manager)
        .await
}
