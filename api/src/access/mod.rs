//! Who asks, and what they may reach.

pub mod password;
pub mod refresh;
pub mod signing;
pub mod token;
pub mod totp;
