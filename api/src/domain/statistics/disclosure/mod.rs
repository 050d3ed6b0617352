//! Disclosure control: what is published can never be turned back into people.
//!
//! [`protect`](protect::protect) turns a unit's exact figures into what may be printed; [`audit`] reads what was printed,
//! knows nothing of how, and says what an attacker could tell from it. Nothing is stored that the audit refuses.

mod attempt;
pub mod audit;
pub mod checked;
pub mod cube;
pub mod declared;
pub mod export;
pub mod history;
pub mod ladder;
mod past;
pub mod primary;
pub mod probe;
pub mod programme;
pub mod protect;
pub mod refusal;
mod rounds;
pub mod solver;
pub mod suppress;
pub mod system;
pub mod tableau;
mod wishes;

#[cfg(test)]
mod tests;
