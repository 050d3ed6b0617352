//! Writes of duty clocks and of the rules that they go by. A clock is started, met or ended; nothing here takes one away.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::municipality::{duty_clock, duty_rule, youth_case};
use entity::reach::Within;
use entity::vocabulary::{CaseState, DutyKind, Role, Track};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use uuid::Uuid;

use super::rules_clock::{Chain, OF_A_CASE, Settled, duty_in, turn};
use super::store::running;
use super::store_start::{id_of, start_again};
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::school_days::SchoolDays;

/// Where the reason of an ended clock is kept; bound to its encryption.
pub const ENDED_REASON: &str = "duty_clock.ended_reason";

/// How long duties take, and the calendar they are counted by. Loaded before a transaction is begun.
#[derive(Clone, Debug)]
pub struct Duties {
    rules: HashMap<DutyKind, duty_rule::Model>,
    calendar: SchoolDays,
}

impl Duties {
    /// The municipality's own.
    pub async fn load(grant: &Grant) -> Result<Self, Fault> {
        let rules = rules(grant).await?.into_iter().map(|row| (row.kind, row)).collect();
        Ok(Self { rules, calendar: grant.school_days().await? })
    }

    /// The day on which a duty is due that starts on a day.
    pub fn due(&self, kind: DutyKind, starts_on: NaiveDate) -> NaiveDate {
        let days = self.rules.get(&kind).map_or(0, |rule| rule.school_days);
        self.calendar.after(starts_on, u32::try_from(days).unwrap_or(0))
    }

    /// How a late duty is told up the chain.
    pub fn chain(&self, kind: DutyKind) -> Chain {
        let rule = self.rules.get(&kind);
        let days =
            |of: fn(&duty_rule::Model) -> i32| rule.map_or(0, |rule| u32::try_from(of(rule)).unwrap_or(0));
        Chain { lead_after: days(|rule| rule.lead_after), manager_after: days(|rule| rule.manager_after) }
    }

    /// The calendar.
    pub fn calendar(&self) -> &SchoolDays {
        &self.calendar
    }
}

/// A clock to be started.
#[derive(Clone, Debug)]
pub struct NewClock {
    /// Whom it is about.
    pub youth_id: Uuid,
    /// On which track the duty lies.
    pub track: Track,
    /// The duty.
    pub kind: DutyKind,
    /// Which of its kind, from 1.
    pub step: i32,
    /// The case that it belongs to.
    pub case_id: Option<Uuid>,
    /// The row that it waits for; by it the clock is met.
    pub object_id: Option<Uuid>,
    /// The unit that has the duty.
    pub unit_id: Uuid,
    /// Who is to do it, where that is not the one responsible for the case.
    pub owner_id: Option<Uuid>,
    /// The role that is to do it, where no person is named.
    pub owner_role: Option<Role>,
    /// A day that was agreed; none to count by the rule of the duty.
    pub due_on: Option<NaiveDate>,
}

/// Whose clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Those of a case itself: what waits for another row stays.
    Case(Uuid),
    /// Those that wait for this row.
    Object(Uuid),
    /// Those that wait for the follow-ups of a case.
    FollowUps(Uuid),
}

/// Starts a clock, today.
pub async fn start_clock(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    new: NewClock,
) -> Result<duty_clock::Model, Fault> {
    let row = row_of(grant, duties, new);
    duty_clock::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(row)
}

/// The row of a clock that starts today.
pub(super) fn row_of(grant: &Grant, duties: &Duties, new: NewClock) -> duty_clock::Model {
    let today = grant.reach().today;
    duty_clock::Model {
        id: id_of(grant, &new),
        youth_id: new.youth_id,
        track: new.track,
        kind: new.kind,
        step: new.step,
        case_id: new.case_id,
        object_id: new.object_id,
        unit_id: new.unit_id,
        owner_id: new.owner_id,
        owner_role: new.owner_role,
        starts_on: today,
        due_on: new.due_on.unwrap_or_else(|| duties.due(new.kind, today)),
        met_at: None,
        met_by: None,
        ended_at: None,
        ended_by: None,
        ended_reason: None,
        escalated_to: None,
        told_on: None,
        version: 1,
    }
}

/// Says that what these running clocks wait for was done; gives how many there were.
pub async fn meet_clocks(
    grant: &Grant,
    tx: &DatabaseTransaction,
    of: Of,
    kinds: &[DutyKind],
) -> Result<u64, Fault> {
    let change = duty_clock::ActiveModel {
        met_at: Set(Some(grant.clock().now())),
        met_by: Set(grant.staff_id()),
        ..Default::default()
    };
    settle(tx, of, kinds, change).await
}

/// Says that these running clocks fell away, and why; gives how many there were.
pub async fn end_clocks(
    grant: &Grant,
    tx: &DatabaseTransaction,
    of: Of,
    kinds: &[DutyKind],
    reason: &str,
) -> Result<u64, Fault> {
    let change = duty_clock::ActiveModel {
        ended_at: Set(Some(grant.clock().now())),
        ended_by: Set(grant.staff_id()),
        ended_reason: Set(Some(grant.keys().columns.seal(ENDED_REASON, reason.as_bytes()))),
        ..Default::default()
    };
    settle(tx, of, kinds, change).await
}

