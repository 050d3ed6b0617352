//! Reports of absence that come to the home municipality (anmälningar om frånvaro): by hand-over, in a file, or typed in
//! from a letter of a school outside the system.
//!
//! What always holds: a report is a record of its own, also where the youth is not known here; everything in it is
//! sealed. About a protected person who is known here it is seen by whoever sees the youth; about one who is not, only
//! that it came.

pub mod importing;
pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
pub mod types_input;
