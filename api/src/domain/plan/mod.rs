//! The plan in a case: goals (mål), measures (insatser) from their offer to their end, follow-ups (uppföljning).
//!
//! What always holds: offered, accepted, declined, begun and ended are days of their own, in their order, and each step
//! has its entry in the history; a measure whose type says nothing says in words what it is; nothing is added to a closed
//! case, but for where the youth is 6, 12 and 24 months later; a follow-up has the secrecy class of its measure.

pub mod follow_ups;
pub mod goals;
pub mod loaders;
pub mod mutations;
pub mod nightly;
pub mod offers;
pub mod queries;
pub mod rules;
pub mod rules_follow_up;
pub mod steps;
pub mod store;
pub mod store_changes;
pub mod texts;
pub mod type_changes;
pub mod types;
pub mod types_clock;
pub mod types_errors;
pub mod types_follow_up;
pub mod types_goal;
pub mod types_input;
pub mod types_plan;
pub mod types_type;
pub mod types_type_input;
