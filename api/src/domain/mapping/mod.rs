//! Mapping (kartläggning): what is found out about one youth in a case, by a versioned questionnaire.
//!
//! What always holds: a published version of a questionnaire never changes; an answer has a secrecy class at least as
//! strict as its question's; each writer has their own answer to a question, and until the mapping is completed its
//! answers are seen by whoever wrote them alone (`entity/reach/tables.rs`); a completed mapping changes no more.

pub mod answering;
pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod rules_answer;
pub mod store;
pub mod store_changes;
pub mod types;
pub mod types_input;
pub mod types_questionnaire;
