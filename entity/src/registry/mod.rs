//! Rows of the registry that all municipalities share: no personal data.

pub mod municipality;
pub mod official_series;
pub mod official_value;
pub mod publication;
pub mod published_cell;
pub mod published_figure;
pub mod signed_head;
pub mod signing_key;
pub mod similar_municipality;
pub mod withdrawal;
