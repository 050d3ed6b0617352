//! Ids: made here and nowhere else.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::{NoContext, Timestamp, Uuid};

/// A new id, version 7: in the order of time.
#[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

/// A random id that tells nothing, not even when it was made.
#[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn random_id() -> Uuid {
    let mut bytes = [0_u8; 16];
    super::crypto::fill_random(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// The id here of a row that a register knows as `reference`: always the same, so that an import can be repeated.
pub fn of_source(source: Uuid, kind: &str, reference: &str) -> Uuid {
    Uuid::new_v5(&source, format!("{kind}/{reference}").as_bytes())
}

/// The id of a row of attendance: one a youth, week and group.
pub fn of_attendance(youth: Uuid, week: NaiveDate, group: Option<Uuid>) -> Uuid {
    let group = group.map_or_else(|| "all".to_owned(), |id| id.to_string());
    Uuid::new_v5(&youth, format!("attendance/{week}/{group}").as_bytes())
}

/// The id of a result: one a youth, subject and term.
pub fn of_result(youth: Uuid, subject: &str, term: &str) -> Uuid {
    Uuid::new_v5(&youth, format!("result/{subject}/{term}").as_bytes())
}

/// The id of a youth's row of a term.
pub fn of_term_record(youth: Uuid, term: &str) -> Uuid {
    Uuid::new_v5(&youth, format!("term_record/{term}").as_bytes())
}

/// The id of what is known of a youth's upper secondary studies: one a youth.
pub fn of_completion(youth: Uuid) -> Uuid {
    Uuid::new_v5(&youth, b"completion")
}

/// The id of a youth's entry in the register of the activity duty: the first, the second, …; so that nobody is registered
/// twice by two who do it at the same time.
pub fn of_kaa_entry(youth: Uuid, earlier: usize) -> Uuid {
    Uuid::new_v5(&youth, format!("kaa_entry/{earlier}").as_bytes())
}

/// The id of an occupation in that register: one an entry, code and first day.
pub fn of_kaa_occupation(entry: Uuid, code: &str, starts_on: NaiveDate) -> Uuid {
    Uuid::new_v5(&entry, format!("occupation/{code}/{starts_on}").as_bytes())
}

/// The id of a signal that a rule raised: one a youth, rule, kind and episode, so that nothing is raised twice.
pub fn of_signal(youth: Uuid, rule: Uuid, kind: &str, episode: i32) -> Uuid {
    Uuid::new_v5(&youth, format!("signal/{rule}/{kind}/{episode}").as_bytes())
}

/// The id of what happens once to a row, such as that it was raised.
pub fn of_event(row: Uuid, what: &str) -> Uuid {
    Uuid::new_v5(&row, what.as_bytes())
}
