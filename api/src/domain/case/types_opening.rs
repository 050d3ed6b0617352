//! Opening a case from another slice: inside its own transaction, with the first line of history and the first clock.
//!
//! The caller has found the youth within reach, loads [`Duties`] and logs before it begins, and
//! announces `Topic::CaseChanged` after it has committed.

pub use super::rules::CaseFault;
pub use super::store_changes::{NewCase, insert_case};
pub use super::types_clock::Duties;
