//! The youth's rights (den registrerades rättigheter): extract, erasure, retention, and the counts that outlive people.
//!
//! What always holds: each table with a youth is on one list ([`tables`]), which extract, erasure and retention go by, so
//! that none of the three can forget one; two people decide, and the owner's command deletes; nobody under a legal hold
//! is erased; before a row that counts is deleted, it is counted.

pub mod carry_out;
pub mod deletion;
pub mod extract;
pub mod figures;
pub mod html;
pub mod mutations;
pub mod mutations_retention;
pub mod queries;
pub mod rules;
pub mod store;
pub mod store_retention;
pub mod tables;
pub mod types;
pub mod types_extract;
pub mod types_retention;
