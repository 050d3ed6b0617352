//! A school register that is imported from.

use crate::vocabulary::Dialect;
use sea_orm::entity::prelude::*;

/// A school register that is imported from.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Short name, unique.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Which dialect of SS 12000 it speaks.
    pub dialect: Dialect,
    /// The municipality codes that it may speak for, comma between.
    #[sea_orm(column_type = "Text")]
    pub municipality_codes: String,
    /// Address of the live server; null for a folder.
    #[sea_orm(column_type = "Text", nullable)]
    pub base_url: Option<String>,
    /// Address that gives tokens.
    #[sea_orm(column_type = "Text", nullable)]
    pub token_url: Option<String>,
    /// OAuth 2 client id.
    #[sea_orm(column_type = "Text", nullable)]
    pub client_id: Option<String>,
    /// OAuth 2 client secret, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub client_secret: Option<Vec<u8>>,
    /// Latest modification seen in a finished import; the next one asks from a little before.
    pub seen_until: Option<DateTimeUtc>,
    /// When registered.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
