//! A signed end of a municipality's access log; what `audit verify` trusts.

use sea_orm::entity::prelude::*;

/// A signed end of a municipality's access log; what `audit verify` trusts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signed_head")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Which municipality.
    #[sea_orm(column_type = "Text")]
    pub municipality_code: String,
    /// Place in the chain.
    pub seq: i64,
    /// Hash of that entry.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub hash: Vec<u8>,
    /// When signed.
    pub signed_at: DateTimeUtc,
    /// The same as a JSON Web Signature.
    #[sea_orm(column_type = "Text")]
    pub signature: String,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
