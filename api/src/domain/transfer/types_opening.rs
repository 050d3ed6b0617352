//! Where transfers meet cases and the register: an accepted one opens a case as all cases are opened, or enters the youth.

pub use crate::domain::case::types_opening::{Duties, NewCase, insert_case};
pub use crate::domain::kaa::types_entry::enter;
