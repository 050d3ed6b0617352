//! From figures to a publication: prepared by one person, approved by another, audited before it is stored.
//!
//! What always holds: what is published is what was prepared, cell by cell, or nothing; everything that the unit ever
//! published is part of what is protected and audited; a publication has the id of its draft, so that one which was cut
//! off after it was stored is found again and not made twice.

mod control;
pub mod decide;
pub mod draft;
pub mod export;
mod ladder;
pub mod mutations;
pub mod prepare;
mod printing;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
pub mod types_input;
mod unit;
