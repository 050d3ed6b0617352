//! One WebSocket that speaks `graphql-transport-ws`.
//!
//! One task owns all of it: what the client says, what the operations say, and the clock. Operations run on the
//! runtime of the databases and speak through a queue of a few places; the way to the client is another, and who does
//! not empty it in time is let go. So a socket's memory has a bound whatever its client does.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use actix_web::web;
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, MessageStream, ProtocolError, Session};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::operation::{Mouth, Operation, Said};
use super::places::Place;
use super::told_to_stop;
use super::transport::{self, Close, Incoming};
use crate::server::House;
use crate::server::envelope::Envelope;
use crate::server::reception::{Caller, SignIn};
use crate::server::refusal::Refusal;
use crate::server::work::{Work, in_time};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::language::Language;

/// Answers that wait for one socket at most.
const WAITING: usize = 16;

/// One socket.
pub(super) struct Socket {
    house: Arc<House>,
    session: Session,
    language: Language,
    address: Option<IpAddr>,
    introduced: bool,
    admitted: Option<Admitted>,
    operations: HashMap<u64, Running>,
    next_number: u64,
    room: Arc<Semaphore>,
    mouth: Mouth,
    times: Times,
    places: Vec<Place>,
}

/// Who was let in.
struct Admitted {
    token: String,
    sign_in: SignIn,
}

/// An operation that runs; it stops when this is dropped.
struct Running {
    id: String,
    _stop: oneshot::Sender<()>,
}

/// When things happened last.
struct Times {
    opened: DateTime<Utc>,
    heard: DateTime<Utc>,
    busy: DateTime<Utc>,
    pinged: DateTime<Utc>,
}

/// Why a socket ends.
enum End {
    /// It is closed from here.
    Close(Close),
    /// The client closes it.
    Closed(Option<CloseReason>),
    /// It is gone.
    Gone,
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// What is said by the operations of a socket.
type Ear = mpsc::Receiver<(u64, Said)>;

impl Socket {
    pub(super) fn new(
        house: &web::Data<House>,
        session: Session,
        language: Language,
        address: Option<IpAddr>,
        places: Vec<Place>,
    ) -> Self {
        let now = house.clock.now();
        Self {
            house: Arc::clone(house),
            session,
            language,
            address,
            introduced: false,
            admitted: None,
            operations: HashMap::new(),
            next_number: 0,
            room: Arc::new(Semaphore::new(house.settings.live.operations)),
            mouth: mpsc::channel(1).0,
            times: Times { opened: now, heard: now, busy: now, pinged: now },
            places,
        }
    }

    /// Serves it to its end.
    pub(super) async fn run(mut self, messages: MessageStream) {
        let (mouth, mut ear) = mpsc::channel(WAITING);
        self.mouth = mouth;
        let most = self.house.settings.limits.body_bytes;
        let mut messages =
            messages.max_frame_size(most).aggregate_continuations().max_continuation_size(most);
        let Err(end) = self.serve(&mut messages, &mut ear).await;
        let patience = self.house.settings.live.tick;
        // No operation is heard of from here on.
        self.operations.clear();
        let reason = match end {
            End::Close(close) => {
                let (code, words) = close.code();
                tracing::info!(code, "socket closed");
                Some(CloseReason { code: CloseCode::from(code), description: Some(words.to_owned()) })
            }
            End::Closed(reason) => reason,
            End::Gone => return,
        };
        if matches!(tokio::time::timeout(patience, self.session.close(reason)).await, Ok(Ok(()))) {
            // The client answers with a close of its own; what it has sent before that is not read any more.
            let _ = tokio::time::timeout(patience, async {
                while !matches!(messages.recv().await, None | Some(Err(_) | Ok(AggregatedMessage::Close(_))))
                {
                }
            })
            .await;
        }
    }

