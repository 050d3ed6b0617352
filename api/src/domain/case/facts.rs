//! What is known of a case when somebody asks for a step: the one place that gathers it.

use entity::municipality::{goal, mapping, measure, youth_case};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter};

use super::store;
use crate::access::Grant;
use crate::support::fault::Fault;

/// What the conditions of steps go by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Somebody is responsible.
    pub has_responsible: bool,
    /// A mapping (kartläggning) of the case is finished.
    pub has_completed_mapping: bool,
    /// A goal or a measure is agreed.
    pub has_goal_or_measure: bool,
    /// Measures (insatser) that go on.
    pub running_measures: u64,
    /// What the track rests on stands: an enrolment, an entry in the register, a consent.
    pub ground_stands: bool,
}

/// Gathers the facts of a case. Running measures are counted whatever their class: a case is not closed over one that
/// who closes it does not see, and the refusal tells no more than that one goes on.
pub async fn gather(grant: &Grant, row: &youth_case::Model) -> Result<Facts, Fault> {
    let mappings = mapping::Entity::within(grant.reach())
        .filter(mapping::Column::CaseId.eq(row.id))
        .filter(mapping::Column::CompletedAt.is_not_null());
    let goals = goal::Entity::within(grant.reach()).filter(goal::Column::CaseId.eq(row.id));
    let measures = measure::Entity::within(grant.reach()).filter(measure::Column::CaseId.eq(row.id));
    Ok(Facts {
        has_responsible: row.responsible_id.is_some(),
        has_completed_mapping: grant.count(mappings).await? > 0,
        has_goal_or_measure: grant.count(goals).await? > 0 || grant.count(measures).await? > 0,
        running_measures: grant.running_measures(row.id).await?,
        ground_stands: store::ground(grant, row.youth_id, row.track).await?.is_ok(),
    })
}
