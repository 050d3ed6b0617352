//! Attendance (närvaro) in minutes by ISO week.
//!
//! What always holds: a row is youth × week × group, or group null for all lessons, and a sum never mixes the two.

pub mod loaders;
pub mod loaders_beside;
pub mod mutations;
pub mod rules;
pub mod rules_beside;
pub mod store;
pub mod types;
pub mod types_beside;
