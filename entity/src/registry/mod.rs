//! Rows of the registry that all municipalities share: no personal data but the names of SKR's own staff.

pub mod municipality;
pub mod official_series;
pub mod official_value;
pub mod publication;
pub mod published_cell;
pub mod published_figure;
pub mod signed_head;
pub mod signing_key;
pub mod similar_municipality;
pub mod skr_account;
pub mod skr_refresh_token;
pub mod skr_session;
pub mod withdrawal;
