//! What people ask for by name: one slice a word.

pub mod account;
