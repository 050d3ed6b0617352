//! Oversight (tillsyn) of access: breaking the glass and its review, why somebody reaches a youth, the access log.
//!
//! What always holds: an opening is logged before it is answered, and waits in the list of unreviewed openings, which
//! is how the head teacher and the auditor are told; nobody reviews their own.

pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
pub mod types_explained;
pub mod types_log;
