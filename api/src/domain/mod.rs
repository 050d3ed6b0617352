//! What people ask for, one room a word. Rooms meet only in their `types.rs`.

pub mod account;
pub mod attendance;
pub mod enrolment;
pub mod group;
pub mod integration;
pub mod municipality;
pub mod oversight;
pub mod protection;
pub mod result;
pub mod rights;
pub mod staff;
pub mod vocabulary;
pub mod youth;
