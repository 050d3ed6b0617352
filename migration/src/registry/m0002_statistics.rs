//! Published statistics: append-only, so that what was ever known outside stays known here; official figures and
//! similar municipalities beside them. No row is about a person.

use sea_orm_migration::prelude::*;

use crate::table::table;

pub(super) struct Statistics;

impl MigrationName for Statistics {
    fn name(&self) -> &str {
        "m0002_statistics"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Statistics {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        published(manager).await?;
        beside(manager).await
    }
}

/// What municipalities have published. `edition` counts the publications of one safety unit (municipality, period,
/// basis): two that would be the next one at the same time meet at its unique index, and the second is refused.
async fn published(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("publication")
        .id()
        .text("municipality_code")
        .text("period")
        .one_of("basis", &["HOME_MUNICIPALITY", "SCHOOL_LOCATION", "AUTHORITY"])
        .int("edition")
        .int("floor")
        .date("as_of")
        .at("published_at")
        .unique(&["municipality_code", "period", "basis", "edition"])
        .create(manager)
        .await?;
    table("published_figure")
        .uuid("publication_id")
        .text("indicator")
        .text("period")
        .int("definition_version")
        .one_of("rung", &["FULL", "ONE_DIMENSION", "TOTAL", "POOL"])
        .int("coverage")
        .text("input_hash")
        .keys(&["publication_id", "indicator", "period"])
        .refers("publication_id", "publication")
        .index(&["indicator", "period"])
        .create(manager)
        .await?;
    table("published_cell")
        .uuid("publication_id")
        .text("indicator")
        .text("period")
        .text("breakdown")
        .text("coordinate")
        .one_of("state", &["VALUE", "SUPPRESSED", "MISSING", "NOT_APPLICABLE"])
        .big_or_null("n")
        .big_or_null("total")
        .big_or_null("sum")
        .double_or_null("value")
        .boolean("not_revised")
        .keys(&["publication_id", "indicator", "period", "breakdown", "coordinate"])
        .refers("publication_id", "publication")
        .create(manager)
        .await?;
    table("withdrawal")
        .key(ColumnDef::new("publication_id").uuid().to_owned())
        .text("reason")
        .at("at")
        .refers("publication_id", "publication")
        .create(manager)
        .await
}

/// Official figures (Kolada's), with the metadata that they came with, and who is similar to whom.
async fn beside(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("official_series")
        .key(ColumnDef::new("id").text().to_owned())
        .text("title")
        .text("description")
        .boolean("divided_by_gender")
        .text("source")
        .at("imported_at")
        .create(manager)
        .await?;
    table("official_value")
        .text("series_id")
        .text("municipality_code")
        .int("year")
        .one_of("gender", &["T", "K", "M"])
        .double_or_null("value")
        .boolean("deleted")
        .keys(&["series_id", "municipality_code", "year", "gender"])
        .refers("series_id", "official_series")
        .create(manager)
        .await?;
    table("similar_municipality")
        .text("service")
        .int("year")
        .text("municipality_code")
        .text("similar_code")
        .text("source")
        .keys(&["service", "year", "municipality_code", "similar_code"])
        .create(manager)
        .await
}
