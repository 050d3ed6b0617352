//! Signals (upptäcka): that somebody should look at how a youth is doing, raised by rules of the municipality and by
//! people.
//!
//! What always holds: a signal decides nothing, and tells what it rests on. Absence is an interval, since what is not
//! reported is not known: a signal needs its lower end at the threshold, and where only the upper end is there, the
//! lessons are asked for and not the youth. An *episode* begins when a rule is met and ends when the figure is surely
//! below the threshold; each episode raises one signal, whatever is recorded, imported or evaluated again. Missing
//! reports end no episode.

pub mod evaluate;
pub mod loaders;
pub mod mutations;
pub mod nightly;
pub mod queries;
pub mod rules;
pub mod rules_change;
pub mod rules_preview;
pub mod store;
pub mod store_case;
pub mod store_figures;
pub mod store_preview;
pub mod store_raise;
pub mod store_rules;
pub mod types;
pub mod types_case;
pub mod types_clock;
pub mod types_event;
pub mod types_input;
pub mod types_rule;
