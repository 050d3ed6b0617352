//! What people ask for by name: one folder a slice.

pub mod integration;
