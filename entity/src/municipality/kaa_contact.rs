//! That an officer has sought contact with a youth in the KAA register, and whether the youth was reached.

use sea_orm::entity::prelude::*;

/// That an officer has sought contact with a youth in the KAA register, and whether the youth was reached.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kaa_contact")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// With whom.
    pub youth_id: Uuid,
    /// The entry that it was recorded for.
    pub entry_id: Uuid,
    /// On which day.
    pub contacted_on: Date,
    /// By which way: a code of the replaceable list.
    #[sea_orm(column_type = "Text")]
    pub way: String,
    /// Whether the youth, or a guardian, was reached.
    pub reached: bool,
    /// Occupation at the contact: a code of the replaceable list; null when not told.
    #[sea_orm(column_type = "Text", nullable)]
    pub occupation: Option<String>,
    /// Who sought contact.
    pub author_id: Uuid,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
