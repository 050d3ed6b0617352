//! Staff (personal) and their assignments (uppdrag): who works where, in which role, from a day to a day.
//!
//! What always holds: nobody grants a role to themselves; a role that reaches people, granted by an administrator,
//! is in force only when a second person has approved it.

pub mod loaders;
pub mod mutations;
pub mod payloads;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
