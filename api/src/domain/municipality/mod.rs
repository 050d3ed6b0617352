//! The municipality and its tree of units (styrkedjan: huvudman, nämnd, förvaltning, verksamhet, skola, skolenhet).
//!
//! What always holds: the tree has no circle, and `unit_closure` says of every unit what is above it.

pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
