//! Whether the row of an event is within reach: the one place that says which table an event is looked up in.

use entity::municipality::{youth, youth_case};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::events::{Event, Topic};
use crate::support::fault::Fault;

/// Whether the row that an event is about is within reach now.
pub async fn reaches(grant: &Grant, event: &Event) -> Result<bool, Fault> {
    match event.topic {
        Topic::SignalRaised => signal(grant, event).await,
        Topic::CaseChanged => case(grant, event.row).await,
        Topic::DeadlineApproaching => deadline(grant, event).await,
    }
}

/// Whether a case is within reach.
pub async fn case(grant: &Grant, case: Uuid) -> Result<bool, Fault> {
    let row = youth_case::Entity::within(grant.reach()).filter(youth_case::Column::Id.eq(case));
    Ok(grant.one(row).await?.is_some())
}

/// Signals are reached as their youths are.
async fn signal(grant: &Grant, event: &Event) -> Result<bool, Fault> {
    let row = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(event.youth))
        .filter(youth::Column::RemovedAt.is_null());
    Ok(grant.one(row).await?.is_some())
}

/// A deadline is told to those who reach an open case of the youth on one of their tracks.
async fn deadline(grant: &Grant, event: &Event) -> Result<bool, Fault> {
    let row = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::YouthId.eq(event.youth))
        .filter(youth_case::Column::ClosedAt.is_null())
        .limit(1);
    Ok(grant.one(row).await?.is_some())
}
