//! What people ask for, one room a word. Rooms meet only in their `types.rs`.

pub mod absence_report;
pub mod account;
pub mod attendance;
pub mod enrolment;
pub mod group;
pub mod hand_over;
pub mod integration;
pub mod investigation;
pub mod municipality;
pub mod oversight;
pub mod protection;
pub mod result;
pub mod staff;
pub mod transfer;
pub mod vocabulary;
pub mod vocabulary_moves;
pub mod vocabulary_process;
pub mod youth;
