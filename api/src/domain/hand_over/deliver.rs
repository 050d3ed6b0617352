//! The deliverer: takes what waits in one municipality to the other, and answers back.
//!
//! Each step is made in one database and may be made again: begin here, receive there under the same id, mark here as
//! delivered. Killed between any two, it is begun again and ends the same.

use entity::municipality::{hand_over_in, hand_over_out};

use super::store_delivery as store;
use crate::access::{Access, Grant, Job};
use crate::support::fault::Fault;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The sender can no longer take it back.
    Begun,
    /// The receiver has it, and the sender does not know yet.
    Received,
    /// The sender has the answer, and the receiver does not know yet.
    Answered,
}

/// Told of each step; a fault ends the delivery there, as a kill would.
pub type Watch<'a> = &'a (dyn Fn(Step) -> Result<(), Fault> + Sync);

/// Watches nothing.
pub fn unwatched(_: Step) -> Result<(), Fault> {
    Ok(())
}

/// What became of what waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Handed over.
    pub delivered: usize,
    /// Answers brought back.
    pub returned: usize,
    /// What waits on.
    pub waiting: usize,
}

/// Delivers what waits in one municipality, and returns its answers. What cannot be delivered now waits on.
pub async fn deliver(access: &Access, municipality: &str, watch: Watch<'_>) -> Result<Delivered, Fault> {
    let mut ended = Delivered::default();
    if !access.has_to_deliver(municipality).await? {
        return Ok(ended);
    }
    let own = access.job(Job::HandOver, municipality).await?;
    for row in store::waiting(&own).await? {
        let outcome = send(access, &own, &row, watch).await;
        count(outcome, &mut ended.delivered, &mut ended.waiting);
    }
    for row in store::unreturned(&own).await? {
        let outcome = answer(access, &own, &row, watch).await;
        count(outcome, &mut ended.returned, &mut ended.waiting);
    }
    Ok(ended)
}

/// The same for every municipality; one that does not open does not hold up the others.
pub async fn deliver_all(access: &Access) -> Result<Delivered, Fault> {
    let mut ended = Delivered::default();
    for row in access.tenants().registry().municipalities().await? {
        match deliver(access, &row.code, &unwatched).await {
            Ok(one) => {
                ended.delivered += one.delivered;
                ended.returned += one.returned;
                ended.waiting += one.waiting;
            }
            Err(fault) => tracing::warn!(code = %row.code, ?fault, "hand-overs not delivered"),
        }
    }
    Ok(ended)
}

fn count(outcome: Result<(), Fault>, done: &mut usize, waiting: &mut usize) {
    match outcome {
        Ok(()) => *done += 1,
        Err(fault) => {
            tracing::warn!(?fault, "a hand-over waits on");
            *waiting += 1;
        }
    }
}

async fn send(
    access: &Access,
    own: &Grant,
    row: &hand_over_out::Model,
    watch: Watch<'_>,
) -> Result<(), Fault> {
    if !store::is_permitted_still(own, row).await? {
        return store::withdraw(own, row).await;
    }
    let Some(payload) = store::begin(own, row).await? else { return Ok(()) };
    watch(Step::Begun)?;
    let receiver = access.job(Job::HandOver, &row.to_municipality).await?;
    store::receive(&receiver, row.id, own.municipality_code(), payload).await?;
    watch(Step::Received)?;
    store::mark_delivered(own, row.id).await
}

async fn answer(
    access: &Access,
    own: &Grant,
    row: &hand_over_in::Model,
    watch: Watch<'_>,
) -> Result<(), Fault> {
    let sender = access.job(Job::HandOver, &row.from_municipality).await?;
    store::take_answer(own, &sender, row).await?;
    watch(Step::Answered)?;
    store::mark_returned(own, row.id).await
}
