//! One opening of a youth outside the opener's reach, to be reviewed.

use sea_orm::entity::prelude::*;

/// One opening of a youth outside the opener's reach, to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "break_glass")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who opened.
    pub staff_id: Uuid,
    /// Whom.
    pub youth_id: Uuid,
    /// The written reason, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub reason: Vec<u8>,
    /// When.
    pub opened_at: DateTimeUtc,
    /// Three hours later.
    pub expires_at: DateTimeUtc,
    /// Who reviewed it; null while it waits.
    pub reviewed_by: Option<Uuid>,
    /// When it was reviewed.
    pub reviewed_at: Option<DateTimeUtc>,
    /// What the review says, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub review: Option<Vec<u8>>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
