//! The access log in GraphQL.

use std::collections::HashMap;

use async_graphql::connection::{Connection, CursorType, Edge, EmptyFields, OpaqueCursor};
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::staff;
use uuid::Uuid;

use crate::access::Grant;
use crate::access::log::{Asked, Read, Reason, Whom};
use crate::domain::staff::types::Staff;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// What is known of the reason of an entry.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessReasonState {
    /// None was asked for.
    NotAsked,
    /// It was given.
    Given,
    /// It was erased with the person.
    Erased,
    /// It cannot be decrypted: it was changed.
    Unreadable,
}

/// An entry of the access log (åtkomstlogg): who did what about whom.
#[derive(SimpleObject, Clone, Debug)]
pub struct AccessLogEntry {
    /// Place in the chain, from 1.
    pub place: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The request, job or command that it belongs to.
    pub request_id: String,
    /// Who: a member of staff; null for a job.
    pub staff: Option<Staff>,
    /// Global id of that member of staff; null for a job.
    pub staff_id: Option<ID>,
    /// The job that acted without a person, such as IMPORT; null for a member of staff.
    pub job: Option<String>,
    /// Global ids of the assignments that gave the right; empty for a job, and for an opening by breaking the glass.
    pub assignments: Vec<ID>,
    /// What was done: the name of an action or of a job.
    pub action: String,
    /// Global id of the youth concerned; null when nobody was, or when the person has been erased.
    pub youth: Option<ID>,
    /// Whether it concerned somebody who has been erased.
    pub is_erased: bool,
    /// Why, as it was written; null when none was asked for, or when it is gone.
    pub reason: Option<String>,
    /// What is known of the reason.
    pub reason_state: AccessReasonState,
}

/// A page of the access log.
pub type AccessLogPage = Connection<OpaqueCursor<i64>, AccessLogEntry, EmptyFields, EmptyFields>;

/// A page that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct LogPage {
    size: usize,
    before: Option<i64>,
}

impl LogPage {
    /// Reads the two arguments; the log is read from its newest entry back.
    pub fn of(first: i32, after: Option<&str>) -> Result<Self, Fault> {
        let size = usize::try_from(first).ok().filter(|size| (1..=100).contains(size));
        let size =
            size.ok_or_else(|| Fault::bad_input("first ska vara 1 till 100.", "first must be 1 to 100."))?;
        let before = after.map(OpaqueCursor::<i64>::decode_cursor).transpose().map_err(|_| {
            Fault::bad_input(
                "En markör är felskriven: använd den som API:et gav.",
                "A cursor is malformed: use the one that the API gave.",
            )
        })?;
        Ok(Self { size, before: before.map(|cursor| cursor.0) })
    }

    /// What to ask the log for: one entry more than the page, to know whether there is another page.
    pub fn asked(&self, youth: Option<Uuid>) -> Asked {
        Asked { youth, before: self.before, most: self.size as u64 + 1 }
    }

    /// The page as a connection, with the names of the colleagues: one statement.
    pub async fn connect(&self, grant: &Grant, mut entries: Vec<Read>) -> Result<AccessLogPage, Fault> {
        let more = entries.len() > self.size;
        entries.truncate(self.size);
        let names = grant.colleagues(entries.iter().filter_map(staff_of)).await?;
        let mut page = Connection::new(self.before.is_some(), more);
        let entry = |entry: Read| {
            Edge::new(OpaqueCursor(entry.seq), AccessLogEntry::of(entry, &names, grant.municipality_code()))
        };
        page.edges.extend(entries.into_iter().map(entry));
        Ok(page)
    }
}

fn staff_of(entry: &Read) -> Option<Uuid> {
    Uuid::try_parse(&entry.actor).ok()
}

impl AccessLogEntry {
    fn of(entry: Read, names: &HashMap<Uuid, staff::Model>, code: &str) -> Self {
        let staff = staff_of(&entry);
        let assignments = entry.assignments.split(',').filter_map(|id| Uuid::try_parse(id).ok());
        let (reason, reason_state) = match entry.reason {
            Reason::None => (None, AccessReasonState::NotAsked),
            Reason::Given(text) => (Some(text), AccessReasonState::Given),
            Reason::Erased => (None, AccessReasonState::Erased),
            Reason::Unreadable => (None, AccessReasonState::Unreadable),
        };
        Self {
            place: entry.seq,
            at: entry.at,
            request_id: entry.request_id.to_string(),
            staff: staff.and_then(|id| names.get(&id)).map(|row| Staff::of(row.clone(), code)),
            staff_id: staff.map(|id| GlobalId::write(Kind::Staff, code, id)),
            job: staff.is_none().then_some(entry.actor),
            assignments: assignments.map(|id| GlobalId::write(Kind::Assignment, code, id)).collect(),
            action: entry.action,
            youth: match entry.whom {
                Whom::Youth(id) => Some(GlobalId::write(Kind::Youth, code, id)),
                Whom::Nobody | Whom::Erased => None,
            },
            is_erased: entry.whom == Whom::Erased,
            reason,
            reason_state,
        }
    }
}
