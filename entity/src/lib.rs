//! Rows, and what is true of them without a request.
//!
//! The same entities serve every municipality on both engines. Nobody selects a person's row without a
//! [`reach::Reach`]: `Entity::within(&reach)` is where a select begins (ARCHITECTURE.md, "Two locks").

pub mod age;
pub mod municipality;
pub mod reach;
pub mod registry;
pub mod text;
pub mod vocabulary;
