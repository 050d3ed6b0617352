//! The integration tests: each file is a subject, each test a sentence about it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must say so"
)]

mod access_log;
mod access_table;
mod case;
mod case_duties;
mod case_signals;
mod changes;
mod command_line;
mod command_line_import;
mod consent;
mod demo;
mod duty_clocks;
mod figures;
mod figures_exact;
mod glass;
mod granting;
mod house;
mod http;
mod import;
mod import_live;
mod investigation;
mod kaa;
mod kaa_end;
mod kaa_file;
mod kolada;
mod live;
mod live_sse;
mod mapping;
mod note;
mod note_secrecy;
mod plan;
mod protected;
mod publication;
mod reach;
mod register;
mod rights;
mod schema;
mod secrecy_table;
mod sign_in;
mod signal;
mod signal_rules;
mod skr;
mod statements;
mod statistics;
mod statistics_page;
mod story;
mod tenancy;
mod tenancy_postgres;
mod transfer;
mod transfer_between;
mod transfer_killed;
mod transfer_reach;
