//! Rows of the registry that all municipalities share: no personal data.

pub mod municipality;
pub mod signed_head;
pub mod signing_key;
