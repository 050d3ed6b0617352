//! Sharing (delning): one classified thing is read beyond its secrecy class, on a recorded ground.
//!
//! What always holds: sharing opens a row, never a youth; only its writer shares it; a medical note leaves its class by
//! consent or law alone, and so does every other; social services' readers are named one by one; a share on a consent
//! closes with the consent. The conditions are `entity/reach/sight.rs`, which trusts nothing that was checked here.

pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
pub mod types_input;
