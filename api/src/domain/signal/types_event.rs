//! The history of a signal in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::signal_event;
use uuid::Uuid;

use super::loaders::EventsOfSignals;
use crate::access::{Action, Authorize, Grant};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_signal::SignalDeed;
use crate::support::fault::Fault;

/// One thing that happened to a signal (händelse).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct SignalEvent {
    /// What happened.
    pub deed: SignalDeed,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, or a comment; null without one.
    pub reason: Option<String>,
    #[graphql(skip)]
    actor_id: Option<Uuid>,
}

impl SignalEvent {
    fn of(row: signal_event::Model, grant: &Grant) -> Result<Self, Fault> {
        let columns = &grant.keys().columns;
        let reason = row.reason.as_deref().map(|sealed| columns.open_text("signal_event.reason", sealed));
        Ok(Self { deed: row.deed.into(), at: row.at, reason: reason.transpose()?, actor_id: row.actor_id })
    }
}

#[ComplexObject]
impl SignalEvent {
    /// Label of what happened, in the reader's language.
    async fn deed_label(&self) -> &'static str {
        self.deed.label()
    }

    /// Who did it; null when a rule did, or the person has left.
    async fn actor(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadSignals, self.actor_id?).await.transpose()
    }
}

/// What happened to a signal, batched over the page.
pub(super) async fn history(ctx: &Context<'_>, signal: Uuid) -> Result<Vec<SignalEvent>, Fault> {
    let grant = ctx.authorize(Action::ReadSignals)?;
    let rows = ctx.data_unchecked::<DataLoader<EventsOfSignals>>().load_one(signal).await?;
    let rows = rows.unwrap_or_default().into_iter();
    rows.map(|row| SignalEvent::of(row, &grant)).collect()
}
