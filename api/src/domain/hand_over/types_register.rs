//! Where hand-overs meet the register of the activity duty: an accepted one enters the youth.

pub use crate::domain::kaa::types_entry::enter;
