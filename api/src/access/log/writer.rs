//! Adds entries to the chain, many requests in one commit.
//!
//! Callers hand their entries over a bounded queue to one task a municipality, which takes all that wait and commits
//! them together; while one group is being written the next one gathers. No caller is answered before its entries
//! are durable, and when a group cannot be written none of its callers gets through.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sea_orm::DatabaseTransaction;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::{Entry, commit};
use crate::support::crypto::Keys;
use crate::support::db::Db;
use crate::support::fault::{Code, Fault};

/// Callers that may wait in the queue; the next ones wait for room.
const QUEUE: usize = 256;
/// How many entries end the gathering of a group.
const ENTRIES_A_COMMIT: usize = 2_000;
/// Most entries of one call, so that no group becomes much larger than that.
const ENTRIES_A_CALL: usize = 10_000;
/// Longest text of one field, in bytes.
const TEXT: usize = 10_000;
/// How long a caller waits for its entries to be durable.
const CALLER_WAITS: Duration = Duration::from_secs(10);
/// How long the task waits for one commit, so that a dead connection does not hold it for ever.
const COMMIT_WAITS: Duration = Duration::from_secs(20);

/// The writer of one municipality's log.
#[derive(Debug)]
pub struct Writer {
    db: Db,
    keys: Keys,
    entries_a_commit: usize,
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
}

/// A caller that waits for its entries to be durable.
#[derive(Debug)]
struct Waiting {
    entries: Vec<Entry>,
    answer: oneshot::Sender<Result<(), Fault>>,
}

impl Writer {
    /// A writer for this database.
    pub fn new(db: Db, keys: Keys) -> Self {
        Self::gathering(db, keys, ENTRIES_A_COMMIT)
    }

    /// A writer that begins a commit as soon as it has this many entries; with 1, each call is a commit of its own.
    pub fn gathering(db: Db, keys: Keys, entries_a_commit: usize) -> Self {
        Self { db, keys, entries_a_commit, queue: Mutex::new(None) }
    }

    /// Adds the entries, all or none; they are durable when it returns. A caller that stops waiting changes nothing
    /// for others, and its entries may be written all the same.
    ///
    /// Not to be awaited inside a transaction that writes: on SQLite that one holds the lock this one waits for.
    /// There is [`Writer::append_within`] for that.
    pub async fn append(&self, entries: Vec<Entry>) -> Result<(), Fault> {
        if entries.is_empty() {
            return Ok(());
        }
        check(&entries)?;
        match timeout(CALLER_WAITS, self.hand_over(entries)).await {
            Ok(written) => written,
            Err(_) => Err(Fault::unavailable(&"access log not written in time")),
        }
    }

    /// Adds the entries within a transaction of the caller's; they are durable when it commits. It holds the end of
    /// the chain until then, so it is the last thing to do before the commit.
    pub async fn append_within(&self, tx: &DatabaseTransaction, entries: &[Entry]) -> Result<(), Fault> {
        check(entries)?;
        commit::add(tx, &self.keys, entries).await.map_err(unwritable)
    }

    async fn hand_over(&self, entries: Vec<Entry>) -> Result<(), Fault> {
        let stopped = |_| Fault::unavailable(&"the task that writes the access log stopped");
        let (answer, written) = oneshot::channel();
        self.queue().send(Waiting { entries, answer }).await.map_err(|_| stopped(()))?;
        written.await.map_err(|_| stopped(()))?
    }

    /// The way to the task, which is started on first use, and again when its runtime has ended.
    fn queue(&self) -> mpsc::Sender<Waiting> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = queue.as_ref().filter(|running| !running.is_closed()) {
            return running.clone();
        }
        let (send, receive) = mpsc::channel(QUEUE);
        tokio::spawn(write_groups(self.db.clone(), self.keys.clone(), self.entries_a_commit, receive));
        *queue = Some(send.clone());
        send
    }
}

/// Refuses what no engine would store, before it can spoil the group it would be written with.
fn check(entries: &[Entry]) -> Result<(), Fault> {
    if entries.len() > ENTRIES_A_CALL {
        return Err(Fault::internal(&"too many entries for one call of the access log"));
    }
    entries.iter().try_for_each(check_one)
}

fn check_one(entry: &Entry) -> Result<(), Fault> {
    let texts = [&entry.actor, &entry.assignments, &entry.action];
    if texts.iter().any(|text| text.len() > TEXT || text.contains('\0')) {
        return Err(Fault::internal(&"text that the access log cannot hold"));
    }
    match &entry.reason {
        Some(_) if entry.youth.is_none() => {
            Err(Fault::internal(&"reason without a youth whose key encrypts it"))
        }
        Some(reason) if reason.len() > TEXT => {
            Err(Fault::bad_input("Skälet är för långt: korta det.", "The reason is too long: shorten it."))
        }
        _ => Ok(()),
    }
}

/// Ends when the writer is dropped, after the last callers have their answers.
async fn write_groups(db: Db, keys: Keys, most: usize, mut queue: mpsc::Receiver<Waiting>) {
    while let Some(first) = queue.recv().await {
        // Lets those who just got an answer hand over their next entries, or groups would be one small, one large.
        tokio::task::yield_now().await;
        let (entries, answers) = gather(first, most, &mut queue);
        let written = write(&db, &keys, &entries).await;
        for answer in answers {
            // Whoever stopped waiting needs no answer.
            let _ = answer.send(written.clone());
        }
    }
}

fn gather(
    first: Waiting,
    most: usize,
    queue: &mut mpsc::Receiver<Waiting>,
) -> (Vec<Entry>, Vec<oneshot::Sender<Result<(), Fault>>>) {
    let (mut entries, mut answers) = (first.entries, vec![first.answer]);
    while entries.len() < most {
        let Ok(next) = queue.try_recv() else { break };
        entries.extend(next.entries);
        answers.push(next.answer);
    }
    (entries, answers)
}

async fn write(db: &Db, keys: &Keys, entries: &[Entry]) -> Result<(), Fault> {
    match timeout(COMMIT_WAITS, commit(db, keys, entries)).await {
        Ok(written) => written.map_err(unwritable),
        Err(_) => Err(Fault::unavailable(&"commit of the access log did not end in time")),
    }
}

async fn commit(db: &Db, keys: &Keys, entries: &[Entry]) -> Result<(), Fault> {
    let tx = db.begin().await?;
    commit::add(&tx, keys, entries).await?;
    Ok(tx.commit().await?)
}

/// Whatever was wrong, to the caller it is a log that cannot be written now.
fn unwritable(cause: Fault) -> Fault {
    if cause.code() == Code::Unavailable { cause } else { Fault::unavailable(&cause) }
}
