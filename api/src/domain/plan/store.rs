//! Reads of goals, measures, their types, and follow-ups.

use entity::municipality::{follow_up, goal, measure, measure_type};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::{Action, Grant, Visit};
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Most rows of a list without pages.
const MOST: u64 = 100;

fn found<T>(row: Option<T>) -> Result<T, Fault> {
    row.ok_or_else(|| Fault::of(Code::NotFound))
}

/// One goal; `NOT_FOUND` when it is not there or out of reach.
pub async fn goal(grant: &Grant, id: Uuid) -> Result<goal::Model, Fault> {
    found(grant.one(goal::Entity::within(grant.reach()).filter(goal::Column::Id.eq(id))).await?)
}

/// One measure; `NOT_FOUND` when it is not there or out of reach.
pub async fn measure(grant: &Grant, id: Uuid) -> Result<measure::Model, Fault> {
    found(grant.one(measure::Entity::within(grant.reach()).filter(measure::Column::Id.eq(id))).await?)
}

/// One follow-up; `NOT_FOUND` when it is not there or out of reach.
pub async fn follow_up(grant: &Grant, id: Uuid) -> Result<follow_up::Model, Fault> {
    found(grant.one(follow_up::Entity::within(grant.reach()).filter(follow_up::Column::Id.eq(id))).await?)
}

/// Whoever reads plans reads the types of measures, and so does whoever sets them.
pub fn reader(visit: &Visit) -> Result<Grant, Fault> {
    match visit.authorize(Action::ReadPlans) {
        Err(fault) if fault.code() == Code::Forbidden => visit.authorize(Action::ManageQuestionnaires),
        answer => answer,
    }
}

/// The types of measures, by name, at most 500; a list that is longer is refused.
pub async fn types(grant: &Grant) -> Result<Vec<measure_type::Model>, Fault> {
    let rows =
        measure_type::Entity::within(grant.reach()).order_by_asc(measure_type::Column::NameSv).limit(500);
    grant.all(rows).await
}

/// One type of measures; none when there is no such.
pub async fn one_type(grant: &Grant, id: Uuid) -> Result<Option<measure_type::Model>, Fault> {
    grant.one(measure_type::Entity::within(grant.reach()).filter(measure_type::Column::Id.eq(id))).await
}

/// The goals of a case, the latest first.
pub async fn goals(grant: &Grant, case: Uuid) -> Result<Vec<goal::Model>, Fault> {
    let rows = goal::Entity::within(grant.reach())
        .filter(goal::Column::CaseId.eq(case))
        .order_by_desc(goal::Column::Id)
        .limit(MOST);
    grant.all(rows).await
}

fn measures_in(grant: &Grant, case: Uuid) -> Select<measure::Entity> {
    measure::Entity::within(grant.reach()).filter(measure::Column::CaseId.eq(case))
}

fn follow_ups_in(grant: &Grant, case: Uuid) -> Select<follow_up::Entity> {
    follow_up::Entity::within(grant.reach()).filter(follow_up::Column::CaseId.eq(case))
}

/// A page of the measures of a case, the latest first.
pub async fn measures(grant: &Grant, case: Uuid, page: Page) -> Result<Vec<measure::Model>, Fault> {
    let within = measure::Entity::within(grant.reach());
    let (sort, id) = (measure::Column::CreatedAt, measure::Column::Id);
    grant.all(page.cut(measures_in(grant, case), within, sort, id, true)).await
}

/// How many measures of a case are within reach.
pub async fn count_measures(grant: &Grant, case: Uuid) -> Result<u64, Fault> {
    grant.count(measures_in(grant, case)).await
}

/// A page of the follow-ups of a case, the first that is due first.
pub async fn follow_ups(grant: &Grant, case: Uuid, page: Page) -> Result<Vec<follow_up::Model>, Fault> {
    let within = follow_up::Entity::within(grant.reach());
    let (sort, id) = (follow_up::Column::PlannedOn, follow_up::Column::Id);
    grant.all(page.cut(follow_ups_in(grant, case), within, sort, id, false)).await
}

/// How many follow-ups of a case are within reach.
pub async fn count_follow_ups(grant: &Grant, case: Uuid) -> Result<u64, Fault> {
    grant.count(follow_ups_in(grant, case)).await
}
