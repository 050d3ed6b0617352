//! Reads of enrolments.

use entity::municipality::enrolment;
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::{Code, Fault};

/// One enrolment.
pub async fn find(grant: &Grant, id: Uuid) -> Result<enrolment::Model, Fault> {
    let found =
        grant.one(enrolment::Entity::within(grant.reach()).filter(enrolment::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}
