//! Notes (anteckningar) about youths, each in one secrecy class.
//!
//! What always holds: a note is changed by revisions alone, by its writer alone, and every version stays; its class and
//! track never change; what a youth says of it is put beside it. Who reads it is a condition (`entity/reach/sight.rs`).

pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
pub mod types_input;
