//! What one request has read and changed about whom, until it is written to the access log.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::action::Action;
use super::log::Entry;
use crate::support::fault::{Code, Fault};

/// Most entries of one request; a larger one is refused, not cut.
const MOST: usize = 10_000;

/// Collects what a request touches.
#[derive(Debug)]
pub struct Trail {
    request_id: Uuid,
    touched: Mutex<Touched>,
}

#[derive(Debug, Default)]
struct Touched {
    /// Action, its assignments, whom.
    reads: BTreeSet<(Action, String, Uuid)>,
    /// Why a protected person is read.
    reasons: BTreeMap<Uuid, String>,
}

impl Trail {
    /// An empty trail.
    pub fn new(request_id: Uuid) -> Self {
        Self { request_id, touched: Mutex::default() }
    }

    /// The request it belongs to.
    pub fn request_id(&self) -> Uuid {
        self.request_id
    }

    /// Notes that `action` touched these youths.
    pub fn touch(
        &self,
        action: Action,
        assignments: &str,
        youths: impl IntoIterator<Item = Uuid>,
    ) -> Result<(), Fault> {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.reads.extend(youths.into_iter().map(|youth| (action, assignments.to_owned(), youth)));
        if touched.reads.len() > MOST { Err(Fault::of(Code::LimitExceeded)) } else { Ok(()) }
    }

    /// Notes why these youths are read.
    pub fn explain(&self, youth: Uuid, reason: &str) {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.reasons.insert(youth, reason.to_owned());
    }

    /// Takes what has been noted so far, as entries of the log.
    pub fn take(&self, actor: &str, at: DateTime<Utc>) -> Vec<Entry> {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        let reads = std::mem::take(&mut touched.reads);
        let entry = |(action, assignments, youth): (Action, String, Uuid)| Entry {
            at,
            request_id: self.request_id,
            actor: actor.to_owned(),
            assignments,
            action: action.name(),
            youth: Some(youth),
            reason: touched.reasons.get(&youth).cloned(),
        };
        reads.into_iter().map(entry).collect()
    }
}
