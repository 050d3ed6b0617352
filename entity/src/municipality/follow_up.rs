//! A follow-up (uppföljning): agreed in a plan, or of where a youth is some time after a case was closed.

use crate::vocabulary::{FollowUpKind, GradedChange, Secrecy, Track, YouthStatus};
use sea_orm::entity::prelude::*;

/// A follow-up (uppföljning): agreed in a plan, or of where a youth is some time after a case was closed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_up")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// The case that it belongs to.
    pub case_id: Uuid,
    /// The measure that it follows up; null when it follows up the whole plan.
    pub measure_id: Option<Uuid>,
    /// The track of the case.
    pub track: Track,
    /// Its class: that of its measure, if it has one.
    pub secrecy: Secrecy,
    /// Who planned it; null when the nightly run did.
    pub author_id: Option<Uuid>,
    /// What it is.
    pub kind: FollowUpKind,
    /// When it is due.
    pub planned_on: Date,
    /// When it was done; null until then.
    pub done_on: Option<Date>,
    /// Who did it; null until then.
    pub done_by: Option<Uuid>,
    /// What was found, encrypted; null until done, or when only graded.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub result: Option<Vec<u8>>,
    /// What was found, graded; null until done.
    pub outcome: Option<GradedChange>,
    /// What the youth did then; null until done, and for what was only planned.
    pub status: Option<YouthStatus>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
