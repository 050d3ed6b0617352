//! Whether the row of an event is within reach: the one place that says which table an event is looked up in.

use entity::municipality::{duty_clock, signal, youth, youth_case};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::events::{Event, Topic};
use crate::support::fault::Fault;

/// Whether the row that an event is about is within reach now.
pub async fn reaches(grant: &Grant, event: &Event) -> Result<bool, Fault> {
    match event.topic {
        Topic::SignalRaised => signal(grant, event.row).await,
        Topic::CaseChanged => case(grant, event.row).await,
        Topic::DeadlineApproaching => deadline(grant, event.row).await,
    }
}

/// Whether a case is within reach.
pub async fn case(grant: &Grant, case: Uuid) -> Result<bool, Fault> {
    let row = youth_case::Entity::within(grant.reach()).filter(youth_case::Column::Id.eq(case));
    Ok(grant.one(row).await?.is_some())
}

/// Whether a signal is within reach, of a youth whom the register still knows.
async fn signal(grant: &Grant, signal: Uuid) -> Result<bool, Fault> {
    let here = youth::Entity::within(grant.reach())
        .select_only()
        .column(youth::Column::Id)
        .filter(youth::Column::RemovedAt.is_null());
    let row = signal::Entity::within(grant.reach())
        .filter(signal::Column::Id.eq(signal))
        .filter(signal::Column::YouthId.in_subquery(here.into_query()));
    Ok(grant.one(row).await?.is_some())
}

/// Whether a duty clock is within reach.
async fn deadline(grant: &Grant, clock: Uuid) -> Result<bool, Fault> {
    let row = duty_clock::Entity::within(grant.reach()).filter(duty_clock::Column::Id.eq(clock));
    Ok(grant.one(row).await?.is_some())
}
