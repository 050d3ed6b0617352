//! The municipality's calendar: days on which its schools are closed besides weekends and public holidays.
//!
//! What always holds: a school year is set as a whole, so that a day that was taken away does not stay behind; clocks
//! that run keep the day they were given.

pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
