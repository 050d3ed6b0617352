//! A legal hold: as long as it stands, nothing about the person is erased.

use sea_orm::entity::prelude::*;

/// A legal hold: as long as it stands, nothing about the person is erased.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_hold")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom.
    pub youth_id: Uuid,
    /// Why, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub reason: Vec<u8>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    /// Who placed it.
    pub placed_by: Uuid,
    /// When.
    pub placed_at: DateTimeUtc,
    /// Who lifted it; null while it stands.
    pub lifted_by: Option<Uuid>,
    /// When it was lifted.
    pub lifted_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
