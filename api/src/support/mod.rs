//! Things that every room needs and that know nothing of the domain.

pub mod batch;
pub mod cache;
pub mod cache_events;
pub mod civic;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod db;
pub mod document;
pub mod events;
pub mod fault;
pub mod ids;
pub mod language;
pub mod minutes;
pub mod page;
pub mod scalars;
pub mod school_days;
pub mod user_error;
pub mod words;
