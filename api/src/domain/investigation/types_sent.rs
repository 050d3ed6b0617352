//! What the home municipality is sent: the room of hand-overs, as this room meets it.

pub use crate::domain::hand_over::types::deliver_now;
pub use crate::domain::hand_over::types_payload::{Payload, Person, Report};
