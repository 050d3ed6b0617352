//! A proposal to erase a person, or what is older than the rules of retention; only counts and days stay.

use crate::vocabulary::{ErasureKind, ErasureState};
use sea_orm::entity::prelude::*;

/// A proposal to erase a person, or what is older than the rules of retention; only counts and days stay.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// A person, or retention.
    pub kind: ErasureKind,
    /// Where it stands.
    pub state: ErasureState,
    /// Whom; null for retention, and once it is carried out.
    pub youth_id: Option<Uuid>,
    /// Why, encrypted; null for retention, and once it is carried out.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub reason: Option<Vec<u8>>,
    /// What retention takes, as JSON: record type and the day before which.
    #[sea_orm(column_type = "Text")]
    pub scope: String,
    /// Rows by table, as JSON: what was counted when it was proposed, what went once it is carried out.
    #[sea_orm(column_type = "Text")]
    pub counts: String,
    /// Who proposed it.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: DateTimeUtc,
    /// The second person; null while it waits.
    pub decided_by: Option<Uuid>,
    /// When it was approved or refused.
    pub decided_at: Option<DateTimeUtc>,
    /// When the rows were deleted.
    pub carried_out_at: Option<DateTimeUtc>,
    /// When free pages and files were made clean of them.
    pub cleaned_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
