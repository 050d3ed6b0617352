//! What people ask for, one room a word. Rooms meet only in their `types.rs`.

pub mod account;
pub mod attendance;
pub mod calendar;
pub mod case;
pub mod enrolment;
pub mod group;
pub mod integration;
pub mod municipality;
pub mod oversight;
pub mod protection;
pub mod result;
pub mod staff;
pub mod vocabulary;
pub mod vocabulary_case;
pub mod youth;
