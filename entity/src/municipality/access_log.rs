//! The chained log of who read or changed what (åtkomstlogg).

use sea_orm::entity::prelude::*;

/// The chained log of who read or changed what (åtkomstlogg).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_log")]
pub struct Model {
    /// Place in the chain, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When.
    pub at: DateTimeUtc,
    /// The request, job or command.
    pub request_id: Uuid,
    /// Staff id, or the name of a job.
    #[sea_orm(column_type = "Text")]
    pub actor: String,
    /// Ids of the assignments that gave the right, comma between; empty for jobs and sign-ins.
    #[sea_orm(column_type = "Text")]
    pub assignments: String,
    /// What was done.
    #[sea_orm(column_type = "Text")]
    pub action: String,
    /// Random key of the youth; null when no youth is concerned.
    pub subject_key: Option<Uuid>,
    /// SHA-256 of the encrypted reason kept beside.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub reason_hash: Option<Vec<u8>>,
    /// Hash of the entry before.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub previous: Vec<u8>,
    /// Keyed hash of this entry.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub hash: Vec<u8>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
