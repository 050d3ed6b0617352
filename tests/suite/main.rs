//! The integration tests: each file is a subject, each test a sentence about it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must say so"
)]

mod access_log;
mod access_table;
mod changes;
mod command_line;
mod command_line_import;
mod demo;
mod glass;
mod granting;
mod house;
mod http;
mod import;
mod import_live;
mod protected;
mod reach;
mod register;
mod rights;
mod schema;
mod sign_in;
mod statements;
mod tenancy;
mod tenancy_postgres;
