//! `up2 schema`: the published contract.

use super::{Failure, output};

/// Prints the schema in SDL.
pub(super) fn print() -> Result<(), Failure> {
    output::say(crate::schema::sdl().trim_end());
    Ok(())
}
