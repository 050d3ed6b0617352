//! A refresh token of a sign-in at SKR: usable once; a second use closes its session.

use sea_orm::entity::prelude::*;

/// A refresh token of a sign-in at SKR: usable once; a second use closes its session.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skr_refresh_token")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which session.
    pub session_id: Uuid,
    /// SHA-256 of the token; the token itself is not kept.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub token_hash: Vec<u8>,
    /// When given.
    pub issued_at: DateTimeUtc,
    /// When exchanged; null while fresh.
    pub used_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
