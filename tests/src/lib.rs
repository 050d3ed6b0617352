//! What the integration tests stand on: a client, one running system an engine, a school register, `psql`.
//!
//! A test is a sentence in `suite/` about one [`World`], written once and run on both engines by
//! [`on_both_engines!`]. Nothing here is a mock: requests go through HTTP, rows into SQLite files or PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must say so"
)]

pub mod case;
pub mod chain;
pub mod client;
pub mod command;
pub mod duty;
pub mod figures;
pub mod figures_rows;
pub mod kaa;
pub mod live;
pub mod moves;
pub mod notes;
pub mod observe;
mod on_both_engines;
pub mod plan;
pub mod psql;
pub mod published;
pub mod pupils;
pub mod redis;
pub mod register;
pub mod rights;
pub mod school;
pub mod signal;
pub mod skr;
pub mod statistics;
pub mod story;
pub mod world;

pub use chain::Chain;
pub use client::{Account, Client, Reply};
pub use world::World;
