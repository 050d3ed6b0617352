//! What an accepted hand-over starts in the register of the activity duty: the room of that, as this room meets it.

pub use crate::domain::kaa::types_clock::{Duties, start, unit};
