//! One operation of an open connection: a query or a mutation that is answered once, or a subscription.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_graphql::Value;
use async_graphql_parser::types::OperationType;
use tokio::sync::{mpsc, oneshot};

use crate::server::House;
use crate::server::answer::Answer;
use crate::server::reception::Caller;
use crate::server::refusal::Refusal;
use crate::server::work::{self, Work};
use crate::support::events::{Ear, Heard, Turn};
use crate::support::fault::{Code, Fault};
use crate::support::ids;

/// How often an event that cannot be told just now is tried.
const ATTEMPTS: u32 = 5;

/// What an operation says.
#[derive(Debug)]
pub(super) enum Said {
    /// An answer, or an event.
    Next(Answer),
    /// It ends so, and not well.
    Failed(Refusal),
    /// It ends well.
    Complete,
}

/// Where operations of one connection speak; each is told by its number.
pub(super) type Mouth = mpsc::Sender<(u64, Said)>;

/// An operation that was let in.
pub(super) struct Operation {
    house: Arc<House>,
    caller: Caller,
    work: Work,
    number: u64,
    mouth: Mouth,
    /// For a subscription: listens from the moment that it was asked for, so that nothing falls between.
    ear: Option<Ear>,
}

/// That nobody listens any more.
struct Gone;

impl Operation {
    /// One that is to be run.
    pub(super) fn new(house: &Arc<House>, caller: Caller, work: Work, number: u64, mouth: Mouth) -> Self {
        let ear = (work.kind() == OperationType::Subscription).then(|| house.bus.listen());
        Self { house: house.clone(), caller, work, number, mouth, ear }
    }

    /// Runs it to its end, or until `stop` is dropped. Run it on the runtime of the databases. What has begun to be
    /// executed is executed to its end.
    pub(super) async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        let last = match self.ear.take() {
            Some(ear) => self.subscribe(ear, &mut stop).await,
            None => self.answer().await,
        };
        if let Ok(last) = last {
            let _ = self.say(last).await;
        }
    }

    async fn answer(&self) -> Result<Said, Gone> {
        let answered = work::serve(&self.house, self.caller.clone(), self.work.clone()).await;
        self.note(answered.as_ref().err().map_or("OK", |refusal| refusal.code.name()));
        match answered {
            Ok(answer) => self.say(Said::Next(answer)).await.map(|()| Said::Complete),
            Err(refusal) => Ok(Said::Failed(refusal)),
        }
    }

    async fn subscribe(&self, ear: Ear, stop: &mut oneshot::Receiver<()>) -> Result<Said, Gone> {
        let wish = Arc::new(OnceLock::new());
        let begun = self.take(Turn::Begin(wish.clone())).await;
        self.note(begun.as_ref().err().map_or("OK", |refusal| refusal.code.name()));
        if let Err(refusal) = begun {
            return Ok(Said::Failed(refusal));
        }
        let Some(interest) = wish.get().cloned() else { return Ok(Said::Complete) };
        let mut ear = ear.of(interest);
        loop {
            let heard = tokio::select! {
                heard = ear.hear() => heard,
                _ = &mut *stop => return Err(Gone),
            };
            let Some(heard) = heard else { return Ok(Said::Complete) };
            if let Err(refusal) = self.tell(heard, stop).await? {
                return Ok(Said::Failed(refusal));
            }
        }
    }

    /// Tells what was heard, if it is for this listener. What cannot be told now is owed: the listener is then told
    /// that it missed something.
    async fn tell(
        &self,
        mut heard: Heard,
        stop: &mut oneshot::Receiver<()>,
    ) -> Result<Result<(), Refusal>, Gone> {
        let mut attempt = 1;
        loop {
            let refusal = match self.take(Turn::Tell(heard)).await {
                Ok(None) => return Ok(Ok(())),
                Ok(Some(answer)) => return self.say(Said::Next(answer)).await.map(Ok),
                Err(refusal) if attempt == ATTEMPTS || !passes(refusal.code) => return Ok(Err(refusal)),
                Err(refusal) => refusal,
            };
            let pause = refusal.retry_after.unwrap_or(1 << attempt).min(60);
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(pause)) => {}
                _ = &mut *stop => return Err(Gone),
            }
            heard = Heard::Missed;
            attempt += 1;
        }
    }

    /// Executes the subscription once, as a request of its own. Without data its errors are a refusal.
    async fn take(&self, turn: Turn) -> Result<Option<Answer>, Refusal> {
        // A reason is given for one reading, not for all that will come.
        let caller = Caller { reason: None, request: ids::random_id(), ..self.caller.clone() };
        match work::attend(&self.house, caller, self.work.clone(), Some(turn)).await? {
            Some(answer) if answer.data == Value::Null => Err(Refusal::of_answer(answer)),
            told => Ok(told),
        }
    }

    async fn say(&self, said: Said) -> Result<(), Gone> {
        let deadline = self.house.settings.live.send_deadline;
        self.mouth.send_timeout((self.number, said), deadline).await.map_err(|_| Gone)
    }

    fn note(&self, code: &'static str) {
        self.house.metrics.answered(200, code);
        tracing::info!(request = %self.caller.request, code, "graphql, live");
    }
}

/// Whether what fails now may be done a little later.
fn passes(code: Code) -> bool {
    matches!(code, Code::Throttled | Code::Timeout | Code::Unavailable | Code::Internal)
}

/// The refusal of somebody whose sign-in is over.
pub(super) fn signed_out() -> Refusal {
    Fault::of(Code::Unauthenticated).into()
}
