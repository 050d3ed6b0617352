//! School results (betyg, F-varningar) by subject and term.

pub mod loaders;
pub mod types;
