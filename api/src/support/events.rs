//! What happened just now, told to whoever listens: ids alone, so that each listener is authorized again when it reads.

use tokio::sync::broadcast;
use uuid::Uuid;

/// Events kept for a listener that is slow; one that falls further behind is told that it missed some.
const KEPT: usize = 1_024;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A signal was raised.
    SignalRaised,
    /// A case was opened or changed.
    CaseChanged,
    /// A deadline comes near, or has passed.
    DeadlineApproaching,
}

/// That something happened to one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Code of the municipality.
    pub municipality: String,
    /// What it is about.
    pub topic: Topic,
    /// The youth whom the row is about.
    pub youth: Uuid,
    /// The row: a signal, a case, a duty clock.
    pub row: Uuid,
}

/// Where events are told and heard.
#[derive(Clone, Debug)]
pub struct Bus(broadcast::Sender<Event>);

impl Bus {
    /// Tells an event to all who listen now; nobody need listen.
    pub fn tell(&self, event: Event) {
        // An error says only that nobody listens.
        let _ = self.0.send(event);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}

impl Default for Bus {
    fn default() -> Self {
        Self(broadcast::channel(KEPT).0)
    }
}
