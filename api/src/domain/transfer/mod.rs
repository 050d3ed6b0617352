//! Referrals and transfers (remitteringar, överlämningar) of a youth to another unit, track or municipality.
//!
//! What always holds: none is made without a ground, which is a consent in force or a provision of law in words; the
//! receiver alone answers, the sender alone takes back; only what was accepted is completed. The head of a receiving
//! unit sees the row and nothing else of the youth, and what it says of them only once it is accepted.

pub mod changes;
pub mod loaders;
pub mod making;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod store_changes;
pub mod types;
pub mod types_clock;
pub mod types_input;
pub mod types_opening;
pub mod types_sent;
