//! Statistics that municipalities share: worked out from a catalogue of indicators, published only after the control of
//! disclosure, and read by everybody.
//!
//! What always holds here: nothing is counted but by an indicator of the catalogue and its declared breakdowns; what was
//! published once is never forgotten, and is what the next publication is checked against; readers see published cells
//! and nothing behind them.

pub mod catalogue;
pub mod documents;
