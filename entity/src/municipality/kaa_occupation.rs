//! What a youth in the KAA register did, does or will do (sysselsättning): a code, from a day to a day.

use sea_orm::entity::prelude::*;

/// What a youth in the KAA register did, does or will do (sysselsättning): a code, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kaa_occupation")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who.
    pub youth_id: Uuid,
    /// The entry that it was recorded for.
    pub entry_id: Uuid,
    /// What: a code of the replaceable list.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// First day; in the future for what is coming.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
