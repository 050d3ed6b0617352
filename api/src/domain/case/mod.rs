//! Cases (ärenden): the work around one youth on one track, its states, its history and its duty clocks (tidsfrister).
//!
//! What always holds: a case goes from state to state only as the table in `rules` says, each time with a line of
//! history; an open case has exactly one running clock of its own, and no clock is ever taken away, only met or ended
//! with a reason; the second of two who change a case at once is told so; what a person may see follows their roles'
//! tracks.
//!
//! `types_opening` opens cases and `types_clock` starts and meets clocks for other slices too.

pub mod facts;
pub mod figures;
pub mod loaders;
pub mod mutations;
pub mod nightly;
pub mod opening;
pub mod queries;
pub mod rules;
pub mod rules_clock;
pub mod store;
pub mod store_changes;
pub mod store_clock;
pub mod store_start;
pub mod store_work;
pub mod types;
pub mod types_clock;
pub mod types_figures;
pub mod types_input;
pub mod types_opening;
pub mod types_signal;
pub mod types_work;
