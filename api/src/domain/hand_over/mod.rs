//! Hand-overs between municipalities (överlämningar): each gets its own copy, and none looks into the other's database.
//!
//! What always holds: what is sent is written in the sender's own database, with the change that it comes from; the
//! deliverer alone touches two municipalities, each by its own login, and a row has the same id on both sides. So a
//! delivery that is killed anywhere and begun again gives one row, and no payload stays with the sender. What was
//! declined is gone with the receiver too.

pub mod deliver;
pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod store_accept;
pub mod store_delivery;
pub mod types;
pub mod types_clock;
pub mod types_input;
pub mod types_payload;
pub mod types_register;
