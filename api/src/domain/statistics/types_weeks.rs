//! Weeks of attendance, added up as signals add them up.

pub use crate::domain::signal::store_figures::by_week;
