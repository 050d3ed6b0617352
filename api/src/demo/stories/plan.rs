//! Plans: goals, measures with the states that they went through, follow-ups.

use entity::municipality::{follow_up, goal, measure, measure_event};
use entity::vocabulary::{FollowUpKind, GoalState, MeasureState};
use sea_orm::ActiveEnum;
use sea_orm::prelude::Uuid;

use super::told::{Ago, FollowUp, Goal, Measure};
use super::{Of, Teller};
use crate::support::fault::Fault;

impl Teller<'_> {
    pub(super) fn plan(&mut self, of: Of<'_>) -> Result<(), Fault> {
        let Some(case) = of.case(self) else { return Ok(()) };
        for goal in &of.story.goals {
            self.goal(of, case, goal)?;
        }
        for measure in &of.story.measures {
            self.measure(of, case, measure)?;
        }
        for (number, follow_up) in of.story.follow_ups.iter().enumerate() {
            self.follow_up(of, case, number, follow_up)?;
        }
        Ok(())
    }

    fn goal(&mut self, of: Of<'_>, case_id: Uuid, told: &Goal) -> Result<(), Fault> {
        let author = self.staff(&told.by)?;
        let state = told.state.map_or(GoalState::Open, |state| state.0);
        // A goal that is no longer open was changed on the day that it was due.
        let changed = told.due.filter(|due| state != GoalState::Open && *due > 0).unwrap_or(told.ago);
        self.rows.goals.push(goal::Model {
            id: self.id_of(of, "goal", &told.key),
            youth_id: of.youth,
            case_id,
            track: of.track,
            domain: told.domain.0,
            state,
            text: self.seal("goal.text", &told.text),
            youth_part: self.sealed("goal.youth_part", told.youth_part.as_deref()),
            municipality_part: self.sealed("goal.municipality_part", told.municipality_part.as_deref()),
            others_part: self.sealed("goal.others_part", told.others_part.as_deref()),
            responsible_id: author,
            author_id: author,
            due_on: told.due.map(|ago| self.day(ago)),
            created_at: self.at(told.ago),
            changed_at: self.at(changed),
            version: if state == GoalState::Open { 1 } else { 2 },
        });
        Ok(())
    }

    fn measure(&mut self, of: Of<'_>, case_id: Uuid, told: &Measure) -> Result<(), Fault> {
        let id = self.id_of(of, "measure", &told.key);
        let author = self.staff(&told.by)?;
        let steps = went_through(told);
        let type_id = self.types.get(told.kind).copied();
        let is_declined = told.state.0 == MeasureState::Declined;
        let (why, last) = (told.reason.as_deref(), steps.last().map_or(told.offered, |(_, ago)| *ago));
        self.rows.measures.push(measure::Model {
            id,
            youth_id: of.youth,
            case_id,
            goal_id: told.goal.as_deref().map(|key| self.id_of(of, "goal", key)),
            track: of.track,
            secrecy: told.secrecy.0,
            author_id: author,
            type_id: type_id.ok_or_else(|| Fault::internal(&"a measure of no type"))?,
            words: None,
            level: told.level.0,
            content: self.seal("measure.content", &told.content),
            method: self.sealed("measure.method", told.method.as_deref()),
            method_ref: None,
            responsible_id: author,
            state: told.state.0,
            offered_on: self.day(told.offered),
            accepted_on: told.accepted.map(|ago| self.day(ago)),
            declined_on: told.declined.map(|ago| self.day(ago)),
            declined_reason: self.sealed("measure.declined_reason", why.filter(|_| is_declined)),
            planned_start: told.planned_start.or(told.starts).map(|ago| self.day(ago)),
            planned_end: told.planned_end.map(|ago| self.day(ago)),
            starts_on: told.starts.map(|ago| self.day(ago)),
            ended_on: told.ended.map(|ago| self.day(ago)),
            ended_reason: self.sealed("measure.ended_reason", why.filter(|_| !is_declined)),
            outcome: told.outcome.map(|outcome| outcome.0),
            created_at: self.at(told.offered),
            changed_at: self.at(last),
            version: i32::try_from(steps.len()).unwrap_or(1),
        });
        for (state, ago) in steps {
            self.rows.measure_events.push(measure_event::Model {
                id: self.id_of(of, "measure event", &format!("{}/{}", told.key, state.to_value())),
                youth_id: of.youth,
                measure_id: id,
                state,
                happened_on: self.day(ago),
                author_id: author,
                at: self.at(ago),
            });
        }
        Ok(())
    }

    fn follow_up(&mut self, of: Of<'_>, case_id: Uuid, number: usize, told: &FollowUp) -> Result<(), Fault> {
        let author = self.staff(&told.by)?;
        self.rows.follow_ups.push(follow_up::Model {
            id: self.id_of(of, "follow-up", &number.to_string()),
            youth_id: of.youth,
            case_id,
            measure_id: Some(self.id_of(of, "measure", &told.measure)),
            track: of.track,
            secrecy: told.secrecy.0,
            author_id: Some(author),
            kind: FollowUpKind::Planned,
            planned_on: self.day(told.planned),
            done_on: told.done.map(|ago| self.day(ago)),
            done_by: told.done.map(|_| author),
            result: self.sealed("follow_up.result", told.result.as_deref()),
            outcome: told.outcome.map(|outcome| outcome.0),
            status: None,
            version: if told.done.is_some() { 2 } else { 1 },
        });
        Ok(())
    }
}

/// The states of a measure, the first first, each with its day.
fn went_through(told: &Measure) -> Vec<(MeasureState, Ago)> {
    let steps = [
        (MeasureState::Offered, Some(told.offered)),
        (MeasureState::Accepted, told.accepted),
        (MeasureState::Declined, told.declined),
        (MeasureState::Active, told.starts),
        (told.state.0, told.ended),
    ];
    steps.into_iter().filter_map(|(state, ago)| Some((state, ago?))).collect()
}
