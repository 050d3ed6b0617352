//! What is known of a case when somebody asks for a step: the one place that gathers it.

use entity::municipality::youth_case;

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

/// Gathers the facts of a case. Mappings, goals and measures have no tables here yet, so nothing is known of them, and a
/// step that asks for one asks for a reason instead: when they come, each is one statement, on the lines marked here.
pub async fn gather(grant: &Grant, row: &youth_case::Model) -> Result<Facts, Fault> {
    Ok(Facts {
        has_responsible: row.responsible_id.is_some(),
        has_completed_mapping: false, // count of `mapping` where case_id and completed_at is not null
        has_goal_or_measure: false,   // count of `goal`, or of `measure`, where case_id
        running_measures: 0,          // count of `measure` where case_id and state is active
        ground_stands: store::ground(grant, row.youth_id, row.track).await?.is_ok(),
    })
}
