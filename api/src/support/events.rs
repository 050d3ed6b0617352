//! What happened just now, told to whoever listens: ids alone, so that each listener is authorized again when it reads.
//!
//! What always holds: a listener either hears of an event or is told that it missed some. Nothing is kept: who was not
//! listening reads the rows.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

/// Events kept for a listener that is slow; one that falls further behind is told that it missed some.
const KEPT: usize = 1_024;

/// Events that wait for one listener at most; when more do, it is told to read anew instead, so that an import which
/// raises a thousand signals does not ask a thousand questions for each listener.
const BURST: usize = 20;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Topic {
    /// A signal was raised.
    SignalRaised,
    /// A case was opened or changed.
    CaseChanged,
    /// A deadline comes near, or has passed.
    DeadlineApproaching,
}

/// That something happened to one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a listener is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// That something happened.
    Event(Event),
    /// That it missed something: it reads anew what it shows.
    Missed,
}

/// What one listener wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interest {
    /// Code of the municipality.
    pub municipality: String,
    /// What about.
    pub topic: Topic,
    /// Only this row; otherwise all.
    pub row: Option<Uuid>,
}

impl Interest {
    fn covers(&self, event: &Event) -> bool {
        self.municipality == event.municipality
            && self.topic == event.topic
            && self.row.is_none_or(|row| row == event.row)
    }
}

/// Why a subscription is executed: it is, anew, for each event, as a request of its own.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Somebody subscribes: checks that they may, and says here what they want to hear of.
    Begin(Arc<OnceLock<Interest>>),
    /// Something was heard: tells it to those who may read it now, and nothing to others.
    Tell(Heard),
}

/// Where events are told and heard; cheap to clone.
#[derive(Clone, Debug)]
pub struct Bus(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    here: broadcast::Sender<Heard>,
    elsewhere: OnceLock<mpsc::Sender<Parcel>>,
    /// Whether an event did not fit into the queue to other instances.
    lost: AtomicBool,
}

/// What goes to other instances.
#[derive(Debug)]
pub(super) enum Parcel {
    /// An event.
    Event(Event),
    /// Answered when all before it has gone.
    Flush(oneshot::Sender<()>),
}

impl Bus {
    /// Tells an event to all who listen now, here and at other instances; nobody need listen.
    pub fn tell(&self, event: Event) {
        if let Some(elsewhere) = self.0.elsewhere.get()
            && elsewhere.try_send(Parcel::Event(event.clone())).is_err()
        {
            self.0.lost.store(true, Ordering::Relaxed);
        }
        self.hear(Heard::Event(event));
    }

    /// Listens from now on.
    pub fn listen(&self) -> Ear {
        Ear { receiver: self.0.here.subscribe(), interest: None, waiting: VecDeque::new(), missed: false }
    }

    /// Waits until what was told has gone to the other instances: before a command ends.
    pub async fn flush(&self) {
        let Some(elsewhere) = self.0.elsewhere.get() else { return };
        let (tell, told) = oneshot::channel();
        if elsewhere.send(Parcel::Flush(tell)).await.is_ok() {
            let _ = tokio::time::timeout(std::time::Duration::from_secs(5), told).await;
        }
    }

    /// Tells listeners of this instance.
    pub(super) fn hear(&self, heard: Heard) {
        // An error says only that nobody listens.
        let _ = self.0.here.send(heard);
    }

    /// The queue to other instances; nothing when there is one already.
    pub(super) fn connect(&self) -> Option<mpsc::Receiver<Parcel>> {
        let (sender, receiver) = mpsc::channel(KEPT);
        self.0.elsewhere.set(sender).is_ok().then_some(receiver)
    }

    /// Whether events for other instances were lost since this was last asked.
    pub(super) fn take_lost(&self) -> bool {
        self.0.lost.swap(false, Ordering::Relaxed)
    }
}

impl Default for Bus {
    fn default() -> Self {
        Self(Arc::new(Inner {
            here: broadcast::channel(KEPT).0,
            elsewhere: OnceLock::new(),
            lost: AtomicBool::default(),
        }))
    }
}

/// One listener.
#[derive(Debug)]
pub struct Ear {
    receiver: broadcast::Receiver<Heard>,
    interest: Option<Interest>,
    waiting: VecDeque<Event>,
    missed: bool,
}

impl Ear {
    /// Hears only what is of interest, what came before included.
    pub fn of(self, interest: Interest) -> Self {
        Self { interest: Some(interest), ..self }
    }

    /// The next of interest; none when there will be no more. Nothing is lost when it is dropped half-way.
    pub async fn hear(&mut self) -> Option<Heard> {
        while self.waiting.is_empty() && !self.missed {
            match self.receiver.recv().await {
                Ok(heard) => self.take(heard),
                Err(RecvError::Lagged(_)) => self.missed = true,
                Err(RecvError::Closed) => return None,
            }
        }
        loop {
            match self.receiver.try_recv() {
                Ok(heard) => self.take(heard),
                Err(TryRecvError::Lagged(_)) => self.missed = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        if std::mem::take(&mut self.missed) || self.waiting.len() > BURST {
            // Who reads anew reads what waits, too.
            self.waiting.clear();
            return Some(Heard::Missed);
        }
        self.waiting.pop_front().map(Heard::Event)
    }

    fn take(&mut self, heard: Heard) {
        match heard {
            Heard::Missed => self.missed = true,
            Heard::Event(event) if self.interest.as_ref().is_none_or(|wanted| wanted.covers(&event)) => {
                self.waiting.push_back(event);
            }
            Heard::Event(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(municipality: &str, row: u128) -> Event {
        Event {
            municipality: municipality.to_owned(),
            topic: Topic::CaseChanged,
            youth: Uuid::nil(),
            row: Uuid::from_u128(row),
        }
    }

    fn ear(bus: &Bus, row: Option<u128>) -> Ear {
        let interest = Interest {
            municipality: "0483".to_owned(),
            topic: Topic::CaseChanged,
            row: row.map(Uuid::from_u128),
        };
        bus.listen().of(interest)
    }

    #[tokio::test]
    async fn a_listener_hears_what_it_asked_for_and_no_more() {
        let bus = Bus::default();
        let (mut all, mut one) = (ear(&bus, None), ear(&bus, Some(2)));
        bus.tell(event("0513", 1));
        bus.tell(Event { topic: Topic::SignalRaised, ..event("0483", 1) });
        bus.tell(event("0483", 1));
        bus.tell(event("0483", 2));
        assert_eq!(all.hear().await, Some(Heard::Event(event("0483", 1))));
        assert_eq!(all.hear().await, Some(Heard::Event(event("0483", 2))));
        assert_eq!(one.hear().await, Some(Heard::Event(event("0483", 2))));
    }

    #[tokio::test]
    async fn a_listener_who_falls_behind_is_told_once_and_goes_on() {
        let bus = Bus::default();
        for many in [BURST as u128 + 1, 3 * KEPT as u128] {
            let mut ear = ear(&bus, None);
            (0..many).for_each(|row| bus.tell(event("0483", row)));
            assert_eq!(ear.hear().await, Some(Heard::Missed));
            bus.tell(event("0483", 7));
            assert_eq!(ear.hear().await, Some(Heard::Event(event("0483", 7))));
        }
    }
}
