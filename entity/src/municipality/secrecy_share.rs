//! That one classified thing may be read beyond its class (delning), and on what ground.

use crate::vocabulary::{ClassifiedKind, Ground, Role};
use sea_orm::entity::prelude::*;

/// That one classified thing may be read beyond its class (delning), and on what ground.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "secrecy_share")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom the thing is about.
    pub youth_id: Uuid,
    /// What kind of thing it is.
    pub object_kind: ClassifiedKind,
    /// The thing.
    pub object_id: Uuid,
    /// The member of staff who may read it; null when a role may.
    pub to_staff_id: Option<Uuid>,
    /// The role that may read it, held where it reaches the youth; null when one person may.
    pub to_role: Option<Role>,
    /// On what ground.
    pub ground: Ground,
    /// The consent; null on a ground of law.
    pub consent_id: Option<Uuid>,
    /// The provision and why, in words, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub reason: Vec<u8>,
    /// Who shared it.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTimeUtc,
    /// When it was taken back; null while it stands.
    pub ended_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
