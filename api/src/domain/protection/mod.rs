//! Appointments for protected persons (skyddade personuppgifter): whom the head teacher has named to see one.
//!
//! What always holds: nobody appoints themselves; an appointment opens what the appointed person's assignments give
//! of that youth, and no more; the past is kept.

pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
