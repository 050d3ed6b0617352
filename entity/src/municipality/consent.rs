//! A consent (medgivande) by a youth or a guardian, with what it permits and until when.

use crate::vocabulary::{ConsentGiver, ConsentPurpose, Track};
use sea_orm::entity::prelude::*;

/// A consent (medgivande) by a youth or a guardian, with what it permits and until when.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// What it permits.
    pub purpose: ConsentPurpose,
    /// Who gave it.
    pub given_by: ConsentGiver,
    /// The track on which it was recorded.
    pub track: Track,
    /// What it covers, in words, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub scope: Vec<u8>,
    /// Who may receive it, in words, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub receiver: Vec<u8>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    /// When it was withdrawn; null while it stands.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Who recorded it.
    pub author_id: Uuid,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
