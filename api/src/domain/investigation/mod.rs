//! Investigations of absence (utredningar av frånvaro), with the reports that the law asks for.
//!
//! What always holds: one goes on at a time; it is not concluded while a report that the law asks for is missing, so
//! that no clock goes away by closing; what is concluded changes no more.

pub mod changes;
pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod telling;
pub mod types;
pub mod types_clock;
pub mod types_input;
pub mod types_sent;
