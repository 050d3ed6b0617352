//! One step in the history of a measure.

use crate::vocabulary::MeasureState;
use sea_orm::entity::prelude::*;

/// One step in the history of a measure.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "measure_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom the measure is for.
    pub youth_id: Uuid,
    /// Which measure.
    pub measure_id: Uuid,
    /// The state that it came to.
    pub state: MeasureState,
    /// The day that counts.
    pub happened_on: Date,
    /// Who wrote it down.
    pub author_id: Uuid,
    /// When it was written down.
    pub at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
