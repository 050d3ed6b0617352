//! What the control of disclosure promises, in sentences, over figures that are drawn the same way in every run.

mod leaks;
mod properties;
mod rules;
mod synthetic;
