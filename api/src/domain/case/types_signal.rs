//! The signals that a case comes from: the room of signals, as this room meets it.

pub use crate::domain::signal::types::Signal;
pub use crate::domain::signal::types_case::{named, signal_by_id, signals_of_case, take_up};
