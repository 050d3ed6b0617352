//! Somebody who works for SKR, and what they sign in with.

use crate::vocabulary::Role;
use sea_orm::entity::prelude::*;

/// Somebody who works for SKR, and what they sign in with.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skr_account")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Given name.
    #[sea_orm(column_type = "Text")]
    pub given_name: String,
    /// Family name.
    #[sea_orm(column_type = "Text")]
    pub family_name: String,
    /// One of SKR's two roles.
    pub role: Role,
    /// User name, folded to lower case; unique.
    #[sea_orm(column_type = "Text")]
    pub user_name: String,
    /// Argon2id, in PHC form.
    #[sea_orm(column_type = "Text")]
    pub password_hash: String,
    /// Secret of the second factor, encrypted by the master key.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub totp_secret: Vec<u8>,
    /// Last time step used, so that no code works twice.
    pub totp_last_step: Option<i64>,
    /// When it was closed; null while open.
    pub disabled_at: Option<DateTimeUtc>,
    /// When made.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
