//! Events in GraphQL. Each names its row and its youth; what is read of them is authorized by their own fields.

use async_graphql::{Context, ID, Object};

use crate::access::Grant;
use crate::domain::case::types::Case;
use crate::domain::case::types_clock::DutyClock;
use crate::domain::signal::types::Signal;
use crate::domain::youth::types::Youth;
use crate::support::events::{Event, Heard};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// What is told at one event.
#[derive(Clone, Debug)]
struct Told {
    /// Code of the municipality.
    code: String,
    /// None when events were missed.
    event: Option<Event>,
}

impl Told {
    fn of(grant: &Grant, heard: Heard) -> Self {
        let event = match heard {
            Heard::Event(event) => Some(event),
            Heard::Missed => None,
        };
        Self { code: grant.municipality_code().to_owned(), event }
    }

    fn id(&self, kind: Kind) -> Option<ID> {
        self.event.as_ref().map(|event| GlobalId::write(kind, &self.code, event.row))
    }

    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.event.as_ref()?.youth).await.transpose()
    }
}

/// That a signal was raised (signal), by a rule or as an observation.
#[derive(Clone, Debug)]
pub struct SignalRaised(Told);

/// That a case (ärende) was opened or changed.
#[derive(Clone, Debug)]
pub struct CaseChanged(Told);

/// That a deadline (tidsfrist) comes near or has passed.
#[derive(Clone, Debug)]
pub struct DeadlineApproaching(Told);

/// An event that can be told.
pub trait Tellable: Send + Sync + 'static {
    /// From what was heard.
    fn of(grant: &Grant, heard: Heard) -> Self;
}

impl Tellable for SignalRaised {
    fn of(grant: &Grant, heard: Heard) -> Self {
        Self(Told::of(grant, heard))
    }
}

impl Tellable for CaseChanged {
    fn of(grant: &Grant, heard: Heard) -> Self {
        Self(Told::of(grant, heard))
    }
}

impl Tellable for DeadlineApproaching {
    fn of(grant: &Grant, heard: Heard) -> Self {
        Self(Told::of(grant, heard))
    }
}

/// That a signal was raised (signal), by a rule or as an observation.
#[Object]
impl SignalRaised {
    /// Whether events were missed: read anew the signals that you show. The other fields are then null.
    async fn missed(&self) -> bool {
        self.0.event.is_none()
    }

    /// Global id of the signal; null when events were missed.
    async fn signal_id(&self) -> Option<ID> {
        self.0.id(Kind::Signal)
    }

    /// The signal; null when events were missed, or when it is out of your reach.
    async fn signal(&self, ctx: &Context<'_>) -> Option<Result<Signal, Fault>> {
        Signal::load(ctx, self.0.event.as_ref()?.row).await.transpose()
    }

    /// Whom it is about, a bare row for a person with protected data; null when events were missed, or when the youth
    /// is out of your reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        self.0.youth(ctx).await
    }
}

/// That a case (ärende) was opened or changed.
#[Object]
impl CaseChanged {
    /// Whether events were missed: read anew the cases that you show. The other fields are then null.
    async fn missed(&self) -> bool {
        self.0.event.is_none()
    }

    /// Global id of the case; null when events were missed.
    async fn case_id(&self) -> Option<ID> {
        self.0.id(Kind::Case)
    }

    /// The case; null when events were missed, or when it is out of your reach.
    async fn case(&self, ctx: &Context<'_>) -> Option<Result<Case, Fault>> {
        Case::load(ctx, self.0.event.as_ref()?.row).await.transpose()
    }

    /// Whom it is about, a bare row for a person with protected data; null when events were missed, or when the youth
    /// is out of your reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        self.0.youth(ctx).await
    }
}

/// That a deadline (tidsfrist) comes near or has passed.
#[Object]
impl DeadlineApproaching {
    /// Whether events were missed: read anew the deadlines that you show. The other fields are then null.
    async fn missed(&self) -> bool {
        self.0.event.is_none()
    }

    /// Global id of the duty clock; null when events were missed.
    async fn deadline_id(&self) -> Option<ID> {
        self.0.id(Kind::DutyClock)
    }

    /// The duty clock; null when events were missed, or when it is out of your reach.
    async fn deadline(&self, ctx: &Context<'_>) -> Option<Result<DutyClock, Fault>> {
        DutyClock::load(ctx, self.0.event.as_ref()?.row).await.transpose()
    }

    /// Whom it is about, a bare row for a person with protected data; null when events were missed, or when the youth
    /// is out of your reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        self.0.youth(ctx).await
    }
}
