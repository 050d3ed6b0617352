//! Consents (medgivanden): what a youth or a guardian has permitted, to whom, and until when.
//!
//! What always holds: nothing is kept of what a consent opens but the condition that asks for it (`entity/reach`), so
//! that withdrawing one closes at once; a guardian's ends with the day before the youth's 18th birthday; none is ever
//! changed or removed, only withdrawn.

pub mod loaders;
pub mod mutations;
pub mod queries;
pub mod rules;
pub mod store;
pub mod types;
pub mod types_input;
