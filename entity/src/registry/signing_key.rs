//! A key that signs access tokens and heads of access logs.

use sea_orm::entity::prelude::*;

/// A key that signs access tokens and heads of access logs.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// Key id.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kid: String,
    /// Ed25519 public key.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub public_key: Vec<u8>,
    /// Ed25519 private key (PKCS 8), encrypted by the master key.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub private_key: Vec<u8>,
    /// From when it signs.
    pub signs_from: DateTimeUtc,
    /// From when it is no longer accepted; null while it is.
    pub retired_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
