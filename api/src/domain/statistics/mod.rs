//! Statistics that municipalities share: worked out from a catalogue of indicators, published only after the control of
//! disclosure, and read by everybody.
//!
//! What always holds here: nothing is counted but by an indicator of the catalogue and its declared breakdowns; what was
//! published once is never forgotten, and is what the next publication is checked against; readers see published cells
//! and nothing behind them.

pub mod beside;
pub mod catalogue;
pub mod completions;
pub mod disclosure;
pub mod documents;
pub mod grounds;
pub mod mutations;
pub mod nightly;
pub mod publication;
pub mod queries;
pub mod readers;
pub mod roll_up;
pub mod rules_completion;
pub mod rules_eligible;
pub mod rules_inside;
pub mod snapshots;
pub mod store_completion;
pub mod store_ground;
pub mod store_roll_up;
pub mod store_snapshot;
pub mod types_completion;
pub mod types_figures;
pub mod types_ground;
pub mod types_weeks;