    async fn serve(
        &mut self,
        messages: &mut actix_ws::AggregatedMessageStream,
        ear: &mut Ear,
    ) -> Result<std::convert::Infallible, End> {
        let mut stopping = self.house.stopping.clone();
        let mut tick = tokio::time::interval(self.house.settings.live.tick);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = told_to_stop(&mut stopping) => return Err(Close::GoingAway.into()),
                message = messages.recv() => self.receive(message).await?,
                Some((number, said)) = ear.recv() => self.say(number, said).await?,
                _ = tick.tick() => self.look_at_the_clock().await?,
            }
        }
    }

    async fn receive(
        &mut self,
        message: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), End> {
        self.times.heard = self.house.clock.now();
        match message {
            None => Err(End::Gone),
            Some(Ok(AggregatedMessage::Text(text))) => {
                self.understand(transport::read(&text).ok_or(Close::BadMessage)?).await
            }
            Some(Ok(AggregatedMessage::Binary(_))) => Err(Close::BadMessage.into()),
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                let sent = self.session.pong(&bytes);
                in_patience(self.house.settings.live.send_deadline, sent).await
            }
            Some(Ok(AggregatedMessage::Pong(_))) => Ok(()),
            Some(Ok(AggregatedMessage::Close(reason))) => Err(End::Closed(reason)),
            Some(Err(ProtocolError::Overflow)) => Err(Close::TooLarge.into()),
            // The library has no kind of its own for continuations that are too long.
            Some(Err(ProtocolError::Io(cause))) if cause.kind() == std::io::ErrorKind::Other => {
                Err(Close::TooLarge.into())
            }
            Some(Err(_)) => Err(Close::Protocol.into()),
        }
    }

    async fn understand(&mut self, message: Incoming) -> Result<(), End> {
        match message {
            Incoming::Init { token } => self.admit(token).await,
            Incoming::Ping => self.send(transport::plain("pong")).await,
            Incoming::Pong => Ok(()),
            Incoming::Subscribe { id, envelope } => self.begin(id, envelope).await,
            Incoming::Complete { id } => {
                self.operations.retain(|_, running| running.id != id);
                Ok(())
            }
        }
    }

    /// Lets the client in by its token.
    async fn admit(&mut self, token: Option<String>) -> Result<(), End> {
        if std::mem::replace(&mut self.introduced, true) {
            return Err(Close::TwoInits.into());
        }
        let token = token.ok_or(Close::Forbidden)?;
        let (house, caller) = (self.house.clone(), self.caller(token.clone()));
        let known = async move {
            let received = in_time(&house, house.reception.receive(caller)).await?;
            in_time(&house, received.visit.finish()).await?;
            Ok::<_, Fault>(received.sign_in)
        };
        let known = self.house.runtime.spawn(self.language.scope(known)).await;
        let sign_in = match known {
            Ok(Ok(Some(sign_in))) if self.house.clock.now() < sign_in.expires_at => sign_in,
            Ok(Err(fault)) if fault.code() != Code::Unauthenticated => return Err(Close::Later.into()),
            Err(_) => return Err(Close::Later.into()),
            Ok(_) => return Err(Close::Forbidden.into()),
        };
        let whose = format!("session/{}", sign_in.session);
        let place = self.house.places.take(whose, self.house.settings.live.of_session);
        self.places.push(place.ok_or(Close::Later)?);
        self.admitted = Some(Admitted { token, sign_in });
        self.times.busy = self.house.clock.now();
        self.send(transport::plain("connection_ack")).await
    }

    /// Begins an operation.
    async fn begin(&mut self, id: String, envelope: Envelope) -> Result<(), End> {
        let token = self.admitted.as_ref().ok_or(Close::Unauthorized)?.token.clone();
        if self.operations.values().any(|running| running.id == id) {
            return Err(Close::DuplicateId.into());
        }
        let Ok(permit) = self.room.clone().try_acquire_owned() else {
            let fault = Fault::of(Code::LimitExceeded).saying(
                "För många samtidiga frågor i en anslutning: avsluta någon.",
                "Too many operations at once on one connection: complete one.",
            );
            return self.send(failed(&id, &fault.into())).await;
        };
        let work = match Work::inspect(envelope, &self.house) {
            Ok(work) => work,
            Err(refusal) => return self.send(failed(&id, &refusal)).await,
        };
        self.next_number += 1;
        let number = self.next_number;
        let (stop, stopped) = oneshot::channel();
        let operation = Operation::new(&self.house, self.caller(token), work, number, self.mouth.clone());
        let run = self.language.scope(operation.run(stopped));
        self.house.runtime.spawn(async move {
            run.await;
            drop(permit);
        });
        self.operations.insert(number, Running { id, _stop: stop });
        Ok(())
    }

    /// Sends on what an operation says, unless the client wants to hear no more of it.
    async fn say(&mut self, number: u64, said: Said) -> Result<(), End> {
        let Some(running) = self.operations.get(&number) else { return Ok(()) };
        let message = match said {
            Said::Next(answer) => return self.send(transport::of(&running.id, "next", answer.body())).await,
            Said::Failed(refusal) if refusal.code == Code::Unauthenticated => return Err(self.over().into()),
            Said::Failed(refusal) => failed(&running.id, &refusal),
            Said::Complete => transport::complete(&running.id),
        };
        self.operations.remove(&number);
        self.send(message).await
    }

    async fn look_at_the_clock(&mut self) -> Result<(), End> {
        let now = self.house.clock.now();
        let live = &self.house.settings.live;
        let passed = |since: DateTime<Utc>, most: std::time::Duration| {
            now - since >= TimeDelta::from_std(most).unwrap_or(TimeDelta::MAX)
        };
        if !self.introduced && passed(self.times.opened, live.init_deadline) {
            return Err(Close::InitTimeout.into());
        }
        if self.admitted.as_ref().is_some_and(|admitted| admitted.sign_in.expires_at <= now) {
            return Err(Close::Forbidden.into());
        }
        if !self.operations.is_empty() {
            self.times.busy = now;
        }
        let asks_nothing = passed(self.times.busy, live.idle);
        if asks_nothing || passed(self.times.heard, live.idle) {
            return Err(Close::Idle.into());
        }
        if passed(self.times.pinged, live.ping_every) {
            self.times.pinged = now;
            in_patience(live.send_deadline, self.session.ping(b"")).await?;
        }
        Ok(())
    }

    /// Why a sign-in that no longer holds does not: its token's time is out, or it was ended.
    fn over(&self) -> Close {
        let now = self.house.clock.now();
        match &self.admitted {
            Some(admitted) if admitted.sign_in.expires_at > now => Close::Unauthorized,
            _ => Close::Forbidden,
        }
    }

    fn caller(&self, token: String) -> Caller {
        Caller { token: Some(token), reason: None, address: self.address, request: ids::random_id() }
    }

    async fn send(&mut self, text: String) -> Result<(), End> {
        in_patience(self.house.settings.live.send_deadline, self.session.text(text)).await
    }
}

fn failed(id: &str, refusal: &Refusal) -> String {
    transport::of(id, "error", &refusal.errors)
}

async fn in_patience(
    deadline: std::time::Duration,
    sent: impl Future<Output = Result<(), actix_ws::Closed>>,
) -> Result<(), End> {
    match tokio::time::timeout(deadline, sent).await {
        Ok(sent) => sent.map_err(|_| End::Gone),
        Err(_) => Err(Close::Slow.into()),
    }
}
