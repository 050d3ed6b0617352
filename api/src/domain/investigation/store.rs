//! Reads and writes of investigations. Each write is logged before it is made.

use chrono::NaiveDate;
use entity::municipality::{enrolment, hand_over_out, investigation, unit, youth, youth_case};
use entity::reach::Within;
use entity::vocabulary::InvestigationState;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::rules::{REPORT_START_WITHIN, TELL_HOME_WITHIN};
use super::types_clock::{self, Duties, places};
use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Which investigations a list is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<InvestigationState>,
    /// With a report that is late.
    pub overdue: bool,
}

/// One investigation.
pub async fn find(grant: &Grant, id: Uuid) -> Result<investigation::Model, Fault> {
    let row = investigation::Entity::within(grant.reach()).filter(investigation::Column::Id.eq(id));
    grant.one(row).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of investigations, the latest first.
pub async fn page(grant: &Grant, filter: Filter, page: Page) -> Result<Vec<investigation::Model>, Fault> {
    let reachable = investigation::Entity::within(grant.reach());
    let (at, id) = (investigation::Column::OpenedAt, investigation::Column::Id);
    grant.all(page.cut(chosen(grant, filter), reachable, at, id, true)).await
}

/// How many a list has.
pub async fn count(grant: &Grant, filter: Filter) -> Result<u64, Fault> {
    grant.count(chosen(grant, filter)).await
}

fn chosen(grant: &Grant, filter: Filter) -> Select<investigation::Entity> {
    let mut rows = investigation::Entity::within(grant.reach());
    if let Some(state) = filter.state {
        rows = rows.filter(investigation::Column::State.eq(state));
    }
    if filter.overdue { rows.filter(late(grant.reach().today, grant.municipality_code())) } else { rows }
}

/// What `rules::is_overdue` says, as a condition.
fn late(today: NaiveDate, own: &str) -> Condition {
    let report = Condition::all()
        .add(investigation::Column::ReportedAt.is_null())
        .add(investigation::Column::OpenedOn.lt(today - REPORT_START_WITHIN));
    let home = Condition::all()
        .add(investigation::Column::ToldAt.is_null())
        .add(investigation::Column::HomeMunicipality.ne(own))
        .add(investigation::Column::OpenedOn.lt(today - TELL_HOME_WITHIN));
    Condition::all()
        .add(investigation::Column::State.eq(InvestigationState::Open))
        .add(Condition::any().add(report).add(home))
}

/// A youth within reach; `NOT_FOUND` otherwise.
pub async fn youth(grant: &Grant, id: Uuid) -> Result<youth::Model, Fault> {
    let known = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(id))
        .filter(youth::Column::RemovedAt.is_null());
    grant.one(known).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The school of a youth at which the grant reaches them today.
pub async fn school(grant: &Grant, youth: Uuid) -> Result<Option<Uuid>, Fault> {
    let today = grant.reach().today;
    let current = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::YouthId.eq(youth))
        .filter(enrolment::Column::Cancelled.eq(false))
        .filter(enrolment::Column::StartsOn.lte(today))
        .filter(
            Condition::any()
                .add(enrolment::Column::EndsOn.is_null())
                .add(enrolment::Column::EndsOn.gte(today)),
        )
        .order_by_desc(enrolment::Column::StartsOn)
        .order_by_desc(enrolment::Column::Id);
    for row in grant.all(current).await? {
        if grant.reaches_below(row.unit_id).await? {
            return Ok(Some(row.unit_id));
        }
    }
    Ok(None)
}

/// The name of a unit.
pub async fn unit_name(grant: &Grant, id: Uuid) -> Result<Option<String>, Fault> {
    let row = unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(id));
    Ok(grant.one(row).await?.map(|row| row.name))
}

/// The open case of a youth that the grant works on, if there is one.
pub async fn open_case(grant: &Grant, youth: Uuid) -> Result<Option<Uuid>, Fault> {
    let rows = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::YouthId.eq(youth))
        .filter(youth_case::Column::ClosedAt.is_null())
        .order_by_desc(youth_case::Column::OpenedAt)
        .limit(1);
    Ok(grant.one(rows).await?.map(|row| row.id))
}

/// Adds an investigation, unless another goes on. Whether it was added.
#[allow(clippy::disallowed_methods, reason = "counts what goes on, within reach, in the same transaction")]
pub async fn add(grant: &Grant, row: investigation::Model) -> Result<bool, Fault> {
    let duties = Duties::load(grant).await?;
    let place = places(grant, &[row.youth_id]).await?.remove(&row.youth_id);
    grant.touch([row.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    grant.hold_youth(&tx, row.youth_id).await?;
    let open = investigation::Entity::within(grant.reach())
        .filter(investigation::Column::YouthId.eq(row.youth_id))
        .filter(investigation::Column::State.eq(InvestigationState::Open));
    if open.count(&tx).await? > 0 {
        return Ok(false);
    }
    investigation::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    if let Some(place) = place {
        types_clock::start(grant, &tx, &duties, &row, place).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Changes an investigation that was found within reach, with what waits to be delivered, both or none. Whether it was
/// as it had been read.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn change(
    grant: &Grant,
    after: investigation::Model,
    outgoing: Option<hand_over_out::Model>,
) -> Result<bool, Fault> {
    grant.touch([after.youth_id])?;
    grant.log_now().await?;
    let (id, before) = (after.id, after.version - 1);
    let tx = grant.begin().await?;
    let written = investigation::Entity::update_many()
        .set(after.clone().into_active_model().reset_all())
        .filter(investigation::Column::Id.eq(id))
        .filter(investigation::Column::Version.eq(before))
        .exec(&tx)
        .await?;
    if written.rows_affected != 1 {
        return Ok(false);
    }
    types_clock::settle(grant, &tx, &after).await?;
    if let Some(outgoing) = outgoing {
        hand_over_out::Entity::insert(outgoing.into_active_model()).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    Ok(true)
}
