//! Cases with their history and duty clocks; what was mapped, written and consented to.

use entity::municipality::{
    case_event, consent, duty_clock, mapping, mapping_answer, note, secrecy_share, youth_case,
};
use entity::vocabulary::{CaseEventKind, CaseState, ClassifiedKind, DutyKind, Ground, MappingState, Track};
use sea_orm::prelude::Uuid;

use super::told::{Case, Consent, Mapping, Note, Share, Step};
use super::{Of, Teller};
use crate::domain::case::rules_clock::{Settled, duty_in, turn};
use crate::domain::case::store_changes::REASON;
use crate::domain::case::store_clock::ENDED_REASON;
use crate::support::fault::Fault;

/// The questionnaire that comes with the system.
const SHIPPED: Uuid = Uuid::from_u128(0x7570_3200_0000_8000_8000_0000_0000_0000);

impl Teller<'_> {
    pub(super) fn case(&mut self, of: Of<'_>, case: &Case) -> Result<(), Fault> {
        let id = self.id_of(of, "case", "");
        let responsible = case.responsible.as_deref().map(|user| self.staff(user)).transpose()?;
        let unit = if of.track == Track::Compulsory { self.school } else { self.kaa_unit() };
        let mut before: Option<CaseState> = None;
        let mut clocks: Vec<duty_clock::Model> = Vec::new();
        for (number, step) in case.steps.iter().enumerate() {
            let kind = match (before, step.to.0) {
                (None, _) => CaseEventKind::Opened,
                (Some(CaseState::Closed), _) => CaseEventKind::Reopened,
                (_, CaseState::Closed) => CaseEventKind::Closed,
                _ => CaseEventKind::Moved,
            };
            self.rows.events.push(case_event::Model {
                id: self.id_of(of, "case event", &number.to_string()),
                youth_id: of.youth,
                case_id: id,
                track: of.track,
                kind,
                from_state: before,
                to_state: step.to.0,
                responsible_id: responsible,
                by_id: Some(self.staff(&step.by)?),
                at: self.at(step.ago),
                reason: self.sealed(REASON, step.reason.as_deref()),
                signal_id: None,
            });
            if let Some(from) = before {
                self.settle(&mut clocks, from, step)?;
            }
            if let Some(duty) = duty_in(step.to.0) {
                let clock = self.clock(of, &clocks, duty, step, unit);
                clocks.push(clock);
            }
            before = Some(step.to.0);
        }
        self.rows.clocks.extend(clocks);
        let (Some(first), Some(last)) = (case.steps.first(), case.steps.last()) else { return Ok(()) };
        let is_closed = last.to.0 == CaseState::Closed;
        self.rows.cases.push(youth_case::Model {
            id,
            youth_id: of.youth,
            track: of.track,
            state: last.to.0,
            owner_unit_id: unit,
            responsible_id: responsible,
            consent_id: case.consent.as_deref().map(|key| self.id_of(of, "consent", key)),
            opened_by: Some(self.staff(&first.by)?),
            opened_at: self.at(first.ago),
            closed_at: is_closed.then(|| self.at(last.ago)),
            closing_reason: case.closing.clone().filter(|_| is_closed),
            version: i32::try_from(case.steps.len()).unwrap_or(i32::MAX),
        });
        Ok(())
    }

    /// Settles the clock that runs, as the product does at this step.
    fn settle(&self, clocks: &mut [duty_clock::Model], from: CaseState, step: &Step) -> Result<(), Fault> {
        let running = clocks.last_mut().filter(|clock| clock.met_at.is_none() && clock.ended_at.is_none());
        let Some(clock) = running else { return Ok(()) };
        let (at, by) = (Some(self.at(step.ago)), Some(self.staff(&step.by)?));
        clock.version += 1;
        match turn(from, step.to.0).settled {
            Settled::Met => (clock.met_at, clock.met_by) = (at, by),
            Settled::Ended => {
                (clock.ended_at, clock.ended_by) = (at, by);
                clock.ended_reason = self.sealed(ENDED_REASON, step.reason.as_deref());
            }
        }
        Ok(())
    }

    fn clock(
        &self,
        of: Of<'_>,
        earlier: &[duty_clock::Model],
        kind: DutyKind,
        step: &Step,
        unit: Uuid,
    ) -> duty_clock::Model {
        let starts_on = self.day(step.ago);
        let before = earlier.iter().filter(|clock| clock.kind == kind).count();
        duty_clock::Model {
            id: self.id_of(of, "clock", &earlier.len().to_string()),
            youth_id: of.youth,
            track: of.track,
            kind,
            step: i32::try_from(before).unwrap_or(0) + 1,
            case_id: of.case(self),
            object_id: None,
            unit_id: unit,
            owner_id: None,
            owner_role: None,
            starts_on,
            due_on: self.duties.due(kind, starts_on),
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

    pub(super) fn mapping(&mut self, of: Of<'_>, told: &Mapping) -> Result<(), Fault> {
        let Some(case_id) = of.case(self) else { return Ok(()) };
        let id = self.id_of(of, "mapping", "");
        let state = if told.completed.is_some() { MappingState::Completed } else { MappingState::Draft };
        self.rows.mappings.push(mapping::Model {
            id,
            youth_id: of.youth,
            case_id,
            track: of.track,
            questionnaire_id: SHIPPED,
            state,
            started_by: self.staff(&told.by)?,
            started_at: self.at(told.started),
            completed_at: told.completed.map(|ago| self.at(ago)),
            version: if told.completed.is_some() { 2 } else { 1 },
        });
        for answer in &told.answers {
            self.rows.answers.push(mapping_answer::Model {
                id: self.id_of(of, "answer", &answer.item),
                youth_id: of.youth,
                mapping_id: id,
                item_code: answer.item.clone(),
                track: of.track,
                secrecy: answer.secrecy.0,
                author_id: self.staff(&answer.by)?,
                value: self.sealed("mapping_answer.value", answer.value.as_deref()),
                own_voice: self.sealed("mapping_answer.own_voice", answer.voice.as_deref()),
                is_strength: answer.strength,
                is_risk: answer.risk,
                changed_at: self.at(told.started),
                version: 1,
            });
        }
        Ok(())
    }

    pub(super) fn note(&mut self, of: Of<'_>, number: usize, told: &Note) -> Result<(), Fault> {
        let id = self.id_of(of, "note", &number.to_string());
        let (author_id, at) = (self.staff(&told.by)?, self.at(told.ago));
        self.rows.notes.push(note::Model {
            id,
            youth_id: of.youth,
            case_id: of.case(self),
            track: of.track,
            secrecy: told.secrecy.0,
            author_id,
            body: self.seal("note.body", &told.body),
            version: 1,
            created_at: at,
            changed_at: at,
        });
        if let Some(share) = &told.share {
            self.share(of, id, author_id, share)?;
        }
        Ok(())
    }

    fn share(&mut self, of: Of<'_>, note: Uuid, author_id: Uuid, told: &Share) -> Result<(), Fault> {
        self.rows.shares.push(secrecy_share::Model {
            id: self.id_of(of, "share", &note.to_string()),
            youth_id: of.youth,
            object_kind: ClassifiedKind::Note,
            object_id: note,
            to_staff_id: Some(self.staff(&told.with)?),
            to_role: None,
            ground: Ground::Consent,
            consent_id: Some(self.id_of(of, "consent", &told.consent)),
            reason: self.seal("secrecy_share.reason", &told.reason),
            author_id,
            created_at: self.at(told.ago),
            ended_at: None,
        });
        Ok(())
    }

    pub(super) fn consent(&mut self, of: Of<'_>, told: &Consent) -> Result<(), Fault> {
        self.rows.consents.push(consent::Model {
            id: self.id_of(of, "consent", &told.key),
            youth_id: of.youth,
            purpose: told.purpose.0,
            given_by: told.given_by.0,
            track: told.track.map_or(of.track, |track| track.0),
            scope: self.seal("consent.scope", &told.scope),
            receiver: self.seal("consent.receiver", &told.receiver),
            starts_on: self.day(told.ago),
            ends_on: None,
            withdrawn_at: told.withdrawn.map(|ago| self.at(ago)),
            author_id: self.staff(&told.by)?,
            created_at: self.at(told.ago),
        });
        Ok(())
    }
}
