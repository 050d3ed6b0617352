//! Signals as people read and change them.

use entity::municipality::{case_event, measure_event, note, signal, signal_event, youth};
use entity::reach::{Reach, Within};
use entity::vocabulary::{Role, SignalDeed, SignalKind, SignalSource, SignalState, Track};
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, Set,
};
use uuid::Uuid;

use super::rules_change::ESCALATED_TO;
use super::store_figures::of_unit;
use super::store_raise::USUAL_DAYS;
use super::types_clock::{self, Duties, places};
use crate::access::Grant;
use crate::support::events::Topic;
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::Page;

/// Which signals a list is about; what is not said does not limit, but items that ask for missing reports are listed
/// only when their kind is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where they stand.
    pub state: Option<SignalState>,
    /// What they are about.
    pub kind: Option<SignalKind>,
    /// Whether nobody has entered anything since they were raised.
    pub unattended: Option<bool>,
    /// Of youths enrolled today at this unit or below it, as far as enrolments are read.
    pub unit: Option<(Uuid, Reach)>,
}

/// One signal within reach.
pub async fn find(grant: &Grant, id: Uuid) -> Result<signal::Model, Fault> {
    let found = grant.one(known(grant).filter(signal::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of signals: those that nobody has attended to first, then by the day they are due.
pub async fn page(grant: &Grant, filter: &Filter, page: Page) -> Result<Vec<signal::Model>, Fault> {
    let first: Expr =
        Expr::case(unattended(grant.reach()), Expr::cust("'0'")).finally(Expr::cust("'1'")).into();
    let due_on = Expr::col((signal::Entity, signal::Column::DueOn)).cast_as("text");
    let order = first.binary(BinOper::Custom("||"), due_on);
    let rows = page.cut_by(chosen(grant, filter), known(grant), order, signal::Column::Id, false);
    grant.all(rows).await
}

/// How many signals a list has.
pub async fn count(grant: &Grant, filter: &Filter) -> Result<u64, Fault> {
    grant.count(chosen(grant, filter)).await
}

/// Those of these signals that nobody has attended to.
pub async fn unattended_of(grant: &Grant, ids: &[Uuid]) -> Result<Vec<Uuid>, Fault> {
    let rows =
        known(grant).filter(signal::Column::Id.is_in(ids.iter().copied())).filter(unattended(grant.reach()));
    Ok(grant.all(rows).await?.into_iter().map(|row| row.id).collect())
}

/// Signals of youths within reach that their register still knows.
pub(super) fn known(grant: &Grant) -> Select<signal::Entity> {
    let here = youth::Entity::within(grant.reach())
        .select_only()
        .column(youth::Column::Id)
        .filter(youth::Column::RemovedAt.is_null());
    signal::Entity::within(grant.reach()).filter(signal::Column::YouthId.in_subquery(here.into_query()))
}

fn chosen(grant: &Grant, filter: &Filter) -> Select<signal::Entity> {
    let kind = match filter.kind {
        Some(kind) => signal::Column::Kind.eq(kind),
        None => signal::Column::Kind.ne(SignalKind::ReportingIncomplete),
    };
    let mut rows = known(grant).filter(kind);
    if let Some(state) = filter.state {
        rows = rows.filter(signal::Column::State.eq(state));
    }
    if let Some(wanted) = filter.unattended {
        let unattended = unattended(grant.reach());
        rows = rows.filter(if wanted { unattended } else { unattended.not() });
    }
    if let Some((unit, enrolments)) = &filter.unit {
        rows = rows.filter(signal::Column::YouthId.in_subquery(of_unit(enrolments, *unit)));
    }
    rows
}

/// No human entry since it was raised: nobody has handled it, written a note, done anything about a case or a measure, as
/// far as the reader sees those. That a note or measure of another class exists is not told by its effect.
fn unattended(reach: &Reach) -> Condition {
    use {case_event::Column as OfCase, measure_event::Column as OfMeasure, note::Column as OfNote};
    let notes = since(
        note::Entity::within(reach),
        (note::Entity, OfNote::YouthId),
        (note::Entity, OfNote::ChangedAt),
    );
    let by_people = case_event::Entity::within(reach).filter(OfCase::ById.is_not_null());
    let cases = since(by_people, (case_event::Entity, OfCase::YouthId), (case_event::Entity, OfCase::At));
    let measures = since(
        measure_event::Entity::within(reach),
        (measure_event::Entity, OfMeasure::YouthId),
        (measure_event::Entity, OfMeasure::At),
    );
    Condition::all()
        .add(
            Expr::col((signal::Entity, signal::Column::State))
                .eq(sea_orm::ActiveEnum::to_value(&SignalState::Open)),
        )
        .add(Expr::exists(notes).not())
        .add(Expr::exists(cases).not())
        .add(Expr::exists(measures).not())
}

/// Rows of the signal's youth that are later than the signal.
fn since<E, C>(rows: Select<E>, youth: (E, C), at: (E, C)) -> SelectStatement
where
    E: EntityTrait,
    C: sea_orm::sea_query::Iden + Copy + 'static,
{
    let mut rows = rows.into_query();
    rows.and_where(Expr::col(youth).equals((signal::Entity, signal::Column::YouthId)));
    rows.and_where(Expr::col(at).gt(Expr::col((signal::Entity, signal::Column::RaisedAt))));
    rows
}

/// What happened to these signals, the earliest first.
pub async fn events(grant: &Grant, signals: &[Uuid]) -> Result<Vec<signal_event::Model>, Fault> {
    let rows = signal_event::Entity::within(grant.reach())
        .filter(signal_event::Column::SignalId.is_in(signals.iter().copied()))
        .order_by_asc(signal_event::Column::At)
        .order_by_asc(signal_event::Column::Id);
    grant.all(rows).await
}

/// Whether a youth is within reach.
pub async fn reaches(grant: &Grant, youth: Uuid) -> Result<bool, Fault> {
    let them = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(youth))
        .filter(youth::Column::RemovedAt.is_null());
    Ok(grant.one(them).await?.is_some())
}

/// Whether the viewer heads a school of the youth.
pub async fn is_headed(grant: &Grant, youth: Uuid) -> Result<bool, Fault> {
    let roles = grant.roles_on(youth, Track::Compulsory).await?;
    Ok(roles.contains(&ESCALATED_TO))
}

/// Stores an observation of a youth within reach.
pub async fn observe(
    grant: &Grant,
    youth: Uuid,
    kind: SignalKind,
    source: SignalSource,
    text: &str,
) -> Result<Uuid, Fault> {
    let (now, today) = (grant.clock().now(), grant.reach().today);
    let id = ids::new_id(now);
    let row = signal::Model {
        id,
        youth_id: youth,
        rule_id: None,
        kind,
        source,
        episode: 0,
        state: SignalState::Open,
        step: 0,
        owner_role: Role::Mentor,
        raised_at: now,
        due_on: grant.school_days().await?.after(today, USUAL_DAYS),
        cleared_at: None,
        inputs: None,
        triggers: None,
        text: Some(grant.keys().columns.seal("signal.text", text.trim().as_bytes())),
        author_id: grant.staff_id(),
        case_id: None,
        version: 1,
        changed_at: now,
    };
    let raised = event(grant, &row, SignalDeed::Raised, None);
    let duties = Duties::load(grant).await?;
    let clock = types_clock::first(&row, &places(grant, &[youth]).await?);
    grant.touch([youth])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    signal::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    types_clock::start_all(grant, &tx, &duties, clock.into_iter().collect()).await?;
    signal_event::Entity::insert(raised.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    grant.announce(Topic::SignalRaised, youth, id);
    Ok(id)
}

/// Changes a signal that was read within reach, if it still has this version: false when somebody was first.
#[allow(clippy::disallowed_methods, reason = "one row, read within reach, of one version")]
pub async fn change(
    grant: &Grant,
    row: &signal::Model,
    version: i32,
    (deed, state): (SignalDeed, SignalState),
    reason: Option<&str>,
) -> Result<bool, Fault> {
    let (now, today) = (grant.clock().now(), grant.reach().today);
    let duties = Duties::load(grant).await?;
    let places = places(grant, &[row.youth_id]).await?;
    let mut after = signal::Model { state, version: version + 1, changed_at: now, ..row.clone() };
    if state == SignalState::Escalated {
        after.owner_role = ESCALATED_TO;
        after.due_on = duties.calendar().after(today, USUAL_DAYS);
    }
    let change = signal::ActiveModel {
        state: Set(after.state),
        owner_role: Set(after.owner_role),
        due_on: Set(after.due_on),
        version: Set(after.version),
        changed_at: Set(after.changed_at),
        ..Default::default()
    };
    let event = event(grant, row, deed, reason);
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    let changed = signal::Entity::update_many()
        .set(change)
        .filter(signal::Column::Id.eq(row.id))
        .filter(signal::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if changed.rows_affected == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    signal_event::Entity::insert(event.into_active_model()).exec_without_returning(&tx).await?;
    types_clock::turn(grant, &tx, row.state, &after, (&duties, &places)).await?;
    tx.commit().await?;
    Ok(true)
}

/// What somebody does to a signal.
pub(super) fn event(
    grant: &Grant,
    row: &signal::Model,
    deed: SignalDeed,
    reason: Option<&str>,
) -> signal_event::Model {
    let now = grant.clock().now();
    let seal = |text: &str| grant.keys().columns.seal("signal_event.reason", text.trim().as_bytes());
    signal_event::Model {
        id: ids::new_id(now),
        youth_id: row.youth_id,
        signal_id: row.id,
        deed,
        at: now,
        actor_id: grant.staff_id(),
        reason: reason.filter(|text| !text.trim().is_empty()).map(seal),
    }
}
