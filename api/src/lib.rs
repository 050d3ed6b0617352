//! up2: a multi-tenant GraphQL API for the development programme for completed education (UP2).
//!
//! Rooms, from the street inwards: `server` → `schema` → `domain` → `access` → `support` (ARCHITECTURE.md).

pub mod access;
pub mod commands;
pub mod demo;
pub mod domain;
pub mod schema;
pub mod server;
pub mod support;
