//! Who may do what to whom: tokens, viewers, the policy table, grants, the access log, and the only way to a
//! municipality's database.

pub mod log;
pub mod tenants;
