//! School results (betyg, F-varningar) by subject and term.
//!
//! What always holds: one row a youth, subject and term; the last one recorded stands.

pub mod loaders;
pub mod mutations;
pub mod rules;
pub mod store;
pub mod types;
