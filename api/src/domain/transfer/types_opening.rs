//! Where transfers meet cases: an accepted one opens a case as all cases are opened.

pub use crate::domain::case::types_opening::{Duties, NewCase, insert_case};
