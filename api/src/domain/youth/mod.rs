//! Young people (ungdomar, elever): who they are, how to reach them.
//!
//! What always holds: a protected person is a bare row (id and marking) until a reason is given; civic numbers and
//! contact details leave the database encrypted and are opened only for those whose role needs them.

pub mod loaders;
pub mod loaders_opened;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod store_changes;
pub mod types;
pub mod types_input;
pub mod types_opened;
