//! The register of the municipal activity duty (kommunala aktivitetsansvaret, KAA; skollagen 29:9).
//!
//! What always holds: the register keeps the closed list of förordning (2006:39) 4 § and no free text; nobody is
//! registered on a guess; school roles read nothing of it; of a protected person nothing is shown without a reason, and
//! the half-year file never names one.

mod entry_steps;
mod hand_over;
pub mod loaders;
pub mod mutations;
pub mod nightly;
pub mod queries;
mod registration;
pub mod rules;
pub mod rules_codes;
pub mod rules_file;
pub mod rules_steps;
pub mod store;
pub mod store_changes;
pub mod store_codes;
pub mod store_file;
pub mod types;
pub mod types_clock;
pub mod types_codes;
pub mod types_entry;
pub mod types_errors;
pub mod types_file;
pub mod types_input;
pub mod types_register;
