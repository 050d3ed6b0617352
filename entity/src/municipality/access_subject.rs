//! The link from a youth to the random key that the log uses; erasure destroys it.

use sea_orm::entity::prelude::*;

/// The link from a youth to the random key that the log uses; erasure destroys it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_subject")]
pub struct Model {
    /// Random key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_key: Uuid,
    /// Whom it stands for.
    pub youth_id: Uuid,
    /// Key of this youth's reasons, wrapped by the municipality's key.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub data_key: Vec<u8>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
