//! The access log (åtkomstlogg): who read or changed what about whom, durable before the answer leaves.
//!
//! What always holds: one chain a municipality, without gaps, each entry bound to the one before by a keyed hash;
//! entries are added while the end of the chain is locked, so several instances make one chain; nothing here changes
//! or removes an entry. A youth is named by a random subject key. The link from key to youth, and the reasons
//! encrypted under that youth's own key, stand beside the chain, so that erasure leaves the chain whole.

mod chain;
mod commit;
mod erase;
mod heads;
mod problem;
mod read;
mod reasons;
mod signed;
mod subject;
#[cfg(test)]
mod tests;
mod verify;
mod walk;
mod writer;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use erase::{erase, erase_in};
pub use heads::{Head, HeadSigner, sign_all, sign_head};
pub use problem::{Finding, Problem, Problems};
pub(in crate::access) use read::page;
pub use read::{Asked, Read, Reason, Whom};
pub use verify::{Verified, verify};
pub use writer::Writer;

/// What is to be logged of one action on one person, or on none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// The request, job or command that it belongs to.
    pub request_id: Uuid,
    /// Id of the staff member, or the name of a job.
    pub actor: String,
    /// Ids of the assignments that gave the right, comma between.
    pub assignments: String,
    /// What was done: the name of an action.
    pub action: String,
    /// The youth concerned; becomes a random key in the log.
    pub youth: Option<Uuid>,
    /// Why, where a reason was asked for; kept encrypted beside the chain. Needs a youth, whose key encrypts it.
    pub reason: Option<String>,
}
