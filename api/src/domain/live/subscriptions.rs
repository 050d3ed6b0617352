//! Root fields: signalRaised, caseChanged, deadlineApproaching.
//!
//! A field is executed once when a client subscribes, and then says only whether it may and what it wants to hear of;
//! and once for each event, and then gives one item or none.

use async_graphql::{Context, ID, Subscription};
use futures::Stream;
use futures::stream::{Iter, iter};

use super::store;
use super::types::{CaseChanged, DeadlineApproaching, SignalRaised, Tellable};
use crate::access::{Action, Authorize, Grant};
use crate::support::events::{Heard, Interest, Topic, Turn};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Subscriptions to what happens.
#[derive(Clone, Copy, Debug, Default)]
pub struct LiveSubscriptions;

/// What one execution has to tell: one item or none.
type Items<T> = Iter<std::option::IntoIter<T>>;

#[Subscription]
impl LiveSubscriptions {
    /// Signals (signaler) of youths within your reach, as they are raised.
    async fn signal_raised(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = SignalRaised>, Fault> {
        let grant = ctx.authorize(Action::ReadSignals)?;
        hear::<SignalRaised>(ctx, &grant, Topic::SignalRaised, None).await
    }

    /// Cases (ärenden) within your reach, as they are opened or changed.
    async fn case_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this case, by its global id; otherwise all within reach.")] case: Option<ID>,
    ) -> Result<impl Stream<Item = CaseChanged>, Fault> {
        let grant = ctx.authorize(Action::ReadCases)?;
        hear::<CaseChanged>(ctx, &grant, Topic::CaseChanged, case.as_ref()).await
    }

    /// Deadlines (tidsfrister) of cases within your reach, when they come near and when they pass.
    async fn deadline_approaching(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = DeadlineApproaching>, Fault> {
        let grant = ctx.authorize(Action::ReadCases)?;
        hear::<DeadlineApproaching>(ctx, &grant, Topic::DeadlineApproaching, None).await
    }
}

async fn hear<T: Tellable>(
    ctx: &Context<'_>,
    grant: &Grant,
    topic: Topic,
    case: Option<&ID>,
) -> Result<Items<T>, Fault> {
    let turn = ctx.data::<Turn>().map_err(|_| Fault::internal(&"subscription without a turn"))?;
    let told = match turn {
        Turn::Begin(wish) => {
            let municipality = grant.municipality_code().to_owned();
            let row = case.map(|id| GlobalId::local(id, Kind::Case, &municipality)).transpose()?;
            if let Some(case) = row
                && !store::case(grant, case).await?
            {
                return Err(Fault::of(Code::NotFound));
            }
            // Asked for twice in one document, the first stands; the door lets only one through.
            let _ = wish.set(Interest { municipality, topic, row });
            None
        }
        Turn::Tell(Heard::Missed) => Some(T::of(grant, Heard::Missed)),
        Turn::Tell(Heard::Event(event)) => {
            let ours = event.topic == topic && event.municipality == grant.municipality_code();
            (ours && store::reaches(grant, event).await?).then(|| T::of(grant, Heard::Event(event.clone())))
        }
    };
    Ok(iter(told))
}
