//! A guardian (vårdnadshavare) of one youth: name, ways to reach, relation, nothing more.

use crate::vocabulary::GuardianRelation;
use sea_orm::entity::prelude::*;

/// A guardian (vårdnadshavare) of one youth: name, ways to reach, relation, nothing more.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guardian")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which youth.
    pub youth_id: Uuid,
    /// Name, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub name: Vec<u8>,
    /// Phone, encrypted; null when unknown or when the youth is protected.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub phone: Option<Vec<u8>>,
    /// E-mail, encrypted; null when unknown or when the youth is protected.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub email: Option<Vec<u8>>,
    /// Relation to the youth.
    pub relation: GuardianRelation,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
