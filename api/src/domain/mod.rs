//! What people ask for, one room a word. Rooms meet only in their `types.rs`.

pub mod account;
pub mod attendance;
pub mod consent;
pub mod calendar;
pub mod case;
pub mod enrolment;
pub mod group;
pub mod integration;
pub mod live;
pub mod kaa;
pub mod mapping;
pub mod municipality;
pub mod note;
pub mod oversight;
pub mod plan;
pub mod protection;
pub mod result;
pub mod sharing;
pub mod staff;
pub mod vocabulary;
pub mod vocabulary_mapping;
pub mod vocabulary_plan;
pub mod vocabulary_process;
pub mod vocabulary_case;
pub mod youth;
