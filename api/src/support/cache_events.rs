//! Carries events between instances by Redis, which keeps none of them: what is published while one does not listen is
//! gone for it, so every gap is told.
//!
//! What always holds: ids alone are published. An instance that cannot hear its own heartbeat takes the connection for
//! dead, makes another, and tells its listeners that they missed something; one that could not publish tells the others
//! so as soon as it can.

use std::time::Duration;

use futures::StreamExt;
use redis::AsyncCommands;
use redis::aio::{ConnectionManager, PubSub};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::events::{Bus, Event, Heard, Parcel};
use super::fault::Fault;
use super::ids;

/// How often an instance says that it is there.
const BEAT: Duration = Duration::from_secs(3);
/// How long a live connection is silent at most.
const SILENCE: Duration = Duration::from_secs(10);
/// How long is waited before a connection is tried again.
const PAUSE: Duration = Duration::from_millis(500);

/// What is published.
#[derive(Serialize, Deserialize)]
struct Letter {
    /// The instance that sent it.
    from: Uuid,
    what: What,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum What {
    Event(Event),
    /// The sender is there, and so is this connection.
    Beat,
    /// The sender could not publish for a while.
    Gap,
}

/// Joins `bus` with those of the other instances at the Redis of `url`; fails when it does not answer.
pub async fn share(bus: &Bus, url: &str) -> Result<(), Fault> {
    let unavailable = |cause: redis::RedisError| Fault::unavailable(&cause.kind());
    let client = redis::Client::open(url).map_err(unavailable)?;
    // Channels are common to all databases of a server; installations need not be.
    let channel = format!("up2:events:{}", client.get_connection_info().redis_settings().db());
    let connection = ConnectionManager::new(client.clone()).await.map_err(unavailable)?;
    let inbox = subscribe(&client, &channel).await.map_err(unavailable)?;
    let Some(outbox) = bus.connect() else { return Ok(()) };
    let me = ids::random_id();
    tokio::spawn(publish(bus.clone(), outbox, connection, channel.clone(), me));
    tokio::spawn(listen(bus.clone(), inbox, client, channel, me));
    Ok(())
}

/// Publishes what is told here, and a heartbeat.
async fn publish(
    bus: Bus,
    mut outbox: mpsc::Receiver<Parcel>,
    mut connection: ConnectionManager,
    channel: String,
    me: Uuid,
) {
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // Whether others must be told that something did not reach them.
    let mut gap = false;
    loop {
        let what = tokio::select! {
            parcel = outbox.recv() => match parcel {
                Some(Parcel::Event(event)) => What::Event(event),
                Some(Parcel::Flush(done)) => {
                    let _ = done.send(());
                    continue;
                }
                None => return,
            },
            _ = beat.tick() => What::Beat,
        };
        gap |= bus.take_lost();
        if gap {
            gap = !post(&mut connection, &channel, Letter { from: me, what: What::Gap }).await;
        }
        let owed = matches!(what, What::Event(_));
        gap |= !post(&mut connection, &channel, Letter { from: me, what }).await && owed;
    }
}

async fn post(connection: &mut ConnectionManager, channel: &str, letter: Letter) -> bool {
    let Ok(text) = serde_json::to_string(&letter) else { return false };
    let posted = connection.publish::<_, _, ()>(channel, text).await;
    if let Err(cause) = &posted {
        tracing::warn!(cause = ?cause.kind(), "an event does not reach the other instances");
    }
    posted.is_ok()
}

/// The subscription, once Redis has confirmed it.
async fn subscribe(client: &redis::Client, channel: &str) -> redis::RedisResult<PubSub> {
    let asked = async {
        let mut inbox = client.get_async_pubsub().await?;
        inbox.subscribe(channel).await?;
        Ok(inbox)
    };
    tokio::time::timeout(SILENCE, asked).await.unwrap_or_else(|_| {
        Err(std::io::Error::new(std::io::ErrorKind::TimedOut, "no subscription in time").into())
    })
}

/// Passes on what other instances tell, for ever.
async fn listen(bus: Bus, mut inbox: PubSub, client: redis::Client, channel: String, me: Uuid) {
    loop {
        pass_on(&bus, inbox, me).await;
        tracing::warn!("events of other instances are not heard: connecting again");
        inbox = loop {
            match subscribe(&client, &channel).await {
                Ok(inbox) => break inbox,
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        };
        tracing::info!("events of other instances are heard again");
        bus.hear(Heard::Missed);
    }
}

/// Returns when the connection has ended, or is silent for longer than a live one is.
async fn pass_on(bus: &Bus, inbox: PubSub, me: Uuid) {
    let mut letters = inbox.into_on_message();
    while let Ok(Some(letter)) = tokio::time::timeout(SILENCE, letters.next()).await {
        match serde_json::from_slice::<Letter>(letter.get_payload_bytes()) {
            Ok(letter) if letter.from == me => {}
            Ok(Letter { what: What::Event(event), .. }) => bus.hear(Heard::Event(event)),
            Ok(Letter { what: What::Beat, .. }) => {}
            // Of another version, perhaps: something was told that is not understood here.
            Ok(Letter { what: What::Gap, .. }) | Err(_) => bus.hear(Heard::Missed),
        }
    }
}