#[allow(clippy::disallowed_methods, reason = "clocks of a case or row that was found within reach before")]
async fn settle(
    tx: &DatabaseTransaction,
    of: Of,
    kinds: &[DutyKind],
    change: duty_clock::ActiveModel,
) -> Result<u64, Fault> {
    let whose = match of {
        Of::Case(id) => Condition::all()
            .add(duty_clock::Column::CaseId.eq(id))
            .add(duty_clock::Column::ObjectId.is_null()),
        Of::FollowUps(case) => Condition::all()
            .add(duty_clock::Column::CaseId.eq(case))
            .add(duty_clock::Column::ObjectId.is_not_null()),
        Of::Object(id) => Condition::all().add(duty_clock::Column::ObjectId.eq(id)),
    };
    let settled = duty_clock::Entity::update_many()
        .set(change)
        .col_expr(duty_clock::Column::Version, Expr::col(duty_clock::Column::Version).add(1))
        .filter(whose)
        .filter(duty_clock::Column::Kind.is_in(kinds.iter().copied()))
        .filter(running())
        .exec(tx)
        .await?;
    Ok(settled.rows_affected)
}

/// Starts the first clock of a case that was just opened.
pub async fn start_first(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    row: &youth_case::Model,
) -> Result<(), Fault> {
    start_own(grant, tx, duties, row, duty_in(row.state)).await
}

/// Turns the clocks of a case that goes from one state to another; `row` is how it stands after.
pub async fn turn_clocks(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    from: CaseState,
    row: &youth_case::Model,
    reason: &str,
) -> Result<(), Fault> {
    let turn = turn(from, row.state);
    match turn.settled {
        Settled::Met => meet_clocks(grant, tx, Of::Case(row.id), &OF_A_CASE).await?,
        Settled::Ended => end_clocks(grant, tx, Of::Case(row.id), &OF_A_CASE, reason).await?,
    };
    // What was agreed to be followed up falls away with the case, and comes back with it.
    if row.state == CaseState::Closed {
        end_clocks(grant, tx, Of::FollowUps(row.id), &[DutyKind::FollowUpMeasure], reason).await?;
    } else if from == CaseState::Closed {
        start_again(grant, tx, duties, row.id).await?;
    }
    start_own(grant, tx, duties, row, turn.starts).await
}

/// Lets the running clocks of a case lie on the unit that owns it now.
#[allow(clippy::disallowed_methods, reason = "clocks of a case that was found within reach before")]
pub async fn move_clocks(tx: &DatabaseTransaction, row: &youth_case::Model) -> Result<(), Fault> {
    let change = duty_clock::ActiveModel { unit_id: Set(row.owner_unit_id), ..Default::default() };
    duty_clock::Entity::update_many()
        .set(change)
        .col_expr(duty_clock::Column::Version, Expr::col(duty_clock::Column::Version).add(1))
        .filter(duty_clock::Column::CaseId.eq(row.id))
        .filter(running())
        .exec(tx)
        .await?;
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "counts clocks of a case that was found within reach before")]
async fn start_own(
    grant: &Grant,
    tx: &DatabaseTransaction,
    duties: &Duties,
    row: &youth_case::Model,
    kind: Option<DutyKind>,
) -> Result<(), Fault> {
    let Some(kind) = kind else { return Ok(()) };
    let before = duty_clock::Entity::find()
        .filter(duty_clock::Column::CaseId.eq(row.id))
        .filter(duty_clock::Column::Kind.eq(kind))
        .count(tx)
        .await?;
    let new = NewClock {
        youth_id: row.youth_id,
        track: row.track,
        kind,
        step: i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1),
        case_id: Some(row.id),
        object_id: None,
        unit_id: row.owner_unit_id,
        owner_id: None,
        owner_role: None,
        due_on: None,
    };
    start_clock(grant, tx, duties, new).await?;
    Ok(())
}

/// The rules of all duties.
pub async fn rules(grant: &Grant) -> Result<Vec<duty_rule::Model>, Fault> {
    grant.all(duty_rule::Entity::within(grant.reach()).order_by_asc(duty_rule::Column::Kind)).await
}

/// Changes the rule of a duty, for clocks that start from now on; none when another version is there by now.
#[allow(
    clippy::disallowed_methods,
    reason = "a rule about nobody, changed only at the version that was read"
)]
pub async fn set_rule(grant: &Grant, row: duty_rule::Model) -> Result<Option<duty_rule::Model>, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let after = duty_rule::Model { version: row.version.saturating_add(1), ..row };
    let change = duty_rule::ActiveModel {
        school_days: Set(after.school_days),
        lead_after: Set(after.lead_after),
        manager_after: Set(after.manager_after),
        version: Set(after.version),
        ..Default::default()
    };
    let changed = duty_rule::Entity::update_many()
        .set(change)
        .filter(duty_rule::Column::Kind.eq(after.kind))
        .filter(duty_rule::Column::Version.eq(row.version))
        .exec(&tx)
        .await?;
    if changed.rows_affected == 0 {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(after))
}
