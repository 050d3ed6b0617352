//! What everybody reads: indicators, published figures, comparisons.
//!
//! What always holds here: nothing but published cells and official series is read; a rank, a median or a sum is worked out
//! from the cells that are shown, and says how many were left out; a hidden cell never says why.

pub mod queries;
pub mod rules;
pub mod rules_compare;
pub mod rules_effects;
pub mod store;
pub mod types;
pub mod types_benchmark;
pub mod types_effects;
pub mod types_indicator;
