//! Import of school registers that speak SS 12000 (version 2.1, in three dialects).
//!
//! Documents are read from a [`folder`] or a [`live`] server into [`sheets`], a pure [`plan`] makes rows of them, and a
//! [`report`] says what happened to each. Always true here: a person's protective marking is applied before anything else
//! of the person is looked at; what is not needed (streets, absence reasons, civic numbers of staff and guardians) is
//! not read; one bad row never stops the others; nothing in a report tells more of a person than the register's own id.

pub mod diff;
pub mod documents;
pub mod folder;
mod lenient;
pub mod live;
pub mod mapping;
pub mod plan;
pub mod report;
pub mod sealed;
pub mod sheets;
pub mod shift;
pub mod sources;
pub mod store;
#[cfg(test)]
mod test_house;
