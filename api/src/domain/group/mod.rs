//! Groups (klasser, mentorsgrupper, undervisningsgrupper) and who is in them today.

pub mod loaders;
pub mod queries;
pub mod store;
pub mod types;
