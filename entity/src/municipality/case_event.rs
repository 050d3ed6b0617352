//! One line of the history of a case (ärendets historik); never changed afterwards.

use crate::vocabulary::{CaseEventKind, CaseState, Track};
use sea_orm::entity::prelude::*;

/// One line of the history of a case (ärendets historik); never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_event")]
pub struct Model {
    /// Id, in the order of time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom the case is about.
    pub youth_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The track of the case.
    pub track: Track,
    /// What happened.
    pub kind: CaseEventKind,
    /// The state before; null for the first line.
    pub from_state: Option<CaseState>,
    /// The state after.
    pub to_state: CaseState,
    /// Who was responsible after it; null when nobody was.
    pub responsible_id: Option<Uuid>,
    /// Who did it; null for a job.
    pub by_id: Option<Uuid>,
    /// When.
    pub at: DateTimeUtc,
    /// Why, encrypted; null when nothing was said.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub reason: Option<Vec<u8>>,
    /// The signal that was taken up; null for other lines.
    pub signal_id: Option<Uuid>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
