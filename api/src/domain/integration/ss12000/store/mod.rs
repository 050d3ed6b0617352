//! Writes a plan: in transactions of a few hundred rows, so that a run that is cut off between any two of them, and run
//! again, leaves the same rows as one that was not.
//!
//! What always holds: markings that arrive take away the ways to reach before anything else is written; what a source no
//! longer has loses its reach next; rows entered or corrected by hand are never overwritten; the same documents a second
//! time write nothing but the row of the run.

mod context;
mod desk;
mod ends;
mod import;
mod markings;
mod removal;
mod runs;
mod shapes;
mod tables;
mod take;
#[cfg(test)]
mod tests;
mod tree;

pub use context::rules;
pub use desk::{Progress, Terms};
pub use import::{Outcome, import};
