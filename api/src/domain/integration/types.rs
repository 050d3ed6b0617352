//! Where this slice meets others: what follows in them when an import has brought something.

pub use crate::domain::signal::evaluate::of_youths as evaluate_signals;
