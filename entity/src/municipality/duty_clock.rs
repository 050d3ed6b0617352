//! A duty clock (tidsfrist): something to be done about a youth before a day. It is met or ended, never taken away.

use crate::vocabulary::{DutyKind, Role, Track};
use sea_orm::entity::prelude::*;

/// A duty clock (tidsfrist): something to be done about a youth before a day. It is met or ended, never taken away.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_clock")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// The track on which the duty lies.
    pub track: Track,
    /// The duty.
    pub kind: DutyKind,
    /// Which of its kind, from 1: the step of a staircase, the number of a report that comes again.
    pub step: i32,
    /// The case that it belongs to; null outside a case.
    pub case_id: Option<Uuid>,
    /// The row that it waits for, such as a signal or a follow-up; null when that is the case itself.
    pub object_id: Option<Uuid>,
    /// The unit that has the duty.
    pub unit_id: Uuid,
    /// Who is to do it, where that is not the one responsible for the case.
    pub owner_id: Option<Uuid>,
    /// The role that is to do it, where no person is named.
    pub owner_role: Option<Role>,
    /// The day it started.
    pub starts_on: Date,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// When it was done; null until then.
    pub met_at: Option<DateTimeUtc>,
    /// Who did it; null for a job.
    pub met_by: Option<Uuid>,
    /// When the duty fell away; null while it stands.
    pub ended_at: Option<DateTimeUtc>,
    /// Who said so; null for a job.
    pub ended_by: Option<Uuid>,
    /// Why it fell away, encrypted; null while it stands.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub ended_reason: Option<Vec<u8>>,
    /// How far up the chain it has been told; null while it is in time.
    pub escalated_to: Option<Role>,
    /// The last day on which its coming or passing was told.
    pub told_on: Option<Date>,
    /// Counts its changes.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
