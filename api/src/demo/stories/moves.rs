//! Investigations of absence, reports from outside, the register of the activity duty, and moves between tracks.

use entity::municipality::{absence_report, investigation, kaa_contact, kaa_entry, kaa_measure, transfer};
use entity::vocabulary::{Protection, ReportArrival, ReportState, Track, TransferKind, TransferState};

use super::told::{Investigation, Kaa, Report, Transfer};
use super::{Of, Teller};
use crate::demo::plan::id_in;
use crate::support::fault::Fault;
use crate::support::ids;

impl Teller<'_> {
    pub(super) fn investigation(&mut self, of: Of<'_>, told: &Investigation) -> Result<(), Fault> {
        let changes = [told.reported, told.closed].into_iter().flatten().count();
        self.rows.investigations.push(investigation::Model {
            id: self.id_of(of, "investigation", ""),
            youth_id: of.youth,
            case_id: of.case(self),
            unit_id: self.school,
            state: told.state.0,
            opened_by: self.staff(&told.by)?,
            opened_on: self.day(told.ago),
            opened_at: self.at(told.ago),
            reason: self.seal("investigation.reason", &told.reason),
            reported_at: told.reported.map(|ago| self.at(ago)),
            home_municipality: Some(self.grant.municipality_code().to_owned()),
            told_at: None,
            conclusion: self.sealed("investigation.conclusion", told.conclusion.as_deref()),
            closed_at: told.closed.map(|ago| self.at(ago)),
            follow_up_on: None,
            version: i32::try_from(changes).unwrap_or(0) + 1,
        });
        Ok(())
    }

    pub(super) fn kaa(&mut self, of: Of<'_>, told: &Kaa) -> Result<(), Fault> {
        let entry_id = ids::of_kaa_entry(of.youth, 0);
        self.rows.kaa_entries.push(kaa_entry::Model {
            id: entry_id,
            youth_id: of.youth,
            registered_on: self.day(told.ago),
            reason: told.reason.clone(),
            ended_on: None,
            end_reason: None,
            version: 1,
            created_at: self.at(told.ago),
        });
        let author_id = self.staff("kaa")?;
        for (number, contact) in told.contacts.iter().enumerate() {
            self.rows.kaa_contacts.push(kaa_contact::Model {
                id: self.id_of(of, "kaa contact", &number.to_string()),
                youth_id: of.youth,
                entry_id,
                contacted_on: self.day(contact.ago),
                way: contact.way.clone(),
                reached: contact.reached,
                occupation: contact.occupation.clone(),
                author_id,
                created_at: self.at(contact.ago),
            });
        }
        for (number, measure) in told.measures.iter().enumerate() {
            self.rows.kaa_measures.push(kaa_measure::Model {
                id: self.id_of(of, "kaa measure", &number.to_string()),
                youth_id: of.youth,
                entry_id,
                kind: measure.kind.clone(),
                hours_per_week: measure.hours,
                offered_on: self.day(measure.offered),
                answer: measure.answer.map(|answer| answer.0),
                answered_on: measure.answered.map(|ago| self.day(ago)),
                starts_on: measure.starts.map(|ago| self.day(ago)),
                ends_on: measure.ends.map(|ago| self.day(ago)),
                end_reason: measure.end.clone(),
                occupation_after: measure.after.clone(),
                created_at: self.at(measure.offered),
            });
        }
        Ok(())
    }

    pub(super) fn transfer(&mut self, of: Of<'_>, told: &Transfer) -> Result<(), Fault> {
        let from_unit_id = if told.from == "school" { self.school } else { self.kaa_unit() };
        self.rows.transfers.push(transfer::Model {
            id: self.id_of(of, "transfer", ""),
            youth_id: of.youth,
            case_id: of.case(self),
            kind: TransferKind::Transfer,
            state: TransferState::InProgress,
            from_unit_id,
            to_unit_id: Some(self.kaa_unit()),
            to_municipality: None,
            from_track: if told.from == "school" { of.track } else { Track::Kaa },
            to_track: told.to_track.0,
            ground: told.ground.0,
            consent_id: told.consent.as_deref().map(|key| self.id_of(of, "consent", key)),
            reason: self.seal("transfer.reason", told.provision.as_deref().unwrap_or_default()),
            message: Some(self.seal("transfer.message", &told.message)),
            author_id: self.staff(&told.by)?,
            created_at: self.at(told.ago),
            decided_by: None,
            decided_at: None,
            answer: None,
            version: 1,
        });
        Ok(())
    }

    pub(super) fn report(&mut self, number: usize, told: Report) -> Result<(), Fault> {
        let youth_id = told.youth.as_deref().map(|name| self.youth(name)).transpose()?;
        let officer = self.staff("hemkommun")?;
        let name = told.youth.or(told.name).unwrap_or_default();
        self.rows.reports.push(absence_report::Model {
            id: id_in(self.grant.municipality_code(), "absence report", &number.to_string()),
            youth_id,
            civic_hash: None,
            civic_number: None,
            name: self.seal("absence_report.name", &name),
            content: self.seal("absence_report.content", &told.content),
            sender: Some(self.seal("absence_report.sender", &told.from)),
            from_municipality: None,
            protection: Protection::None,
            starts_on: self.day(told.ago + 28),
            ends_on: None,
            arrived_how: ReportArrival::Letter,
            arrived_on: self.day(told.ago),
            state: if told.handled.is_some() { ReportState::Handled } else { ReportState::New },
            recorded_by: Some(officer),
            handled_by: told.handled.map(|_| officer),
            handled_at: told.handled.map(|ago| self.at(ago)),
            handling: self.sealed("absence_report.handling", told.handling.as_deref()),
            version: if told.handled.is_some() { 2 } else { 1 },
        });
        Ok(())
    }
}
