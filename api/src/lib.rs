//! up2: a multi-tenant GraphQL API for the development programme for completed education (UP2).
//!
//! Rooms, from the street inwards: `server` → `schema` → `domain` → `access` → `support` (ARCHITECTURE.md).

// The roots are merged of as many objects as there are slices, each a type in the next.
#![recursion_limit = "256"]

pub mod access;
pub mod commands;
pub mod demo;
pub mod domain;
pub mod schema;
pub mod server;
pub mod support;
