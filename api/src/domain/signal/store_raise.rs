//! Writes what the rules found: signals raised, episodes ended. One transaction for some hundred youths.

use chrono::{DateTime, Utc};
use entity::municipality::{signal, signal_event, signal_rule};
use entity::vocabulary::{SignalDeed, SignalKind, SignalSource, SignalState};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveEnum, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::rules_change::ESCALATED_TO;
use super::types::{Inputs, Trigger};
use super::types_clock::{self, Duties, places};
use crate::access::Grant;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::events::Topic;
use crate::support::fault::Fault;
use crate::support::ids;
use crate::support::school_days::SchoolDays;

/// School days for the head teacher to see to missing reports, and for anybody to attend to an observation.
pub const USUAL_DAYS: u32 = 5;

/// What is to be written for some youths.
#[derive(Debug, Default)]
pub struct Findings {
    raised: Vec<signal::Model>,
    ended: Vec<(Uuid, Uuid)>,
    settled: Vec<(Uuid, Uuid)>,
}

impl Findings {
    /// A signal or, with [`SignalKind::ReportingIncomplete`], an item that asks for reports.
    #[allow(clippy::too_many_arguments, reason = "each says one thing of the signal")]
    pub fn raise(
        &mut self,
        grant: &Grant,
        calendar: &SchoolDays,
        rule: &signal_rule::Model,
        youth: Uuid,
        kind: SignalKind,
        episode: i32,
        (inputs, trigger): (&Inputs, Trigger),
    ) -> Result<(), Fault> {
        let (now, today) = (grant.clock().now(), grant.reach().today);
        let (owner_role, days) = match kind {
            SignalKind::ReportingIncomplete => (ESCALATED_TO, USUAL_DAYS),
            _ => (rule.owner_role, u32::try_from(rule.deadline_days).unwrap_or(USUAL_DAYS)),
        };
        let sealed = |place, json: serde_json::Result<Vec<u8>>| {
            let json = json.map_err(|cause| Fault::internal(&cause))?;
            Ok::<_, Fault>(Some(grant.keys().columns.seal(place, &json)))
        };
        self.raised.push(signal::Model {
            id: ids::of_signal(youth, rule.id, &kind.to_value(), episode),
            youth_id: youth,
            rule_id: Some(rule.id),
            kind,
            source: SignalSource::Rule,
            episode,
            state: SignalState::Open,
            step: rule.step,
            owner_role,
            raised_at: now,
            due_on: calendar.after(today, days),
            cleared_at: None,
            inputs: sealed("signal.inputs", serde_json::to_vec(inputs))?,
            triggers: sealed("signal.triggers", serde_json::to_vec(&[trigger]))?,
            text: None,
            author_id: None,
            case_id: None,
            version: 1,
            changed_at: now,
        });
        Ok(())
    }

    /// The episode of this signal has ended.
    pub fn end(&mut self, signal: Uuid, youth: Uuid) {
        self.ended.push((signal, youth));
    }

    /// The reports that this item asked for are there: nothing is left to do.
    pub fn settle(&mut self, item: Uuid, youth: Uuid) {
        self.settled.push((item, youth));
    }

    /// Writes them, and tells of the signals once they stand. How many were raised.
    pub async fn write(self, grant: &Grant) -> Result<usize, Fault> {
        if self.raised.is_empty() && self.ended.is_empty() && self.settled.is_empty() {
            return Ok(0);
        }
        let now = grant.clock().now();
        let youths: Vec<Uuid> = self.raised.iter().map(|row| row.youth_id).collect();
        let (duties, places) = (Duties::load(grant).await?, places(grant, &youths).await?);
        let clocks = self.raised.iter().filter_map(|row| types_clock::first(row, &places)).collect();
        let tx = grant.begin().await?;
        for some in self.raised.chunks(ROWS_A_STATEMENT) {
            // Another evaluation may have raised the same: its row stands.
            signal::Entity::insert_many(some.iter().cloned().map(signal::Model::into_active_model))
                .on_conflict_do_nothing()
                .exec_without_returning(&tx)
                .await?;
        }
        types_clock::start_all(grant, &tx, &duties, clocks).await?;
        let raised = self.raised.iter().map(|row| (row.id, row.youth_id, row.episode));
        let mut events: Vec<_> =
            raised.map(|(id, youth, _)| event(id, youth, SignalDeed::Raised, now)).collect();
        clear(&tx, &self.ended, None, now).await?;
        clear(&tx, &self.settled, Some(SignalState::Attended), now).await?;
        let cleared = self.ended.iter().chain(&self.settled);
        events.extend(cleared.map(|(id, youth)| event(*id, *youth, SignalDeed::Cleared, now)));
        for some in events.chunks(ROWS_A_STATEMENT) {
            signal_event::Entity::insert_many(some.iter().cloned().map(IntoActiveModel::into_active_model))
                .on_conflict_do_nothing()
                .exec_without_returning(&tx)
                .await?;
        }
        tx.commit().await?;
        let signals = self.raised.iter().filter(|row| row.kind != SignalKind::ReportingIncomplete);
        signals.clone().for_each(|row| grant.announce(Topic::SignalRaised, row.youth_id, row.id));
        Ok(signals.count())
    }
}

/// Ends episodes; an item nobody has touched takes `state` with that.
#[allow(clippy::disallowed_methods, reason = "rows that the same job found within its reach")]
async fn clear(
    tx: &DatabaseTransaction,
    rows: &[(Uuid, Uuid)],
    state: Option<SignalState>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let mut change = signal::Entity::update_many()
            .col_expr(signal::Column::ClearedAt, Expr::value(now))
            .col_expr(signal::Column::ChangedAt, Expr::value(now))
            .col_expr(signal::Column::Version, Expr::col(signal::Column::Version).add(1))
            .filter(signal::Column::Id.is_in(some.iter().map(|(id, _)| *id)))
            .filter(signal::Column::ClearedAt.is_null());
        if let Some(state) = state {
            change = change.col_expr(signal::Column::State, Expr::value(state.to_value()));
        }
        change.exec(tx).await?;
    }
    Ok(())
}

/// What a rule did; once a signal.
fn event(signal: Uuid, youth: Uuid, deed: SignalDeed, now: DateTime<Utc>) -> signal_event::Model {
    let id = ids::of_event(signal, &deed.to_value());
    signal_event::Model {
        id,
        youth_id: youth,
        signal_id: signal,
        deed,
        at: now,
        actor_id: None,
        reason: None,
    }
}
