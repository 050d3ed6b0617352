//! What comes from other systems. Everything from outside is read tolerantly, checked, planned and reported before a
//! row is written.

pub mod ss12000;
pub mod types;
