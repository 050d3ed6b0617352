//! Enrolments (inskrivningar): where a youth goes to school, from a day to a day. The past is kept: a move ends a
//! row and begins another.

pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
